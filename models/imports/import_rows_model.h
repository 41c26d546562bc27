#pragma once

#include "models/client/client_interface.h"
#include "models/imports/import.h"

#include <QAbstractTableModel>

namespace tradepost::models {

// What became of the rows of an import, or would, by outcome: read in pages as the view comes to their end. A row of
// the model is one problem of a bad row, or a row without any. GUI thread.
class ImportRowsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Line, Result, Sku, Where, Value, Finding, ColumnCount };
    enum Roles {
        RawRole = Qt::UserRole, // the value itself: Outcome, qint64, QString
        WrongRole,              // bool: the cell of the file that is at fault
        GoneRole,               // bool: taken back
    };
    enum class Filter { Every, Creates, Updates, Unchanged, Errors, Kept };
    static constexpr int kPageSize = 200;

    enum class Status { Idle, Loading, Ready, Failed };

    // `client` must outlive the model.
    explicit ImportRowsModel(client::ClientInterface& client, QObject* parent = nullptr);

    void show(const QString& importId, Filter filter);
    void clear();
    void refresh() { show(m_importId, m_filter); }
    Filter filter() const { return m_filter; }
    Status status() const { return m_status; }
    const Error& error() const { return m_error; } // of Failed

    // The product a row of the model is about, and its problem; null where it has none. Valid until the model changes.
    const OutcomeRow& outcome(int row) const { return m_outcomes[std::size_t(m_rows[std::size_t(row)].outcome)]; }
    const RowProblem* problem(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex&) const override { return ColumnCount; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    void statusChanged();

private:
    struct Row {
        int outcome; // of m_outcomes
        int problem; // of it; -1: none
    };

    void read();
    void append(const imports::v1::ListImportRowsResponse& reply);
    void setStatus(Status status);
    QString text(const Row& row, int column) const;

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QString m_importId;
    Filter m_filter = Filter::Every;
    Status m_status = Status::Idle;
    Error m_error;
    std::vector<OutcomeRow> m_outcomes;
    std::vector<Row> m_rows;
    std::string m_next; // token of the next page; empty: that was all
};

} // namespace tradepost::models
