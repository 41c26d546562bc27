#pragma once

#include "models/imports/file_upload.h"
#include "models/imports/import_setup.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QComboBox;
class QLineEdit;
class QStackedLayout;

namespace tradepost::ui {

class Banner;
class DropZone;
class ElidedLabel;
class FormField;
class PreviewTable;
class ProgressLine;

// The first step: which file, how it comes to the store, and what it is, with its first rows.
class FileStep final : public QWidget {
    Q_OBJECT
public:
    static constexpr qint64 kMaxBytes = qint64(64) << 30; // as the store takes

    // Everything passed must outlive the step.
    FileStep(Workspace& workspace, models::FileUpload& upload, models::ImportSetup& setup, QWidget* parent = nullptr);

    // The setup is of an import whose file is there.
    void setUploaded(bool uploaded);
    // The file of an import whose upload did not come to its end is asked for again.
    void setUnfinished(const QString& importId);
    DropZone& zone() { return *m_zone; }
    PreviewTable& table() { return *m_table; }
    // What keeps one from going on, in words; empty: nothing.
    QString problem() const;

signals:
    void cancelled();

private:
    QWidget* makeChooser();
    QWidget* makeSending();
    QWidget* makeShape();
    void update();
    void updateSending();
    void updateShape();
    void updateTable();
    void change(const std::function<void(models::ImportOptions&)>& what);

    Workspace& m_workspace;
    models::FileUpload& m_upload;
    models::ImportSetup& m_setup;
    QStackedLayout* m_stack;
    DropZone* m_zone = nullptr;
    QLabel* m_unfinished = nullptr;
    QString m_unfinishedId;
    ElidedLabel* m_file = nullptr;
    ProgressLine* m_line = nullptr;
    QLabel* m_sent = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_retry = nullptr;
    QComboBox* m_format = nullptr;
    QComboBox* m_encoding = nullptr;
    QComboBox* m_delimiter = nullptr;
    QComboBox* m_quoting = nullptr;
    QComboBox* m_publish = nullptr;
    QComboBox* m_seller = nullptr;
    FormField* m_currency = nullptr;
    FormField* m_sellerField = nullptr;
    FormField* m_delimiterField = nullptr;
    FormField* m_quotingField = nullptr;
    QLabel* m_heading = nullptr;
    QLabel* m_found = nullptr;
    QLabel* m_note = nullptr;
    Banner* m_problem = nullptr;
    PreviewTable* m_table = nullptr;
    bool m_uploaded = false;
    bool m_updating = false;
};

} // namespace tradepost::ui
