#include "ui/catalog/catalog_page.h"

#include "ui/catalog/product_details.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/banner.h"
#include "ui/kit/column_button.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/detail_drawer.h"
#include "ui/kit/filter_bar.h"
#include "ui/kit/icons.h"
#include "ui/kit/saved_views.h"
#include "ui/kit/selection_bar.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QHeaderView>
#include <QSplitter>
#include <QStackedLayout>

namespace tradepost::ui {

using models::ProductListModel;
using models::ProductState;
using Status = ProductListModel::Status;

namespace {
constexpr std::array kFilterStates{ProductState::Published,        ProductState::Draft,    ProductState::Submitted,
                                   ProductState::ChangesRequested, ProductState::Rejected, ProductState::Unpublished,
                                   ProductState::Archived};

QList<SavedView> standardViews() {
    QList<SavedView> views{{CatalogPage::tr("All products"), models::ProductQuery().toState()}};
    for (const auto state : {ProductState::Published, ProductState::Draft, ProductState::Submitted}) {
        models::ProductQuery query;
        query.states = {state};
        views.append({productPill(state).text, query.toState()});
    }
    return views;
}
} // namespace

CatalogPage::CatalogPage(Workspace& workspace)
    : m_workspace(workspace), m_categories(workspace.client), m_model(workspace.client, m_categories) {
    const Theme& theme = workspace.theme;
    m_categories.setLanguage(workspace.format.german() ? "de" : "en");

    m_filters = new FilterBar(theme,
                              {{"state", tr("Status"),
                                [] {
                                    QList<FilterField::Choice> choices;
                                    for (const auto state : kFilterStates)
                                        choices.append({productPill(state).text, QVariant::fromValue(state)});
                                    return choices;
                                }},
                               {"brand", tr("Brand"), {}},
                               {"category", tr("Category"),
                                [this] {
                                    QList<FilterField::Choice> choices;
                                    for (const auto& entry : m_categories.entries())
                                        choices.append({entry.path, entry.id});
                                    return choices;
                                }}},
                              this);
    connect(m_filters, &FilterBar::chosen, this, &CatalogPage::filterChosen);
    connect(m_filters, &FilterBar::cleared, this, [this] {
        models::ProductQuery query = m_model.query();
        query.states.clear();
        query.brand.clear();
        query.categoryId.clear();
        setQuery(query);
    });
    m_views = new SavedViews(workspace.settings, "catalog", standardViews(), this);
    m_viewButton = new ViewButton(theme, *m_views, m_filters);
    m_filters->addLead(m_viewButton);
    connect(m_viewButton, &ViewButton::chosen, this,
            [this](const QString& state) { setQuery(models::ProductQuery::fromState(state)); });
    m_news = new Banner(theme, this);
    connect(m_news, &Banner::clicked, &m_model, &ProductListModel::refresh);

    const GridRoles roles{.raw = ProductListModel::RawRole,
                          .skeleton = ProductListModel::SkeletonRole,
                          .id = ProductListModel::IdRole,
                          .image = ProductListModel::ImageRole,
                          .gone = ProductListModel::GoneRole};
    const auto pill = [](const QVariant& raw) { return productPill(raw.value<ProductState>()); };
    m_grid = new DataGrid(theme, workspace.format, workspace.thumbnails, workspace.settings, "catalog",
                          {{ColumnKind::Picture, 320},
                           {ColumnKind::Identifier, 114, {}, 3},
                           {ColumnKind::Text, 150, {}, 2},
                           {ColumnKind::Text, 116, {}, 4},
                           {ColumnKind::Status, 160, pill},
                           {ColumnKind::Money, 92},
                           {ColumnKind::Time, 114, {}, 1}},
                          roles, this);
    m_grid->setAccessibleName(tr("Products"));
    m_grid->setModel(&m_model);
    m_grid->setSortingEnabled(false);
    m_filters->addTool(makeColumnButton(theme, *m_grid, m_filters));
    auto* header = m_grid->horizontalHeader();
    header->setSortIndicatorShown(true);
    connect(header, &QHeaderView::sectionClicked, this, [this](int column) {
        const bool same = ProductListModel::fieldOf(column) == m_model.query().sortField;
        m_model.sort(column, same && !m_model.query().descending ? Qt::DescendingOrder : Qt::AscendingOrder);
        updateChips();
    });
    connect(m_grid, &DataGrid::visibleRowsChanged, &m_model, &ProductListModel::setVisibleRows);
    connect(m_grid, &DataGrid::opened, this, [this](const QModelIndex& index) { showDetails(index.row()); });
    connect(m_grid, &DataGrid::editRequested, this, [this](const QModelIndex& index) { edit(index.row()); });
    connect(m_grid, &DataGrid::selectionCountChanged, this, &CatalogPage::selectionChanged);
    connect(m_grid, &DataGrid::copied, this, [this](int rows, int skipped) {
        QString text = tr("Copied %n row(s).", nullptr, rows);
        if (skipped > 0)
            text += ' ' + tr("%n row(s) not loaded yet were left out.", nullptr, skipped);
        m_workspace.toasts.show(Tone::Good, text);
    });

    auto* area = new QWidget(this);
    m_stack = new QStackedLayout(area);
    m_state = new StateView(theme, area);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_state);
    m_drawer = new DetailDrawer(theme, workspace.settings, this);
    m_details = new ProductDetails(workspace, m_categories, m_drawer);
    m_drawer->setContent(m_details);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(area);
    m_splitter->addWidget(m_drawer);
    m_splitter->setStretchFactor(0, 1);
    connect(m_drawer, &DetailDrawer::closed, this, [this] { m_grid->setFocus(); });
    connect(m_details, &ProductDetails::headingChanged, m_drawer, &DetailDrawer::setHeading);
    connect(m_details, &ProductDetails::editRequested, this,
            [this](const QString& id) { m_workspace.open({"catalog/edit", id}); });

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_filters);
    column->addWidget(m_news);
    column->addWidget(m_splitter, 1);
    setFocusProxy(m_grid);

    declareActions();
    m_selection = new SelectionBar(theme, header);
    for (const char* id : {"catalog.copy"})
        m_selection->addAction(workspace.actions.find(id));
    connect(m_selection, &SelectionBar::cleared, m_grid, &DataGrid::clearSelection);
    connect(m_state, &StateView::primaryClicked, this, [this] {
        if (m_stateIsError)
            m_model.refresh();
        else if (m_model.query().filtered())
            setQuery({});
        else
            m_workspace.open({"catalog/edit", {}});
    });
    connect(&m_model, &ProductListModel::statusChanged, this, &CatalogPage::statusChanged);
    connect(&m_model, &ProductListModel::pendingChangesChanged, this, &CatalogPage::pendingChanged);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &Page::titleChanged);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &Page::titleChanged);
    const auto applyDensity = [this] { m_grid->setCompact(m_workspace.settings.get(settings::density) == "compact"); };
    applyDensity();
    connect(&workspace.settings, &Settings::changed, this, applyDensity);
}

