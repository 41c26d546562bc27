#include "ui/kit/data_grid.h"

#include "models/media/thumbnail_store.h"
#include "ui/kit/grid_header.h"
#include "ui/kit/settings.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScrollBar>

namespace tradepost::ui {

namespace {
constexpr int kMinColumn = 56;
} // namespace

DataGrid::DataGrid(const Theme& theme, const Format& format, models::ThumbnailStore* thumbnails, Settings& settings,
                   QString name, std::vector<GridColumn> columns, GridRoles roles, QWidget* parent)
    : QTableView(parent), m_theme(theme), m_settings(settings), m_name(std::move(name)), m_columns(std::move(columns)),
      m_roles(roles), m_delegate(new GridDelegate(theme, format, thumbnails, m_columns, roles, this)) {
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setMouseTracking(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(kCompactRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    auto* header = new GridHeader(theme, this);
    setHorizontalHeader(header);
    header->setMinimumSectionSize(kMinColumn);
    connect(header, &QHeaderView::sectionResized, this, [this](int, int, int) {
        if (!m_fitting)
            m_settings.setColumns(m_name, horizontalHeader()->saveState());
    });
    connect(this, &QTableView::doubleClicked, this, &DataGrid::opened);
    if (thumbnails)
        connect(thumbnails, &models::ThumbnailStore::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void DataGrid::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        m_announced = {-1, -1};
        scrollToTop();
        emit selectionCountChanged(0);
    });
    connect(model, &QAbstractItemModel::rowsInserted, this, [this] { m_announced = {-1, -1}; });
    const QStringList hidden = m_settings.hiddenColumns(m_name);
    for (const QString& column : hidden)
        m_unwanted.insert(column.toInt());
    m_fitting = true;
    const QByteArray remembered = m_settings.columns(m_name);
    if (remembered.isEmpty() || !horizontalHeader()->restoreState(remembered)) {
        for (int column = 0; column < int(m_columns.size()); ++column)
            setColumnWidth(column, m_columns[std::size_t(column)].width);
    }
    horizontalHeader()->setSectionsClickable(true);
    m_fitting = false;
    fitColumns();
}

void DataGrid::setCompact(bool compact) {
    if (compact == m_compact)
        return;
    m_compact = compact;
    const int top = rowAt(0);
    verticalHeader()->setDefaultSectionSize(compact ? kCompactRowHeight : kRowHeight);
    if (top > 0)
        scrollTo(model()->index(top, 0), PositionAtTop);
    announceVisible();
}

void DataGrid::setStretchColumn(int column, int minWidth) {
    m_stretch = column;
    m_stretchWidth = minWidth;
    fitColumns();
}

// One column takes what the others leave; where that is too little, columns go in the order of their rank.
void DataGrid::fitColumns() {
    if (!model() || model()->columnCount() == 0)
        return;
    m_fitting = true;
    int others = 0;
    std::vector<int> dispensable;
    for (int column = 0; column < model()->columnCount(); ++column) {
        setColumnHidden(column, !columnShown(column));
        if (!columnShown(column) || column == m_stretch)
            continue;
        others += columnWidth(column);
        if (m_columns[std::size_t(column)].rank > 0)
            dispensable.push_back(column);
    }
    std::ranges::sort(dispensable, std::greater(), [this](int column) { return m_columns[std::size_t(column)].rank; });
    for (const int column : dispensable) {
        if (others + m_stretchWidth <= viewport()->width())
            break;
        others -= columnWidth(column);
        setColumnHidden(column, true);
    }
    setColumnWidth(m_stretch, std::max(viewport()->width() - others, m_stretchWidth));
    m_fitting = false;
}

void DataGrid::setColumnShown(int column, bool shown) {
    if (column <= 0)
        return;
    if (shown)
        m_unwanted.remove(column);
    else
        m_unwanted.insert(column);
    QStringList hidden;
    for (const int unwanted : std::as_const(m_unwanted))
        hidden.append(QString::number(unwanted));
    m_settings.setHiddenColumns(m_name, hidden);
    fitColumns();
}

void DataGrid::resetColumns() {
    m_unwanted.clear();
    m_settings.setHiddenColumns(m_name, {});
    m_settings.setColumns(m_name, {});
    m_fitting = true;
    for (int column = 0; column < int(m_columns.size()); ++column)
        setColumnWidth(column, m_columns[std::size_t(column)].width);
    m_fitting = false;
    fitColumns();
}

qint64 DataGrid::selectedRowCount() const {
    if (!selectionModel())
        return 0;
    qint64 rows = 0;
    const QItemSelection selection = selectionModel()->selection();
    for (const auto& range : selection) {
        if (range.left() == 0) // whole rows: each is counted in its first column
            rows += range.height();
    }
    return rows;
}

QString DataGrid::selectionAsTsv(int* skipped) const {
    int missing = 0;
    int taken = 0;
    QStringList lines;
    const auto clean = [](QString text) { return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' '); };
    QStringList head;
    for (int column = 0; column < model()->columnCount(); ++column)
        head.append(clean(model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()));
    lines.append(head.join('\t'));
    QList<QItemSelectionRange> ranges = selectionModel()->selection();
    std::ranges::sort(ranges, {}, [](const auto& range) { return range.top(); });
    for (const auto& range : ranges) {
        if (range.left() != 0)
            continue;
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const bool loaded = m_roles.skeleton < 0 || !model()->index(row, 0).data(m_roles.skeleton).toBool();
            if (!loaded || taken >= kMaxCopiedRows) {
                missing += range.bottom() - row + 1 > kMaxCopiedRows ? range.bottom() - row + 1 : 1;
                if (missing > kMaxCopiedRows)
                    break;
                continue;
            }
            ++taken;
            QStringList cells;
            for (int column = 0; column < model()->columnCount(); ++column)
                cells.append(clean(model()->index(row, column).data(Qt::DisplayRole).toString()));
            lines.append(cells.join('\t'));
        }
    }
    if (skipped)
        *skipped = missing;
    return taken == 0 ? QString() : lines.join('\n') + '\n';
}

