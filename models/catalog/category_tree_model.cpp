#include "models/catalog/category_tree_model.h"

#include "models/client/methods.h"

namespace tradepost::models {

using client::text;

CategoryTreeModel::CategoryTreeModel(client::ClientInterface& client, QObject* parent)
    : QAbstractItemModel(parent), m_client(client) {}

void CategoryTreeModel::load() {
    m_call.cancel();
    m_incoming.clear();
    m_incomingById.clear();
    requestPage({});
}

void CategoryTreeModel::requestPage(const std::string& token) {
    catalog::v1::ListCategoriesRequest request;
    request.set_page_size(1000);
    request.set_page_token(token);
    m_call = m_client.call(client::methods::listCategories, request, this,
                           std::function([this](const catalog::v1::ListCategoriesResponse& page) {
                               append(page);
                               if (page.next_page_token().empty() || m_incoming.size() >= kMaxCategories)
                                   finish();
                               else
                                   requestPage(page.next_page_token());
                           }),
                           [this](const Error& error) { emit failed(error); });
}

void CategoryTreeModel::append(const catalog::v1::ListCategoriesResponse& page) {
    for (const auto& category : page.categories()) {
        Node node;
        node.id = text(category.id());
        node.name = text(category.name());
        if (const auto named = category.names().find(client::bytes(m_language)); named != category.names().end())
            node.name = text(named->second);
        // Depth first: a parent comes before its children. An unknown parent makes a root.
        node.parent = m_incomingById.value(text(category.parent_id()), -1);
        node.path = node.name;
        if (node.parent >= 0) {
            const Node& parent = m_incoming[std::size_t(node.parent)];
            node.path = parent.path + QStringLiteral(" › ") + node.name;
            node.depth = parent.depth + 1;
        }
        m_incomingById.insert(node.id, int(m_incoming.size()));
        m_incoming.push_back(std::move(node));
    }
}

void CategoryTreeModel::finish() {
    beginResetModel();
    m_nodes = std::exchange(m_incoming, {});
    m_byId = std::exchange(m_incomingById, {});
    m_roots.clear();
    for (int i = 0; i < int(m_nodes.size()); ++i) {
        Node& node = m_nodes[std::size_t(i)];
        auto& siblings = node.parent < 0 ? m_roots : m_nodes[std::size_t(node.parent)].children;
        node.row = int(siblings.size());
        siblings.push_back(i);
    }
    m_loaded = true;
    endResetModel();
    emit loadedChanged();
}

QString CategoryTreeModel::name(const QString& categoryId) const {
    const int at = m_byId.value(categoryId, -1);
    return at < 0 ? QString() : m_nodes[std::size_t(at)].name;
}

QString CategoryTreeModel::path(const QString& categoryId) const {
    const int at = m_byId.value(categoryId, -1);
    return at < 0 ? QString() : m_nodes[std::size_t(at)].path;
}

std::vector<CategoryTreeModel::Entry> CategoryTreeModel::entries() const {
    std::vector<Entry> result;
    result.reserve(m_nodes.size());
    for (const Node& node : m_nodes)
        result.push_back({node.id, node.path, node.depth});
    return result;
}

const std::vector<int>& CategoryTreeModel::childrenOf(const QModelIndex& parent) const {
    return parent.isValid() ? m_nodes[std::size_t(parent.internalId())].children : m_roots;
}

QModelIndex CategoryTreeModel::index(int row, int column, const QModelIndex& parent) const {
    const auto& children = childrenOf(parent);
    if (row < 0 || row >= int(children.size()) || column != 0)
        return {};
    return createIndex(row, 0, quintptr(children[std::size_t(row)]));
}

QModelIndex CategoryTreeModel::parent(const QModelIndex& child) const {
    if (!child.isValid())
        return {};
    const int parent = m_nodes[std::size_t(child.internalId())].parent;
    return parent < 0 ? QModelIndex() : createIndex(m_nodes[std::size_t(parent)].row, 0, quintptr(parent));
}

int CategoryTreeModel::rowCount(const QModelIndex& parent) const {
    return int(childrenOf(parent).size());
}

QVariant CategoryTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Node& node = m_nodes[std::size_t(index.internalId())];
    switch (role) {
    case Qt::DisplayRole:
        return node.name;
    case IdRole:
        return node.id;
    case PathRole:
    case Qt::ToolTipRole:
        return node.path;
    default:
        return {};
    }
}

} // namespace tradepost::models
