#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_list_model.h"
#include "ui/kit/page.h"

class QSplitter;
class QStackedLayout;

namespace tradepost::ui {

class Banner;
class DataGrid;
class DetailDrawer;
class FilterBar;
class ProductDetails;
class SavedViews;
class SelectionBar;
class StateView;
class ViewButton;

// The products of a store in a live grid, with filters, details beside it and the way to the form.
class CatalogPage final : public Page {
    Q_OBJECT
public:
    explicit CatalogPage(Workspace& workspace);

    QString title() const override { return tr("Catalog"); }
    QString count() const override;
    bool loaded() const override;
    QString statusText() const override;
    QString primaryActionId() const override { return "catalog.new"; }
    bool hasSearch() const override { return true; }
    void search(const QString& text) override;
    void activate(const QString& productId) override;

    models::ProductListModel& model() { return m_model; }
    DataGrid& grid() { return *m_grid; }
    void showDetails(int row);
    void setQuery(const models::ProductQuery& query);

private:
    void declareActions();
    void filterChosen(const QString& id, const QVariant& value);
    void statusChanged();
    void pendingChanged();
    void selectionChanged(qint64 rows);
    void updateChips();
    void edit(int row);

    Workspace& m_workspace;
    models::CategoryTreeModel m_categories;
    models::ProductListModel m_model;
    FilterBar* m_filters = nullptr;
    SavedViews* m_views = nullptr;
    ViewButton* m_viewButton = nullptr;
    Banner* m_news = nullptr;
    QStackedLayout* m_stack = nullptr;
    DataGrid* m_grid = nullptr;
    StateView* m_state = nullptr;
    SelectionBar* m_selection = nullptr;
    QSplitter* m_splitter = nullptr;
    DetailDrawer* m_drawer = nullptr;
    ProductDetails* m_details = nullptr;
    bool m_stateIsError = false;
};

} // namespace tradepost::ui
