#include "ui/shell/shortcut_overlay.h"

#include "ui/kit/key_caps.h"

#include <QGridLayout>

namespace tradepost::ui {

namespace {
constexpr int kOverlayWidth = 720;
}

ShortcutOverlay::ShortcutOverlay(const Theme& theme, const ActionRegistry& actions, QWidget* parent)
    : Dialog(theme, tr("Keyboard shortcuts"), parent, kOverlayWidth) {
    using Rows = std::vector<std::pair<QString, QKeySequence>>;
    Rows everywhere, here;
    for (const QAction* action : actions.available()) {
        const auto* owner = qobject_cast<QWidget*>(action->parent());
        if (!action->shortcut().isEmpty())
            (owner && owner->isWindow() ? everywhere : here).emplace_back(action->text(), action->shortcut());
    }
    const Rows list{{tr("Select a row"), Qt::Key_Space},
                    {tr("Open details of a row"), Qt::Key_Return},
                    {tr("Edit a row"), Qt::Key_F2},
                    {tr("Copy rows for a spreadsheet"), QKeySequence::Copy},
                    {tr("Select all rows"), QKeySequence::SelectAll}};
    const auto section = [&](const QString& title, const Rows& rows) {
        auto* block = new QWidget;
        auto* grid = new QGridLayout(block);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(space::l);
        grid->setVerticalSpacing(space::s);
        grid->setColumnStretch(0, 1);
        grid->addWidget(makeLabel(theme, TextStyle::Strong, title, true, block), 0, 0, 1, 2);
        for (int row = 0; row < int(rows.size()); ++row) {
            const auto& [text, keys] = rows[std::size_t(row)];
            grid->addWidget(makeLabel(theme, TextStyle::Body, text, false, block), row + 1, 0);
            grid->addWidget(new KeyCaps(theme, keys, block), row + 1, 1, Qt::AlignRight);
        }
        return block;
    };
    auto* columns = new QWidget;
    auto* row = new QHBoxLayout(columns);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::xxl + space::s);
    row->addWidget(section(tr("Everywhere"), everywhere), 1, Qt::AlignTop);
    auto* right = new QVBoxLayout;
    right->setSpacing(space::xl);
    if (!here.empty())
        right->addWidget(section(tr("On this page"), here));
    right->addWidget(section(tr("In lists"), list));
    right->addStretch(1);
    row->addLayout(right, 1);
    addContent(columns);
    addButton(ButtonKind::Plain, tr("Close"), Accepted);
}

} // namespace tradepost::ui
