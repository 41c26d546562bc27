#pragma once

#include "ui/kit/page.h"

#include <QDialog>

class QListWidget;

namespace tradepost::ui {

// One thing the palette can do.
struct PaletteEntry {
    QString text;
    QString group; // "Page", "Action"
    QString icon;
    QKeySequence shortcut;
    std::function<void()> run;
};

// Ctrl+K: type a few letters of a page or an action, Enter runs it. Letters match in order, word starts first.
class CommandPalette final : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const Theme& theme, std::vector<PaletteEntry> entries, QWidget* parent);
    QLineEdit* input() const { return m_input; }
    int shownCount() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void filter(const QString& text);
    void runCurrent();

    const Theme& m_theme;
    std::vector<PaletteEntry> m_entries;
    QLineEdit* m_input;
    QListWidget* m_list;
};

// How well `text` matches what was typed: higher is better, below 0 not at all.
int matchScore(const QString& text, const QString& typed);

} // namespace tradepost::ui
