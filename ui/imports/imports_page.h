#pragma once

#include "models/imports/import_list_model.h"
#include "ui/kit/page.h"

class QStackedLayout;

namespace tradepost::ui {

class DataGrid;
class StateView;

// The seller's imports, newest first, with their state, and the way to a new one.
class ImportsPage final : public Page {
    Q_OBJECT
public:
    explicit ImportsPage(Workspace& workspace);

    QString title() const override { return tr("Imports"); }
    bool loaded() const override;
    QString statusText() const override;
    QString primaryActionId() const override { return "imports.new"; }
    void activate(const QString& argument) override;

    models::ImportListModel& model() { return m_model; }
    DataGrid& grid() { return *m_grid; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void statusChanged();

    Workspace& m_workspace;
    models::ImportListModel m_model;
    QStackedLayout* m_stack;
    DataGrid* m_grid;
    StateView* m_state;
};

} // namespace tradepost::ui
