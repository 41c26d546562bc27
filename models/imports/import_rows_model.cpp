#include "models/imports/import_rows_model.h"

#include "models/client/methods.h"

namespace tradepost::models {

namespace v1 = imports::v1;

ImportRowsModel::ImportRowsModel(client::ClientInterface& client, QObject* parent)
    : QAbstractTableModel(parent), m_client(client) {
    connect(&client, &client::ClientInterface::connectionChanged, this, [this] {
        if (m_client.online() && m_status == Status::Failed && client::isTransient(m_error))
            read();
    });
}

void ImportRowsModel::clear() {
    m_call.cancel();
    beginResetModel();
    m_outcomes.clear();
    m_rows.clear();
    m_next.clear();
    endResetModel();
}

void ImportRowsModel::show(const QString& importId, Filter filter) {
    clear();
    m_importId = importId;
    m_filter = filter;
    read();
}

void ImportRowsModel::read() {
    v1::ListImportRowsRequest request;
    request.set_id(client::bytes(m_importId));
    request.set_filter(v1::ListImportRowsRequest::Filter(m_filter));
    request.set_page_size(kPageSize);
    request.set_page_token(m_next);
    m_call = m_client.call(client::methods::listImportRows, request, this,
                           std::function([this](const v1::ListImportRowsResponse& reply) { append(reply); }),
                           [this](const Error& error) {
                               m_error = error;
                               setStatus(Status::Failed);
                           });
    setStatus(Status::Loading);
}

void ImportRowsModel::append(const v1::ListImportRowsResponse& reply) {
    std::vector<OutcomeRow> outcomes;
    std::vector<Row> rows;
    for (const auto& proto : reply.rows()) {
        const int at = int(m_outcomes.size() + outcomes.size());
        outcomes.push_back(OutcomeRow::fromProto(proto));
        const int problems = int(outcomes.back().problems.size());
        for (int problem = 0; problem < problems; ++problem)
            rows.push_back({at, problem});
        if (problems == 0)
            rows.push_back({at, -1});
    }
    m_next = reply.next_page_token();
    if (!rows.empty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + rows.size()) - 1);
        std::ranges::move(outcomes, std::back_inserter(m_outcomes));
        std::ranges::move(rows, std::back_inserter(m_rows));
        endInsertRows();
    }
    setStatus(Status::Ready);
}

bool ImportRowsModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_status == Status::Ready && !m_next.empty();
}

void ImportRowsModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        read();
}

const RowProblem* ImportRowsModel::problem(int row) const {
    const Row& at = m_rows[std::size_t(row)];
    return at.problem < 0 ? nullptr : &m_outcomes[std::size_t(at.outcome)].problems[std::size_t(at.problem)];
}

QString ImportRowsModel::text(const Row& row, int column) const {
    const OutcomeRow& outcome = m_outcomes[std::size_t(row.outcome)];
    const RowProblem* problem = row.problem < 0 ? nullptr : &outcome.problems[std::size_t(row.problem)];
    switch (column) {
    case Line:
        return QString::number(problem ? problem->line : outcome.line);
    case Sku:
        return outcome.sku;
    case Where:
        return problem ? problem->column : QString();
    case Value:
        return problem ? problem->value : QString();
    case Finding:
        if (problem)
            return (problem->message + ' ' + problem->fix).trimmed();
        if (outcome.rolledBack)
            return tr("Taken back.");
        if (outcome.kept)
            return tr("Kept: somebody has edited it since.");
        return outcome.waits ? tr("Waits for review.") : QString();
    default:
        return {};
    }
}

QVariant ImportRowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Row& row = m_rows[std::size_t(index.row())];
    const OutcomeRow& outcome = m_outcomes[std::size_t(row.outcome)];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case RawRole:
        if (index.column() == Result)
            return QVariant::fromValue(outcome.outcome);
        if (index.column() == Line)
            return text(row, Line).toLongLong();
        return text(row, index.column());
    case WrongRole:
        return row.problem >= 0 && index.column() == Value;
    case GoneRole:
        return outcome.rolledBack;
    default:
        return {};
    }
}

QVariant ImportRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Line ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Line:
        return tr("Line");
    case Result:
        return tr("Outcome");
    case Sku:
        return tr("SKU");
    case Where:
        return tr("Column");
    case Value:
        return tr("Value");
    case Finding:
        return tr("What about it");
    default:
        return {};
    }
}

void ImportRowsModel::setStatus(Status status) {
    m_status = status;
    emit statusChanged();
}

} // namespace tradepost::models
