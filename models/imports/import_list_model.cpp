#include "models/imports/import_list_model.h"

#include "models/client/methods.h"

namespace tradepost::models {

namespace v1 = imports::v1;

ImportListModel::ImportListModel(client::ClientInterface& client, QObject* parent)
    : QAbstractTableModel(parent), m_client(client) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ImportListModel::refresh);
    connect(&client, &client::ClientInterface::connectionChanged, this, [this] {
        if (m_client.online() && m_status == Status::Failed)
            refresh();
    });
    connect(&client, &client::ClientInterface::userChanged, this, [this] {
        if (m_client.user().id == m_userId)
            return;
        m_call.cancel(); // another person must not see this one's imports
        beginResetModel();
        m_imports.clear();
        m_next.clear();
        endResetModel();
        setStatus(Status::Idle);
    });
}

void ImportListModel::setWatched(bool watched) {
    m_watched = watched;
    if (watched)
        refresh();
    else
        m_timer.stop();
}

void ImportListModel::refresh() {
    m_userId = m_client.user().id;
    read({});
}

void ImportListModel::read(const std::string& token) {
    m_timer.stop();
    m_call.cancel();
    v1::ListImportsRequest request;
    request.set_page_size(kPageSize);
    request.set_page_token(token);
    m_call = m_client.call(client::methods::listImports, request, this,
                           std::function([this, newest = token.empty()](const v1::ListImportsResponse& reply) {
                               if (newest)
                                   mergeNewest(reply);
                               else
                                   append(reply);
                               const bool running = std::ranges::any_of(m_imports, &Import::running);
                               if (m_watched && running)
                                   m_timer.start(kRunningMs);
                               setStatus(Status::Ready);
                           }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::Failed);
                           });
    if (m_status != Status::Ready) // what is shown stays while it is looked at again
        setStatus(Status::Loading);
}

void ImportListModel::mergeNewest(const v1::ListImportsResponse& reply) {
    std::vector<Import> fresh;
    for (const auto& proto : reply.imports())
        fresh.push_back(Import::fromProto(proto));
    // New ones stand before the first that is known.
    std::size_t added = 0;
    while (added < fresh.size() && (m_imports.empty() || fresh[added].id != m_imports.front().id))
        ++added;
    if (added == fresh.size()) { // nothing in common
        beginResetModel();
        m_imports = std::move(fresh);
        m_next = reply.next_page_token();
        endResetModel();
        return;
    }
    if (added > 0) {
        beginInsertRows({}, 0, int(added) - 1);
        m_imports.insert(m_imports.begin(), fresh.begin(), fresh.begin() + std::ptrdiff_t(added));
        endInsertRows();
    }
    for (std::size_t row = added; row < fresh.size() && row < m_imports.size(); ++row) {
        if (fresh[row] == m_imports[row])
            continue;
        m_imports[row] = fresh[row];
        emit dataChanged(index(int(row), 0), index(int(row), ColumnCount - 1));
    }
}

void ImportListModel::append(const v1::ListImportsResponse& reply) {
    m_next = reply.next_page_token();
    if (reply.imports_size() == 0)
        return;
    beginInsertRows({}, int(m_imports.size()), int(m_imports.size()) + reply.imports_size() - 1);
    for (const auto& proto : reply.imports())
        m_imports.push_back(Import::fromProto(proto));
    endInsertRows();
}

bool ImportListModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_status == Status::Ready && !m_next.empty() && !m_call.active();
}

void ImportListModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        read(m_next);
}

QVariant ImportListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Import& import = m_imports[std::size_t(index.row())];
    if (role == IdRole)
        return import.id;
    if (role != Qt::DisplayRole && role != RawRole)
        return {};
    switch (index.column()) {
    case File:
        return import.fileName;
    case State:
        return QVariant::fromValue(import);
    case Products:
        return import.created + import.updated + import.unchanged;
    case Errors:
        return import.failed;
    case Started:
        return import.made;
    default:
        return {};
    }
}

QVariant ImportListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Products || section == Errors ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case File:
        return tr("File");
    case State:
        return tr("Status");
    case Products:
        return tr("Products");
    case Errors:
        return tr("Errors");
    case Started:
        return tr("Started");
    default:
        return {};
    }
}

void ImportListModel::setStatus(Status status) {
    m_status = status;
    emit statusChanged();
}

} // namespace tradepost::models
