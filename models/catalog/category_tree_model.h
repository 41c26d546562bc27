#pragma once

#include "models/client/client_interface.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <QAbstractItemModel>

#include <vector>

namespace tradepost::models {

// The whole category tree, read page by page and shown once it is complete: a store has hundreds of them, at most
// kMaxCategories are kept. Values only; nodes are addressed by position.
class CategoryTreeModel final : public QAbstractItemModel {
    Q_OBJECT
public:
    static constexpr int kMaxCategories = 20'000;
    enum Roles { IdRole = Qt::UserRole, PathRole };

    explicit CategoryTreeModel(client::ClientInterface& client, QObject* parent = nullptr);

    // Reads anew; what is shown stays until the answer is complete.
    void load();
    bool loaded() const { return m_loaded; }
    QString name(const QString& categoryId) const; // empty when unknown
    QString path(const QString& categoryId) const; // "Electronics › Audio"
    struct Entry {
        QString id;
        QString path;
        int depth = 0;
    };
    std::vector<Entry> entries() const; // every category, depth first
    // BCP 47; names in it are shown where the store has them. Takes effect with the next load().
    void setLanguage(const QString& language) { m_language = language; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return 1; }
    QVariant data(const QModelIndex& index, int role) const override;

signals:
    void loadedChanged();
    void failed(const tradepost::Error& error);

private:
    struct Node {
        QString id;
        QString name;
        QString path;
        int parent = -1;
        int row = 0;
        int depth = 0;
        std::vector<int> children;
    };

    void requestPage(const std::string& token);
    void append(const catalog::v1::ListCategoriesResponse& page);
    void finish();
    const std::vector<int>& childrenOf(const QModelIndex& parent) const;

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QString m_language;
    std::vector<Node> m_nodes;
    std::vector<int> m_roots;
    QHash<QString, int> m_byId;
    std::vector<Node> m_incoming;
    QHash<QString, int> m_incomingById;
    bool m_loaded = false;
};

} // namespace tradepost::models
