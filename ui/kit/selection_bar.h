#pragma once

#include "ui/kit/widgets.h"

class QHBoxLayout;

namespace tradepost::ui {

// Covers the header of a grid while rows are selected: how many, and what can be done with them.
class SelectionBar final : public QWidget {
    Q_OBJECT
public:
    // A child of `over`'s parent, kept at its geometry.
    SelectionBar(const Theme& theme, QWidget* over);
    void addAction(QAction* action);
    // Hidden when `text` is empty.
    void setText(const QString& text);

signals:
    void cleared();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();

    const Theme& m_theme;
    QWidget* m_over;
    QLabel* m_text;
    QHBoxLayout* m_row;
    int m_actions = 0;
};

} // namespace tradepost::ui
