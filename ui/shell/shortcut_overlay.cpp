#include "ui/shell/shortcut_overlay.h"

#include "ui/kit/widgets.h"

#include <QGridLayout>

namespace tradepost::ui {

ShortcutOverlay::ShortcutOverlay(const Theme& theme, const ActionRegistry& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    std::vector<std::pair<QString, QString>> rows;
    for (const QAction* action : actions.available()) {
        if (!action->shortcut().isEmpty())
            rows.emplace_back(action->text(), action->shortcut().toString(QKeySequence::NativeText));
    }
    rows.emplace_back(tr("Select a row"), tr("Space"));
    rows.emplace_back(tr("Open details of a row"), tr("Enter"));
    rows.emplace_back(tr("Edit a row"), "F2");
    rows.emplace_back(tr("Copy rows for a spreadsheet"), "Ctrl+C");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    column->setSpacing(space::l);
    column->addWidget(makeLabel(theme, TextStyle::Section, windowTitle(), false, this));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::xxl);
    grid->setVerticalSpacing(space::s);
    for (int row = 0; row < int(rows.size()); ++row) {
        grid->addWidget(makeLabel(theme, TextStyle::Body, rows[std::size_t(row)].first, false, this), row, 0);
        grid->addWidget(makeLabel(theme, TextStyle::Identifier, rows[std::size_t(row)].second, true, this), row, 1,
                        Qt::AlignRight);
    }
    column->addLayout(grid);
    auto* close = makeButton(theme, ButtonKind::Plain, tr("Close"), {}, this);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace tradepost::ui