void DataGrid::copySelection() {
    int skipped = 0;
    const QString tsv = selectionAsTsv(&skipped);
    if (tsv.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(tsv);
    emit copied(int(tsv.count('\n')) - 1, skipped);
}

void DataGrid::keyPressEvent(QKeyEvent* event) {
    const QModelIndex current = currentIndex();
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Space:
        if (current.isValid())
            selectionModel()->select(current, QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current.isValid())
            emit opened(current);
        return;
    case Qt::Key_F2:
        if (current.isValid())
            emit editRequested(current);
        return;
    case Qt::Key_Escape:
        if (selectedRowCount() > 0) {
            clearSelection();
            return;
        }
        break;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

void DataGrid::setHovered(int row) {
    if (row == m_hovered)
        return;
    const int before = std::exchange(m_hovered, row);
    m_delegate->setHoveredRow(row);
    for (const int changed : {before, row}) {
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), rowHeight(changed));
    }
}

void DataGrid::mouseMoveEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    setHovered(index.row());
    const bool onAction =
        index.isValid() && index.column() == 0 && GridDelegate::actionRect(visualRect(index)).contains(event->pos());
    viewport()->setCursor(onAction ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QTableView::mouseMoveEvent(event);
}

void DataGrid::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier && index.isValid() &&
        index.column() == 0 && GridDelegate::actionRect(visualRect(index)).contains(event->pos()))
        emit editRequested(index);
}

void DataGrid::leaveEvent(QEvent* event) {
    setHovered(-1);
    QTableView::leaveEvent(event);
}

void DataGrid::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
    announceVisible();
}

void DataGrid::scrollContentsBy(int dx, int dy) {
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0)
        announceVisible();
}

void DataGrid::paintEvent(QPaintEvent* event) {
    if (m_announced.first < 0)
        announceVisible();
    QTableView::paintEvent(event);
}

void DataGrid::announceVisible() {
    if (!model() || model()->rowCount() == 0)
        return;
    const int first = std::max(0, rowAt(0));
    int last = rowAt(viewport()->height() - 1);
    if (last < 0)
        last = model()->rowCount() - 1;
    if (m_announced == std::pair(first, last))
        return;
    m_announced = {first, last};
    emit visibleRowsChanged(first, last);
}

void DataGrid::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTableView::selectionChanged(selected, deselected);
    emit selectionCountChanged(selectedRowCount());
}

} // namespace tradepost::ui
