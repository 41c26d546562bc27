#pragma once

#include "models/client/client_interface.h"
#include "models/imports/import.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace tradepost::models {

// The person's imports, newest first, read in pages as the view comes to their end. Looked at again while one of them
// runs; rows change in place. GUI thread.
class ImportListModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { File, State, Products, Errors, Started, ColumnCount };
    enum Roles {
        RawRole = Qt::UserRole, // the value itself: Import (of State), qint64, QDateTime
        IdRole,
    };
    static constexpr int kPageSize = 50;
    static constexpr int kRunningMs = 1'000;

    enum class Status { Idle, Loading, Ready, Failed };

    // `client` must outlive the model.
    explicit ImportListModel(client::ClientInterface& client, QObject* parent = nullptr);

    void refresh(); // the newest ones; those behind them stay
    Status status() const { return m_status; }
    const Error& error() const { return m_error; } // of Failed
    const Import& import(int row) const { return m_imports[std::size_t(row)]; }
    // Looks again while an import runs; a list that nobody sees need not.
    void setWatched(bool watched);

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_imports.size()); }
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    void statusChanged();

private:
    void read(const std::string& token);
    void mergeNewest(const imports::v1::ListImportsResponse& reply);
    void append(const imports::v1::ListImportsResponse& reply);
    void setStatus(Status status);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QTimer m_timer;
    QString m_userId;
    Status m_status = Status::Idle;
    Error m_error;
    std::vector<Import> m_imports;
    std::string m_next; // token of the page behind what is here; empty: that is all
    bool m_watched = false;
};

} // namespace tradepost::models