void CatalogPage::declareActions() {
    ActionRegistry& actions = m_workspace.actions;
    actions.add(this, {"catalog.new", tr("New product"), QKeySequence("Ctrl+N"), "plus",
                       [this] { m_workspace.open({"catalog/edit", {}}); }});
    actions.add(this, {"catalog.edit", tr("Edit product"), QKeySequence("Ctrl+E"), "edit",
                       [this] { edit(m_grid->currentIndex().row()); }});
    actions.add(this, {"catalog.copy", tr("Copy"), {}, "copy", [this] { m_grid->copySelection(); }});
    actions.add(this, {"catalog.refresh", tr("Refresh the list"), QKeySequence("F5"), "refresh",
                       [this] { m_model.refresh(); }});
}

void CatalogPage::activate(const QString& productId) {
    if (!m_categories.loaded())
        m_categories.load();
    if (m_model.status() == Status::Idle)
        setQuery({});
    if (!productId.isEmpty()) {
        m_details->load(productId);
        m_drawer->open(m_splitter);
    }
    m_grid->setFocus();
}

void CatalogPage::setQuery(const models::ProductQuery& query) {
    m_model.setQuery(query);
    updateChips();
    emit titleChanged();
}

void CatalogPage::search(const QString& text) {
    models::ProductQuery query = m_model.query();
    query.text = text.trimmed();
    setQuery(query);
}

