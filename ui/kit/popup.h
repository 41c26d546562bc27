#pragma once

#include "ui/kit/widgets.h"

class QScrollArea;
class QVBoxLayout;

namespace tradepost::ui {

// A panel that opens at a button and closes when something else is clicked or Escape is pressed: heading, rows that
// scroll, perhaps a button at the heading's right.
class Popup final : public QFrame {
    Q_OBJECT
public:
    static constexpr int kWidth = 380;
    static constexpr int kMaxHeight = 420;

    Popup(const Theme& theme, const QString& title, QWidget* parent);
    // The popup takes it over.
    void addRow(QWidget* row);
    void addHeadButton(QPushButton* button);
    // Its right edge at the button's, below or above it, whichever is inside the window.
    void openAt(QWidget* button);

private:
    const Theme& m_theme;
    QHBoxLayout* m_head;
    QScrollArea* m_scroll;
    QVBoxLayout* m_rows;
};

} // namespace tradepost::ui
