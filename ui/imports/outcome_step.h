#pragma once

#include "models/imports/import_model.h"
#include "models/imports/import_rows_model.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QButtonGroup;
class QSplitter;
class QStackedLayout;

namespace tradepost::ui {

class Banner;
class DataGrid;
class DetailDrawer;
class Pill;
class ProgressLine;
class StateView;

// What would happen to each row, or did: how far it is, counts that filter, the rows, and one problem in full beside
// them.
class OutcomeStep final : public QWidget {
    Q_OBJECT
public:
    using Filter = models::ImportRowsModel::Filter;

    // Everything passed must outlive the step.
    OutcomeStep(Workspace& workspace, models::ImportModel& model, QWidget* parent = nullptr);

    void setFilter(Filter filter);
    Filter filter() const { return m_filter; }
    models::ImportRowsModel& rows() { return m_rows; }
    DataGrid& grid() { return *m_grid; }
    QAbstractButton* tile(Filter filter) const;
    void showDetails(int row);

private:
    void update();
    void updateHead();
    void updateTiles();
    void updateRows();
    void rowsChanged();

    Workspace& m_workspace;
    models::ImportModel& m_model;
    models::ImportRowsModel m_rows;
    QLabel* m_title;
    Pill* m_pill;
    QLabel* m_text;
    ProgressLine* m_line;
    QLabel* m_progress;
    QButtonGroup* m_tiles;
    Banner* m_problem;
    QStackedLayout* m_stack;
    DataGrid* m_grid;
    StateView* m_state;
    QSplitter* m_splitter;
    DetailDrawer* m_drawer;
    QLabel* m_details;
    Filter m_filter = Filter::Every;
    QString m_shownId;
    models::ImportState m_shownState = models::ImportState::Unknown;
    bool m_chosen = false; // the filter is the person's
};

} // namespace tradepost::ui
