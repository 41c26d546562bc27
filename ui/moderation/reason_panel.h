#pragma once

#include "models/moderation/reason_templates.h"
#include "ui/kit/widgets.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace tradepost::ui {

class FormField;

// What the seller is told, from a template or in one's own words, and a note for moderators. Ctrl+Enter decides, Escape
// goes back.
class ReasonPanel final : public Panel {
    Q_OBJECT
public:
    static constexpr int kMaxLength = 2'000; // as the store takes it

    // Both must outlive the panel.
    ReasonPanel(const Theme& theme, const models::ReasonTemplates& templates, QWidget* parent = nullptr);

    // Shows it, empty, for one verdict about `what`; `language` is the seller's.
    void ask(models::Verdict verdict, const QString& what, const QString& language);
    void close();
    bool asking() const { return isVisibleTo(parentWidget()); }
    models::Verdict verdict() const { return m_verdict; }

signals:
    void answered(const tradepost::models::Decision& decision);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fillTemplates();
    void submit();

    const models::ReasonTemplates& m_templates;
    models::Verdict m_verdict = models::Verdict::Reject;
    QString m_language;
    ElidedLabel* m_heading;
    QComboBox* m_template;
    QPlainTextEdit* m_reason;
    QLineEdit* m_note;
    FormField* m_reasonField;
    QPushButton* m_submit;
};

} // namespace tradepost::ui
