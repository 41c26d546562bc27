#include "ui/kit/column_button.h"

#include "ui/kit/data_grid.h"
#include "ui/kit/popup.h"

#include <QCheckBox>

namespace tradepost::ui {

namespace {

void openColumns(const Theme& theme, DataGrid& grid, QWidget* button) {
    auto* popup = new Popup(theme, DataGrid::tr("Columns"), button);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    auto* reset = makeButton(theme, ButtonKind::Link, DataGrid::tr("Reset"));
    popup->addHeadButton(reset);
    QObject::connect(reset, &QPushButton::clicked, &grid, &DataGrid::resetColumns);
    QObject::connect(reset, &QPushButton::clicked, popup, &QWidget::close);
    for (int column = 1; column < grid.model()->columnCount(); ++column) { // the first one says what a row is
        auto* box = new QCheckBox(grid.model()->headerData(column, Qt::Horizontal).toString());
        box->setChecked(grid.columnShown(column));
        popup->addRow(box);
        QObject::connect(box, &QCheckBox::toggled, &grid,
                         [&grid, column](bool shown) { grid.setColumnShown(column, shown); });
    }
    popup->openAt(button);
}

} // namespace

QToolButton* makeColumnButton(const Theme& theme, DataGrid& grid, QWidget* parent) {
    auto* button = makeToolButton(theme, "columns", DataGrid::tr("Choose columns"), parent);
    button->setObjectName("columns");
    QObject::connect(button, &QToolButton::clicked, &grid,
                     [&theme, &grid, button] { openColumns(theme, grid, button); });
    return button;
}

} // namespace tradepost::ui
