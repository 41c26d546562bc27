#include "models/catalog/product_list_model.h"

#include "models/catalog/category_tree_model.h"
#include "models/client/methods.h"

#include <QLocale>
#include <QSet>

namespace tradepost::models {

using client::bytes;

ProductListModel::ProductListModel(client::ClientInterface& client, const CategoryTreeModel& categories,
                                   QObject* parent)
    : QAbstractTableModel(parent), m_client(client), m_categories(categories) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ProductListModel::fetchPages);
    connect(&m_categories, &CategoryTreeModel::loadedChanged, this, [this] {
        if (m_rowCount > 0)
            emit dataChanged(index(0, Category), index(m_rowCount - 1, Category), {Qt::DisplayRole});
    });
    connect(&m_client, &client::ClientInterface::connectionChanged, this, [this](const auto& state) {
        if (state.phase != client::Phase::Online)
            return;
        m_retries = 0;
        if (m_status == Status::Failed && client::isTransient(m_error))
            createSnapshot(m_rowCount > 0);
        else if (m_status == Status::Ready)
            fetchPages();
    });
    m_stream = std::make_unique<ChangeStream>(
        m_client, client::methods::watchProducts,
        [this] {
            catalog::v1::WatchProductsRequest request;
            *request.mutable_after() = m_position;
            return request;
        },
        [this](const ChangeStream::Items& changes) { applyChanges(changes); }, this);
    // The log no longer reaches back to where we were: read the list again and watch from there.
    connect(m_stream.get(), &ChangeStream::refused, this, [this](const Error& error) {
        if (error.code == Code::Aborted)
            createSnapshot(true);
    });
}

void ProductListModel::setQuery(const ProductQuery& query) {
    if (query == m_query && m_status != Status::Idle && m_status != Status::Failed)
        return;
    m_query = query;
    createSnapshot(false);
}

void ProductListModel::refresh() {
    createSnapshot(m_rowCount > 0);
}

