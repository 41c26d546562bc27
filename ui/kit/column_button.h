#pragma once

class QToolButton;
class QWidget;

namespace tradepost::ui {

class DataGrid;
class Theme;

// The button above a grid that says which of its columns are shown; the choice is the person's and is remembered.
// `theme` and `grid` outlive it.
QToolButton* makeColumnButton(const Theme& theme, DataGrid& grid, QWidget* parent);

} // namespace tradepost::ui
