#pragma once

#include "ui/kit/page.h"

#include <QDialog>
#include <QTimer>

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

// Ctrl+K: type a few letters of a page, an action or a thing, Enter runs it or goes there. Letters match in order, word
// starts first; things come from the store a moment later, below.
class CommandPalette final : public QDialog {
    Q_OBJECT
public:
    CommandPalette(const Theme& theme, std::vector<PaletteEntry> entries, QWidget* parent);
    using Tell = std::function<void(const std::vector<PaletteEntry>&)>;
    // Asked once typing pauses, from kLeastTyped letters on.
    static constexpr int kLeastTyped = 2;
    void setFinder(std::function<void(const QString& text, Tell tell)> finder) { m_finder = std::move(finder); }
    QLineEdit* input() const { return m_input; }
    int shownCount() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void filter(const QString& text);
    void find();
    void add(const PaletteEntry& entry, int at);
    void runCurrent();

    const Theme& m_theme;
    std::vector<PaletteEntry> m_entries;
    std::vector<PaletteEntry> m_found;
    std::function<void(const QString&, Tell)> m_finder;
    QTimer m_typing;
    QLineEdit* m_input;
    QListWidget* m_list;
};

// How well `text` matches what was typed: higher is better, below 0 not at all.
int matchScore(const QString& text, const QString& typed);

} // namespace tradepost::ui
