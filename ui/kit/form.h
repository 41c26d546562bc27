#pragma once

#include "ui/kit/widgets.h"

class QVBoxLayout;

namespace tradepost::ui {

// A label above, a control, help below; a problem takes the place of the help, beside the field it is about.
class FormField final : public QWidget {
    Q_OBJECT
public:
    // Takes `control` over. `required` adds the mark that required fields have.
    FormField(const Theme& theme, const QString& label, QWidget* control, const QString& help = {},
              bool required = false, QWidget* parent = nullptr);
    void setLabel(const QString& label);
    void setRequired(bool required);
    void setHelp(const QString& help);
    void setProblem(const QString& problem);
    QString problem() const { return m_problem; }
    QWidget* control() const { return m_control; }

signals:
    void left(); // the control lost the focus

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* m_control;
    QLabel* m_label;
    QLabel* m_note;
    bool m_required;
    QString m_help;
    QString m_problem;
};

// Appears at the bottom of a form once something changed.
class SaveBar final : public Panel {
    Q_OBJECT
public:
    explicit SaveBar(const Theme& theme, QWidget* parent = nullptr);
    void setState(bool dirty, bool saving, const QString& problem = {});
    QPushButton* saveButton() const { return m_save; }

signals:
    void save();
    void discard();

private:
    QLabel* m_text;
    QPushButton* m_discard;
    QPushButton* m_save;
};

} // namespace tradepost::ui