void ProductListModel::createSnapshot(bool keepRows) {
    m_snapshotCall.cancel();
    for (auto& [page, handle] : m_requests)
        handle.cancel();
    m_requests.clear();
    m_retry.stop();
    if (!keepRows) {
        beginResetModel();
        m_stream->stop();
        m_snapshot.clear();
        m_rowCount = 0;
        m_pages.clear();
        m_stale.clear();
        m_rowById.clear();
        m_firstVisible = m_lastVisible = 0;
        endResetModel();
        setStatus(Status::Loading);
    }
    catalog::v1::CreateProductSnapshotRequest request;
    request.set_filter(bytes(m_query.filter()));
    request.set_order_by(bytes(m_query.orderBy()));
    m_snapshotCall = m_client.call(client::methods::createProductSnapshot, request, this,
                                   std::function([this, keepRows](const catalog::v1::ProductSnapshot& snapshot) {
                                       adoptSnapshot(snapshot, keepRows);
                                   }),
                                   [this](const Error& error) {
                                       m_error = error;
                                       setStatus(Status::Failed);
                                   },
                                   {.timeoutMs = 30'000});
}

void ProductListModel::adoptSnapshot(const catalog::v1::ProductSnapshot& snapshot, bool keepRows) {
    m_snapshot = snapshot.id();
    m_position = snapshot.position();
    m_retries = 0;
    const int count = int(std::min<std::int64_t>(snapshot.row_count(), std::numeric_limits<int>::max() / 64));
    if (keepRows) {
        m_stale.clear();
        for (const auto& [page, rows] : m_pages)
            m_stale.push_back(page);
    }
    setRowCount(count);
    clearPending();
    setStatus(Status::Ready);
    fetchPages();
    startWatching();
}

// Grows or shrinks at the end, so that a view keeps selection and scroll.
void ProductListModel::setRowCount(int count) {
    if (count > m_rowCount) {
        beginInsertRows({}, m_rowCount, count - 1);
        m_rowCount = count;
        endInsertRows();
    } else if (count < m_rowCount) {
        beginRemoveRows({}, count, m_rowCount - 1);
        m_rowCount = count;
        const int firstGone = (count + kPageSize - 1) / kPageSize;
        m_pages.erase(m_pages.lower_bound(firstGone), m_pages.end());
        m_rowById.removeIf([count](const auto& entry) { return entry.value() >= count; });
        endRemoveRows();
    }
}

void ProductListModel::setVisibleRows(int first, int last) {
    m_firstVisible = std::max(0, first);
    m_lastVisible = std::max(m_firstVisible, last);
    fetchPages();
}

void ProductListModel::fetchPages() {
    if (m_snapshot.empty() || m_rowCount == 0)
        return;
    const int lastPage = (m_rowCount - 1) / kPageSize;
    const int firstSeen = std::min(m_firstVisible / kPageSize, lastPage);
    const int lastSeen = std::min(m_lastVisible / kPageSize, lastPage);
    // A page dragged past is not worth its bytes any more.
    for (auto it = m_requests.begin(); it != m_requests.end();) {
        if (it->first < firstSeen - kPrefetchPages - 1 || it->first > lastSeen + kPrefetchPages + 1) {
            it->second.cancel();
            it = m_requests.erase(it);
        } else {
            ++it;
        }
    }
    std::vector<int> wanted;
    for (int page = firstSeen; page <= lastSeen; ++page)
        wanted.push_back(page);
    for (int step = 1; step <= kPrefetchPages; ++step) {
        wanted.push_back(lastSeen + step);
        wanted.push_back(firstSeen - step);
    }
    for (const int page : wanted) {
        if (page < 0 || page > lastPage || m_requests.contains(page))
            continue;
        if (const auto it = m_pages.find(page); it != m_pages.end()) {
            it->second.used = ++m_useClock;
            if (std::ranges::find(m_stale, page) == m_stale.end())
                continue;
        }
        if (int(m_requests.size()) >= kMaxRequests)
            return; // an arriving page asks again
        requestPage(page);
    }
}

void ProductListModel::requestPage(int page) {
    catalog::v1::ReadProductSnapshotRequest request;
    request.set_id(m_snapshot);
    request.set_start(std::int64_t(page) * kPageSize);
    request.set_size(kPageSize);
    m_requests[page] = m_client.call(client::methods::readProductSnapshot, request, this,
                                     std::function([this, page](const catalog::v1::ReadProductSnapshotResponse& reply) {
                                         pageArrived(page, reply);
                                     }),
                                     [this, page](const Error& error) { pageFailed(page, error); });
}

void ProductListModel::pageArrived(int page, const catalog::v1::ReadProductSnapshotResponse& reply) {
    m_requests.erase(page);
    m_retries = 0;
    const int first = page * kPageSize;
    const int expected = std::min(kPageSize, m_rowCount - first);
    if (expected <= 0)
        return;
    std::erase(m_stale, page);
    if (const auto old = m_pages.find(page); old != m_pages.end()) {
        for (const ProductRow& row : old->second.rows)
            m_rowById.remove(row.id);
    }
    Page& target = m_pages[page];
    target.used = ++m_useClock;
    target.rows.assign(std::size_t(expected), {});
    for (const auto& item : reply.rows()) {
        const auto offset = item.ordinal() - first;
        if (offset < 0 || offset >= expected)
            continue;
        ProductRow& row = target.rows[std::size_t(offset)];
        row = ProductRow::fromProto(item);
        m_rowById.insert(row.id, int(item.ordinal()));
    }
    emit dataChanged(index(first, 0), index(first + expected - 1, ColumnCount - 1));
    evict();
    fetchPages();
}

void ProductListModel::pageFailed(int page, const Error& error) {
    m_requests.erase(page);
    if (error.code == Code::NotFound) { // the snapshot expired
        createSnapshot(true);
        return;
    }
    if (!client::isTransient(error) && error.code != Code::ResourceExhausted) {
        m_error = error;
        setStatus(Status::Failed);
        return;
    }
    if (!m_retry.isActive())
        m_retry.start(client::backoffMs(++m_retries, 0.5));
}

void ProductListModel::evict() {
    while (int(m_pages.size()) > kMaxPages) {
        const auto oldest = std::ranges::min_element(m_pages, {}, [](const auto& entry) { return entry.second.used; });
        for (const ProductRow& row : oldest->second.rows)
            m_rowById.remove(row.id);
        std::erase(m_stale, oldest->first);
        m_pages.erase(oldest);
    }
}

void ProductListModel::startWatching() {
    m_stream->start();
}

void ProductListModel::applyChanges(const std::vector<std::shared_ptr<const catalog::v1::ProductChanges>>& changes) {
    int first = std::numeric_limits<int>::max();
    int last = -1;
    const int pendingBefore = pendingChanges();
    for (const auto& batch : changes) {
        m_position = batch->position();
        for (const auto& change : batch->rows()) {
            const QString id = client::text(change.id());
            const int at = m_rowById.value(id, -1);
            if (at < 0) {
                if (m_pending.size() < kMaxPending)
                    m_pending.insert(id);
                continue;
            }
            ProductRow& row = m_pages[at / kPageSize].rows[std::size_t(at % kPageSize)];
            row = ProductRow::fromProto(change);
            first = std::min(first, at);
            last = std::max(last, at);
        }
    }
    // One notice for the batch, clipped to what anyone can see: views repaint nothing else.
    if (last >= 0)
        emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
    if (pendingChanges() != pendingBefore)
        emit pendingChangesChanged();
}

void ProductListModel::clearPending() {
    if (m_pending.isEmpty())
        return;
    m_pending.clear();
    emit pendingChangesChanged();
}

void ProductListModel::setStatus(Status status) {
    if (status == m_status && status != Status::Failed)
        return;
    m_status = status;
    emit statusChanged();
}

std::optional<ProductRow> ProductListModel::row(int row) const {
    const auto page = m_pages.find(row / kPageSize);
    if (row < 0 || page == m_pages.end() || std::size_t(row % kPageSize) >= page->second.rows.size())
        return std::nullopt;
    const ProductRow& found = page->second.rows[std::size_t(row % kPageSize)];
    return found.id.isEmpty() ? std::nullopt : std::optional(found);
}

int ProductListModel::rowOf(const QString& productId) const {
    return m_rowById.value(productId, -1);
}

int ProductListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rowCount;
}

QVariant ProductListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rowCount)
        return {};
    const auto row = this->row(index.row());
    if (!row)
        return role == SkeletonRole ? QVariant(true) : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        return displayText(*row, index.column());
    case Qt::AccessibleTextRole:
        return headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + ": " +
               displayText(*row, index.column());
    case RawRole:
        return rawValue(*row, index.column());
    case SkeletonRole:
        return false;
    case IdRole:
        return row->id;
    case ImageRole:
        return row->imageUrl;
    case GoneRole:
        return row->gone;
    default:
        return {};
    }
}

