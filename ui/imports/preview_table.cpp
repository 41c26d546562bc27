#include "ui/imports/preview_table.h"

#include "ui/kit/grid_header.h"

namespace tradepost::ui {

namespace {
constexpr int kMinColumn = 72;
constexpr int kMaxColumn = 220;
constexpr int kLineColumn = 56;
constexpr int kPadding = 30;
constexpr int kMark = 20;
constexpr int kWrongRole = Qt::UserRole + 1;
constexpr int kRawRole = Qt::UserRole;
} // namespace

class PreviewTable::Model final : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    void set(const QStringList& columns, const QList<Row>& rows) {
        beginResetModel();
        m_columns = columns;
        m_rows = rows;
        endResetModel();
    }
    const QStringList& columns() const { return m_columns; }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() || m_columns.isEmpty() ? 0 : int(m_columns.size()) + 1;
    }
    QVariant data(const QModelIndex& index, int role) const override {
        const Row& row = m_rows[index.row()];
        if (index.column() == 0)
            return role == kRawRole || role == Qt::DisplayRole ? QVariant(row.line) : QVariant();
        const Cell cell = row.cells.value(index.column() - 1);
        switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case kWrongRole:
            return !cell.problem.isEmpty();
        case Qt::ToolTipRole:
            return cell.problem;
        case Qt::AccessibleDescriptionRole:
            return cell.problem;
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return int((section == 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        if (role == Qt::DisplayRole)
            return section == 0 ? PreviewTable::tr("Line") : m_columns[section - 1];
        return role == Qt::ToolTipRole && section > 0 ? QVariant(m_columns[section - 1]) : QVariant();
    }

private:
    QStringList m_columns;
    QList<Row> m_rows;
};

PreviewTable::PreviewTable(const Theme& theme, const Format& format, QWidget* parent)
    : QTableView(parent), m_theme(theme), m_format(format), m_model(new Model(this)) {
    setModel(m_model);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(DataGrid::kCompactRowHeight);
    verticalHeader()->setDefaultSectionSize(DataGrid::kCompactRowHeight);
    auto* header = new GridHeader(theme, this);
    setHorizontalHeader(header);
    header->setMinimumSectionSize(kLineColumn);
    header->setSectionsClickable(false);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void PreviewTable::show(const QStringList& columns, const QList<Row>& rows) {
    const bool same = columns == m_model->columns();
    m_model->set(columns, rows);
    if (same)
        return;
    auto* before = itemDelegate();
    std::vector<GridColumn> kinds(std::size_t(columns.size()) + 1);
    kinds[0].kind = ColumnKind::Number;
    GridRoles roles;
    roles.raw = kRawRole;
    roles.wrong = kWrongRole;
    setItemDelegate(new GridDelegate(m_theme, m_format, nullptr, kinds, roles, this));
    if (qobject_cast<GridDelegate*>(before))
        before->deleteLater();
    const QFontMetrics body(m_theme.font(TextStyle::Body));
    const QFontMetrics small(m_theme.font(TextStyle::Secondary));
    setColumnWidth(0, kLineColumn);
    for (int column = 0; column < columns.size(); ++column) {
        int width = small.horizontalAdvance(columns[column]);
        for (const Row& row : rows) {
            const Cell cell = row.cells.value(column);
            width = std::max(width, body.horizontalAdvance(cell.text) + (cell.problem.isEmpty() ? 0 : kMark));
        }
        setColumnWidth(column + 1, std::clamp(width + kPadding, kMinColumn, kMaxColumn));
    }
}

} // namespace tradepost::ui
