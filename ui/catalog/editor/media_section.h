#pragma once

#include "models/catalog/media_uploads.h"
#include "ui/catalog/editor/editor_section.h"

class QListWidget;

namespace tradepost::ui {

class DropZone;
class MediaRow;

// Pictures in their order: dropped or chosen, sent while one goes on, moved by dragging or with Alt and the arrow keys,
// each with its alternative text.
class MediaSection final : public EditorSection {
    Q_OBJECT
public:
    MediaSection(Workspace& workspace, models::ProductEditModel& model, models::MediaUploads& uploads, QWidget* parent);
    void update() override;
    bool has(models::Field field) const override { return field == models::Field::Images; }
    QWidget* control(const models::FieldRef& ref) override;
    void setEditable(bool editable) override;
    DropZone& zone() const { return *m_zone; }
    void move(int from, int to);
    MediaRow* row(int index) const { return m_rows.value(index); }

private:
    void arrived(const QString& url, bool video);
    void rebuild();
    void updateUploads();

    models::MediaUploads& m_uploads;
    QVBoxLayout* m_list;
    QVBoxLayout* m_sending;
    QList<MediaRow*> m_rows;
    QList<QWidget*> m_sendingRows;
    QStringList m_shown; // addresses of the rows
    DropZone* m_zone;
    QLabel* m_problem;
    bool m_editable = true;
};

} // namespace tradepost::ui