QVariant ProductListModel::rawValue(const ProductRow& row, int column) const {
    switch (column) {
    case State:
        return QVariant::fromValue(row.state);
    case PriceColumn:
        return QVariant::fromValue(row.price);
    case Updated:
        return row.updated;
    case Category:
        return row.categoryId;
    default:
        return displayText(row, column);
    }
}

// Plain text, as copied and read aloud; delegates paint money and dates by locale from the raw value.
QString ProductListModel::displayText(const ProductRow& row, int column) const {
    switch (column) {
    case Title:
        return row.title;
    case Sku:
        return row.sku;
    case Brand:
        return row.brand;
    case Category:
        return m_categories.name(row.categoryId);
    case State:
        return stateToken(row.state);
    case PriceColumn: {
        if (!row.price.valid())
            return {};
        const int digits = currencyDigits(row.price.currency);
        QString figures = QString::number(std::abs(row.price.minor)).rightJustified(digits + 1, '0');
        if (digits > 0)
            figures.insert(figures.size() - digits, '.');
        return (row.price.minor < 0 ? "-" : "") + figures + ' ' + row.price.currency;
    }
    case Updated:
        return row.updated.toString(Qt::ISODate);
    default:
        return {};
    }
}

QVariant ProductListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == PriceColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    switch (section) {
    case Title:
        return tr("Product");
    case Sku:
        return tr("SKU");
    case Brand:
        return tr("Brand");
    case Category:
        return tr("Category");
    case State:
        return tr("Status");
    case PriceColumn:
        return tr("Price");
    case Updated:
        return tr("Updated");
    default:
        return {};
    }
}

QString ProductListModel::fieldOf(int column) {
    switch (column) {
    case Title:
        return "title";
    case Brand:
        return "brand";
    case State:
        return "state";
    case PriceColumn:
        return "price";
    case Updated:
        return "update_time";
    default:
        return {};
    }
}

void ProductListModel::sort(int column, Qt::SortOrder order) {
    if (!sortable(column))
        return;
    ProductQuery query = m_query;
    query.sortField = fieldOf(column);
    query.descending = order == Qt::DescendingOrder;
    setQuery(query);
}

} // namespace tradepost::models
