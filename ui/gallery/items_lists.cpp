#include "ui/gallery/items.h"
#include "ui/kit/column_button.h"
#include "ui/kit/data_grid.h"
#include "ui/kit/detail_drawer.h"
#include "ui/kit/diff_view.h"
#include "ui/kit/filter_bar.h"
#include "ui/kit/saved_views.h"
#include "ui/kit/selection_bar.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QSplitter>
#include <QStandardItemModel>

namespace tradepost::ui::gallery {

namespace {

enum Role { RawRole = Qt::UserRole, SkeletonRole, GoneRole };
enum Column { Title, Sku, State, Amount, Updated, ColumnCount };

const std::pair<const char*, Tone> kStates[] = {
    {"Published", Tone::Good}, {"Draft", Tone::Neutral}, {"Changes requested", Tone::Warn}, {"Rejected", Tone::Bad}};

// Five rows, one of them long, one gone, one not loaded yet.
QStandardItemModel* makeRows(const GalleryContext& context, QObject* parent) {
    auto* model = new QStandardItemModel(0, ColumnCount, parent);
    model->setHorizontalHeaderLabels({"Product", "SKU", "Status", "Price", "Updated"});
    model->setHeaderData(Amount, Qt::Horizontal, int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    const char* titles[] = {
        "Desk lamp, copper", "Trekking backpack, forest",
        "Professional stainless steel pour-over kettle with gooseneck spout and walnut handle, 1.2 litres, for gas",
        "Two-person tent, ivory", "Rear light, graphite"};
    for (int row = 0; row < int(std::size(titles)); ++row) {
        const QDateTime updated = context.format.now().addSecs(-row * 4'000);
        const models::Price price{4'990 + row * 3'000, "EUR"};
        const QString texts[] = {titles[row], QString("LUM-%1-CO").arg(19'355 + row), kStates[row % 4].first,
                                 context.format.money(price), context.format.relative(updated)};
        const QVariant raw[] = {texts[0], texts[1], row % 4, QVariant::fromValue(price), updated};
        QList<QStandardItem*> items;
        for (int column = 0; column < ColumnCount; ++column) {
            auto* item = new QStandardItem(texts[column]);
            item->setData(raw[column], RawRole);
            item->setData(row == 4, SkeletonRole);
            item->setData(row == 3, GoneRole);
            items.append(item);
        }
        model->appendRow(items);
    }
    return model;
}

DataGrid* makeGrid(const GalleryContext& context, bool compact) {
    const auto pill = [](const QVariant& raw) {
        const auto& [text, tone] = kStates[raw.toInt() % 4];
        return PillStyle{text, tone};
    };
    auto* grid = new DataGrid(context.theme, context.format, context.thumbnails, context.settings, "gallery",
                              {{ColumnKind::Text, 320},
                               {ColumnKind::Identifier, 128, {}, 1},
                               {ColumnKind::Status, 160, pill},
                               {ColumnKind::Money, 100},
                               {ColumnKind::Time, 112, {}, 2}},
                              {.raw = RawRole, .skeleton = SkeletonRole, .gone = GoneRole});
    grid->setAccessibleName("Products");
    grid->setModel(makeRows(context, grid));
    grid->setCompact(compact);
    grid->horizontalHeader()->setSortIndicatorShown(true);
    grid->horizontalHeader()->setSortIndicator(Amount, Qt::DescendingOrder);
    grid->setFixedHeight(36 + 5 * (compact ? DataGrid::kCompactRowHeight : DataGrid::kRowHeight));
    return grid;
}

QWidget* grids(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    sheet->add("Comfortable: text too long, a row that is gone, one that loads", {makeGrid(context, false)}, true);
    auto* compact = makeGrid(context, true);
    compact->selectionModel()->select(compact->model()->index(1, 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    sheet->add("Compact, one row selected", {compact}, true);
    return sheet;
}

QWidget* bars(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    const auto makeBar = [&] {
        return new FilterBar(context.theme, {{"state", "Status", [] { return QList<FilterField::Choice>(); }},
                                             {"brand", "Brand", {}},
                                             {"category", "Category", [] { return QList<FilterField::Choice>(); }}});
    };
    sheet->add("No filter", {makeBar()}, true);
    auto* filtered = makeBar();
    filtered->setChip("state", "Published");
    filtered->setChip("brand", "Aktiengesellschaft für Haushaltswaren & Söhne");
    auto* grid = makeGrid(context, false);
    auto* views =
        new SavedViews(context.settings, "gallery", {{"All products", "all"}, {"Published", "published"}}, filtered);
    auto* button = new ViewButton(context.theme, *views);
    button->setState("published");
    filtered->addLead(button);
    filtered->addTool(makeColumnButton(context.theme, *grid, filtered));
    sheet->add("A saved view, filters, a value too long, columns", {filtered}, true);
    auto* unsaved = makeBar();
    auto* other = new ViewButton(context.theme, *views);
    other->setState("changed");
    unsaved->addLead(other);
    sheet->add("A view that is not saved", {unsaved}, true);
    auto* selected = new QWidget;
    auto* column = new QVBoxLayout(selected);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(grid);
    auto* bar = new SelectionBar(context.theme, grid->horizontalHeader());
    bar->addAction(new QAction("Copy", bar));
    bar->addAction(new QAction("Publish", bar));
    bar->setText("14 selected");
    sheet->add("Rows are selected", {selected}, true);
    return sheet;
}

QWidget* drawer(const GalleryContext& context) {
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->setHandleWidth(1);
    auto* grid = makeGrid(context, false);
    grid->setMinimumHeight(400);
    grid->setMaximumHeight(QWIDGETSIZE_MAX);
    splitter->addWidget(grid);
    auto* panel = new DetailDrawer(context.theme, context.settings, splitter);
    panel->setHeading("Professional stainless steel pour-over kettle with gooseneck spout and walnut handle");
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(space::l, space::l, space::l, space::l);
    inside->addWidget(makeLabel(context.theme, TextStyle::Body, "What is known of the row at the left.", true));
    inside->addStretch(1);
    panel->setContent(content);
    splitter->addWidget(panel);
    splitter->resize(1000, 600);
    panel->open(splitter);
    return splitter;
}

QWidget* diff(const GalleryContext& context) {
    auto* sheet = new Sheet(context);
    auto* view = new DiffView(context.theme);
    view->setRows({{"Title", "Desk lamp, ivory", "Desk lamp with dimmer, ivory (2026)"},
                   {"Description",
                    "Made to be repaired: every part can be ordered for ten years. Ships in plastic-free packaging.",
                    "Made to be repaired: every part can be ordered for fifteen years. Ships in paper."},
                   {"Brand", "Lumen", "Lumen"},
                   {"GTIN", "", "4006381333931"},
                   {"Category", "Home › Lamps", ""}});
    sheet->add("Changed, unchanged, new, gone", {view}, true);
    return sheet;
}

} // namespace

std::vector<GalleryItem> listItems() {
    return {{"grid", "Grid", grids},
            {"bars", "Filters, views, selection", bars},
            {"drawer", "Drawer", drawer},
            {"diff", "Differences", diff}};
}

} // namespace tradepost::ui::gallery
