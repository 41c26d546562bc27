#include "models/moderation/queue_model.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::bytes;

QueueModel::QueueModel(client::ClientInterface& client, QObject* parent)
    : QAbstractListModel(parent), m_client(client) {
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &QueueModel::loadCounts);
    connect(&client, &client::ClientInterface::connectionChanged, this, [this](const auto& state) {
        if (state.phase != client::Phase::Online || m_status == Status::Idle)
            return;
        if (m_status == Status::Failed && client::isTransient(m_error))
            refresh();
        else
            loadCounts();
    });
}

void QueueModel::setWatched(bool watched) {
    if (watched)
        m_timer.start();
    else
        m_timer.stop();
}

void QueueModel::setQuery(const QueueQuery& query) {
    if (query == m_query && m_status != Status::Idle)
        return;
    m_query = query;
    beginResetModel();
    m_items.clear();
    m_nextToken.clear();
    endResetModel();
    refresh();
}

void QueueModel::refresh() {
    read(true);
    m_expected = -1;
    m_outdated = false;
    loadCounts();
}

void QueueModel::read(bool fromStart) {
    m_call.cancel();
    moderation::v1::ListQueueRequest request;
    request.set_page_size(kPageSize);
    // Items with one finding are listed by age only.
    const bool byAge = m_query.finding != FindingKind::Unknown && m_query.order == QueueQuery::Order::MostFindingsFirst;
    request.set_order(moderation::v1::ListQueueRequest::Order(byAge ? 0 : int(m_query.order)));
    request.set_finding(moderation::v1::FindingKind(m_query.finding));
    request.set_seller_id(bytes(m_query.sellerId));
    if (!fromStart)
        request.set_page_token(m_nextToken);
    m_call = m_client.call(client::methods::listQueue, request, this,
                           std::function([this, fromStart](const moderation::v1::ListQueueResponse& reply) {
                               std::vector<QueueItem> items;
                               for (const auto& item : reply.items()) {
                                   auto shown = QueueItem::fromProto(item);
                                   if (fromStart || rowOf(shown.id) < 0) // moved down while one was reading
                                       items.push_back(std::move(shown));
                               }
                               m_nextToken = reply.next_page_token();
                               if (fromStart) {
                                   beginResetModel();
                                   m_items = std::move(items);
                                   endResetModel();
                               } else if (!items.empty()) {
                                   const int first = int(m_items.size());
                                   beginInsertRows({}, first, first + int(items.size()) - 1);
                                   std::ranges::move(items, std::back_inserter(m_items));
                                   endInsertRows();
                               }
                               setStatus(Status::Ready);
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::Failed);
                           });
    setStatus(Status::Loading);
}

void QueueModel::loadCounts() {
    if (!m_client.online())
        return;
    m_countCall.cancel();
    m_countCall = m_client.call(client::methods::countQueue, moderation::v1::CountQueueRequest(), this,
                                std::function([this](const moderation::v1::QueueCounts& reply) {
                                    QueueCounts counts;
                                    counts.total = reply.total();
                                    for (const auto& each : reply.findings())
                                        counts.findings.emplace_back(FindingKind(each.kind()), each.count());
                                    for (const auto& each : reply.ages())
                                        counts.ages.emplace_back(each.days(), each.count());
                                    m_outdated = m_outdated || (m_expected >= 0 && counts.total != m_expected);
                                    m_expected = counts.total;
                                    m_counts = std::move(counts);
                                    emit countsChanged();
                                }),
                                [](const Error&) {}); // the list tells what is wrong; the next look may succeed
}

void QueueModel::setStatus(Status status) {
    if (status == m_status && status != Status::Failed)
        return;
    m_status = status;
    emit statusChanged();
}

int QueueModel::rowOf(const QString& id) const {
    const auto found = std::ranges::find(m_items, id, &QueueItem::id);
    return found == m_items.end() ? -1 : int(found - m_items.begin());
}

bool QueueModel::heldByOther(const QueueItem& item) const {
    return !item.claimedBy.isEmpty() && item.claimedBy != m_client.user().id;
}

QString QueueModel::freeAfter(int row) const {
    for (int at = std::max(0, row + 1); at < int(m_items.size()); ++at) {
        if (!heldByOther(m_items[std::size_t(at)]))
            return m_items[std::size_t(at)].id;
    }
    return {};
}

QString QueueModel::freeBefore(int row) const {
    for (int at = std::min(row, int(m_items.size())) - 1; at >= 0; --at) {
        if (!heldByOther(m_items[std::size_t(at)]))
            return m_items[std::size_t(at)].id;
    }
    return {};
}

QString QueueModel::freeNear(int row) const {
    const QString after = freeAfter(row - 1);
    return after.isEmpty() ? freeBefore(row) : after;
}

QueueItem QueueModel::take(int row) {
    beginRemoveRows({}, row, row);
    QueueItem item = std::move(m_items[std::size_t(row)]);
    m_items.erase(m_items.begin() + row);
    if (m_counts.total > 0)
        m_expected = --m_counts.total;
    endRemoveRows();
    if (m_items.empty())
        fetchMore({}); // no view asks for more below nothing
    emit countsChanged();
    return item;
}

void QueueModel::put(const QueueItem& item, int row) {
    const int listed = rowOf(item.id);
    if (listed >= 0) {
        m_items[std::size_t(listed)] = item;
        emit dataChanged(index(listed), index(listed));
        return;
    }
    row = std::clamp(row, 0, int(m_items.size()));
    beginInsertRows({}, row, row);
    m_items.insert(m_items.begin() + row, item);
    if (m_counts.total >= 0)
        m_expected = ++m_counts.total;
    endInsertRows();
    emit countsChanged();
}

void QueueModel::drop(const QString& id) {
    if (const int row = rowOf(id); row >= 0)
        take(row);
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_items.size());
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const QueueItem& item = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return item.title;
    case Qt::AccessibleTextRole:
        return item.title + ", " + tr("%n finding(s)", nullptr, int(item.findings.size())) +
               (heldByOther(item) ? ", " + tr("another moderator is at it") : QString());
    case ItemRole:
        return QVariant::fromValue(item);
    case IdRole:
        return item.id;
    default:
        return {};
    }
}

bool QueueModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_nextToken.empty() && m_status == Status::Ready;
}

void QueueModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        read(false);
}

} // namespace tradepost::models
