#pragma once

#include "ui/kit/widgets.h"

#include <QDialog>

class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace tradepost::ui {

// A dialog in the look: heading, contents (scrolled when they are taller than the window), buttons at the right. It
// opens in the middle of its window.
class Dialog : public QDialog {
    Q_OBJECT
public:
    static constexpr int kWidth = 480;

    Dialog(const Theme& theme, const QString& title, QWidget* parent, int width = kWidth);

    // A muted paragraph.
    void addText(const QString& text);
    // The dialog takes it over.
    void addContent(QWidget* content);
    // From left to right; ends the dialog with `result`. A primary button is the default one.
    QPushButton* addButton(ButtonKind kind, const QString& text, DialogCode result);

    void setVisible(bool visible) override;

private:
    const Theme& m_theme;
    QVBoxLayout* m_column;
    QScrollArea* m_scroll;
    QVBoxLayout* m_body;
    QHBoxLayout* m_buttons;
};

// Asks and waits: true when the person chose `yes`. Enter and Escape mean `no`, the safe one.
bool confirm(const Theme& theme, QWidget* parent, const QString& title, const QString& text, const QString& yes,
             const QString& no);

} // namespace tradepost::ui
