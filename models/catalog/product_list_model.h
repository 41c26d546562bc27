#pragma once

#include "models/catalog/product_query.h"
#include "models/client/live_stream.h"

#include <QAbstractTableModel>

#include <QSet>
#include <map>

#include <optional>

namespace tradepost::models {

class CategoryTreeModel;

// A catalog list of any length. A query is fixed by a snapshot at the server; rows are read by ordinal in pages, the
// pages around the visible rows first, kMaxPages of them kept. Rows not here yet answer true to SkeletonRole.
//
// Live changes update the loaded rows, in place and in batches: nothing moves under the user's hands. Changes of
// products that are not among them are only counted (pendingChanges) until refresh(). A snapshot that expired at the
// server is replaced without a reset, so selection and scroll stay.
class ProductListModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Title, Sku, Brand, Category, State, PriceColumn, Updated, ColumnCount };
    enum Roles {
        RawRole = Qt::UserRole, // the value itself: Price, ProductState, QDateTime, QString
        SkeletonRole,           // bool: not loaded yet
        IdRole,                 // product id
        ImageRole,              // thumbnail's URL
        GoneRole,               // bool: archived since the snapshot was made
    };
    static constexpr int kPageSize = 100;
    static constexpr int kMaxPages = 48;
    static constexpr int kPrefetchPages = 1;
    static constexpr int kMaxRequests = 4; // in flight

    enum class Status { Idle, Loading, Ready, Failed };

    // `categories` names the categories of rows; it must outlive the model.
    ProductListModel(client::ClientInterface& client, const CategoryTreeModel& categories, QObject* parent = nullptr);

    // Shows another query: resets, starts at the top.
    void setQuery(const ProductQuery& query);
    const ProductQuery& query() const { return m_query; }
    // The same query anew, without a reset: new rows appear, gone ones leave.
    void refresh();
    // Rows the view shows now; pages around them are read, requests for pages far away are cancelled.
    void setVisibleRows(int first, int last);

    Status status() const { return m_status; }
    const Error& error() const { return m_error; } // of Failed
    int pendingChanges() const { return int(m_pending.size()); }
    std::optional<ProductRow> row(int row) const; // nullopt while not loaded
    int rowOf(const QString& productId) const;    // among loaded rows; -1
    int loadedPages() const { return int(m_pages.size()); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // Sorts at the server; columns the contract cannot sort are ignored.
    void sort(int column, Qt::SortOrder order) override;
    static bool sortable(int column) { return !fieldOf(column).isEmpty(); }
    static QString fieldOf(int column); // the contract's name; empty when it cannot be sorted

signals:
    void statusChanged();
    void pendingChangesChanged();

private:
    struct Page {
        std::vector<ProductRow> rows;
        quint64 used = 0;
    };

    void createSnapshot(bool keepRows);
    void adoptSnapshot(const catalog::v1::ProductSnapshot& snapshot, bool keepRows);
    void setRowCount(int count);
    void fetchPages();
    void requestPage(int page);
    void pageArrived(int page, const catalog::v1::ReadProductSnapshotResponse& reply);
    void pageFailed(int page, const Error& error);
    void evict();
    void startWatching();
    void applyChanges(const std::vector<std::shared_ptr<const catalog::v1::ProductChanges>>& changes);
    void setStatus(Status status);
    void clearPending();
    QString displayText(const ProductRow& row, int column) const;
    QVariant rawValue(const ProductRow& row, int column) const;

    client::ClientInterface& m_client;
    const CategoryTreeModel& m_categories;
    ProductQuery m_query;
    Status m_status = Status::Idle;
    Error m_error;

    std::string m_snapshot;
    int m_rowCount = 0;
    common::v1::LogPosition m_position; // of the last change applied
    client::CallHandle m_snapshotCall;
    std::map<int, Page> m_pages;
    std::map<int, client::CallHandle> m_requests;
    std::vector<int> m_stale;      // pages shown from before the snapshot was replaced
    QHash<QString, int> m_rowById; // of loaded rows
    quint64 m_useClock = 0;
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    QTimer m_retry;
    int m_retries = 0;

    using ChangeStream = client::LiveStream<catalog::v1::WatchProductsRequest, catalog::v1::ProductChanges>;
    std::unique_ptr<ChangeStream> m_stream;
    QSet<QString> m_pending; // products changed but not among the loaded rows; at most kMaxPending
    static constexpr int kMaxPending = 10'000;
};

} // namespace tradepost::models
