#pragma once

#include "backend/base/error.h"
#include "ui/kit/widgets.h"

namespace tradepost::ui {

// What stands in a page's place when there is nothing to list: nothing yet, nothing found, an error.
class StateView final : public Panel {
    Q_OBJECT
public:
    explicit StateView(const Theme& theme, QWidget* parent = nullptr);

    // Says what belongs here; the button is the first step. Empty texts leave a button out.
    void showEmpty(const QString& iconName, const QString& title, const QString& text, const QString& primary = {},
                   const QString& secondary = {});
    // Says what happened, whether anything was lost and what to do; details can be copied.
    void showError(const QString& title, const Error& error, const QString& primary, const QString& secondary = {});
    // To the first button, when what had the focus gave way to this.
    void focusPrimary() { m_primary->setFocus(); }

signals:
    void primaryClicked();
    void secondaryClicked();

private:
    void fill(const QString& iconName, Tone tone, const QString& title, const QString& text, const QString& primary,
              const QString& secondary);

    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_details;
    QPushButton* m_primary;
    QPushButton* m_secondary;
    QPushButton* m_copy;
    QString m_iconName;
    Tone m_tone = Tone::Neutral;
};

} // namespace tradepost::ui