void CatalogPage::filterChosen(const QString& id, const QVariant& value) {
    models::ProductQuery query = m_model.query();
    if (id == "state")
        query.states = value.isValid() ? QList{value.value<ProductState>()} : QList<ProductState>{};
    else if (id == "brand")
        query.brand = value.toString();
    else if (id == "category")
        query.categoryId = value.toString();
    setQuery(query);
}

void CatalogPage::updateChips() {
    const auto& query = m_model.query();
    m_viewButton->setState(query.toState());
    m_filters->setChip("state", query.states.isEmpty() ? QString() : productPill(query.states.first()).text);
    m_filters->setChip("brand", query.brand);
    const QString path = m_categories.path(query.categoryId);
    m_filters->setChip("category", path.isEmpty() ? query.categoryId : path);
    for (int column = 0; column < ProductListModel::ColumnCount; ++column) {
        if (ProductListModel::fieldOf(column) == query.sortField)
            m_grid->horizontalHeader()->setSortIndicator(column,
                                                         query.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
}

void CatalogPage::statusChanged() {
    const bool empty = m_model.status() == Status::Ready && m_model.rowCount() == 0;
    m_stateIsError = m_model.status() == Status::Failed;
    if (m_stateIsError && m_model.rowCount() == 0) {
        m_state->showError(tr("The catalog could not be read"), m_model.error(), tr("Try again"));
    } else if (m_stateIsError) {
        m_workspace.toasts.show(Tone::Bad, client::text(m_model.error().message));
    } else if (empty && m_model.query().filtered()) {
        m_state->showEmpty("search", tr("No product matches"), tr("Loosen a filter or look for fewer words."),
                           tr("Clear filters"));
    } else if (empty) {
        m_state->showEmpty("catalog", tr("No products yet"),
                           tr("What you sell is listed here. Add the first product; it is on sale a moment after you "
                              "publish it."),
                           tr("New product"));
    }
    m_stack->setCurrentIndex(m_model.rowCount() == 0 && (m_stateIsError || empty) ? 1 : 0);
    emit titleChanged();
}

void CatalogPage::pendingChanged() {
    const int changes = m_model.pendingChanges();
    if (changes == 0)
        m_news->clear();
    else
        m_news->show(Tone::Info, "refresh", tr("%n product(s) changed elsewhere in this list.", nullptr, changes),
                     tr("Refresh"));
}

void CatalogPage::selectionChanged(qint64 rows) {
    m_selection->setText(rows > 1 ? tr("%1 selected").arg(m_workspace.format.count(rows)) : QString());
    emit titleChanged();
}

QString CatalogPage::count() const {
    return m_model.status() == Status::Ready ? m_workspace.format.count(m_model.rowCount()) : QString();
}

bool CatalogPage::loaded() const {
    return m_model.status() == Status::Failed ||
           (m_model.status() == Status::Ready && (m_model.rowCount() == 0 || m_model.row(0)));
}

QString CatalogPage::statusText() const {
    if (m_model.status() == Status::Loading)
        return tr("Loading…");
    if (m_model.status() == Status::Failed && m_model.rowCount() == 0)
        return {};
    return tr("%n product(s)", nullptr, m_model.rowCount())
        .replace(QString::number(m_model.rowCount()), m_workspace.format.count(m_model.rowCount()));
}

void CatalogPage::showDetails(int row) {
    const auto product = m_model.row(row);
    if (!product)
        return;
    m_details->load(product->id);
    m_drawer->setHeading(product->title);
    m_drawer->open(m_splitter);
}

void CatalogPage::edit(int row) {
    if (const auto product = m_model.row(row))
        m_workspace.open({"catalog/edit", product->id});
}

} // namespace tradepost::ui
