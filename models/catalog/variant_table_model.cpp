#include "models/catalog/variant_table_model.h"

#include "models/catalog/variant_matrix.h"

#include <QRegularExpression>

#include <cmath>

namespace tradepost::models {

VariantTableModel::VariantTableModel(ProductEditModel& model, QObject* parent)
    : QAbstractTableModel(parent), m_model(model), m_rows(model.variantCount()) {
    connect(&model, &ProductEditModel::changed, this, &VariantTableModel::refresh);
}

Field VariantTableModel::fieldOf(int column) {
    constexpr std::array kFields{Field::Variants, Field::Price,  Field::CompareAt, Field::Sku,
                                 Field::Gtin,     Field::Weight, Field::Size};
    return kFields.at(std::size_t(column));
}

void VariantTableModel::refresh() {
    const int now = m_model.variantCount();
    if (now != m_rows) {
        beginResetModel();
        m_rows = now;
        endResetModel();
    } else if (m_rows > 0) {
        emit dataChanged(index(0, 0), index(m_rows - 1, Count - 1));
    }
}

int VariantTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

QVariant VariantTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_model.variantCount())
        return {};
    const auto& variant = m_model.draft().variants[std::size_t(index.row())];
    const FieldRef ref(fieldOf(index.column()), index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        if (index.column() == OptionsColumn)
            return variant.options.join(QStringLiteral(" / "));
        return m_model.value(ref);
    case WrongRole:
        return index.column() != OptionsColumn && !m_model.shownProblem(ref).isEmpty();
    case Qt::ToolTipRole:
        return index.column() == OptionsColumn ? variant.options.join(QStringLiteral(" / "))
                                               : m_model.shownProblem(ref);
    case Qt::AccessibleDescriptionRole:
        return index.column() == OptionsColumn ? QString() : m_model.shownProblem(ref);
    case Qt::TextAlignmentRole: {
        const bool number =
            index.column() == PriceColumn || index.column() == CompareAtColumn || index.column() == WeightColumn;
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    default:
        return {};
    }
}

bool VariantTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() == OptionsColumn)
        return false;
    const FieldRef ref(fieldOf(index.column()), index.row());
    m_model.setValue(ref, value.toString());
    m_model.touch(ref);
    return true;
}

QVariant VariantTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == PriceColumn || section == CompareAtColumn || section == WeightColumn;
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    return role == Qt::DisplayRole ? QVariant(m_headers.value(section)) : QVariant();
}

Qt::ItemFlags VariantTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return index.column() == OptionsColumn ? flags : flags | Qt::ItemIsEditable;
}

QString VariantTableModel::fill(int column, const QString& value, const QList<int>& rows) {
    const Field field = fieldOf(column);
    const QLocale& locale = m_model.locale();
    const int digits = currencyDigits(m_model.draft().currency);
    const bool money = field == Field::Price || field == Field::CompareAt;
    static const QRegularExpression change("^([+\\-−])\\s*([\\d.,]+)\\s*%$");
    const auto match = change.match(value.trimmed());
    std::optional<double> percent;
    if (money && match.hasMatch()) {
        percent = parseNumber(match.captured(2), locale);
        if (percent && match.captured(1) != "+")
            percent = -*percent;
        if (!percent || *percent < -100 || *percent > 1'000)
            return tr("Enter a change of at most -100 % to +1,000 %, such as +10 %.");
    } else if (money && !value.trimmed().isEmpty() && !parseAmount(value, digits, locale)) {
        return tr("Enter an amount, or a change such as +10 %.");
    }
    m_model.change([&](ProductDraft& draft) {
        for (int row = 0; row < int(draft.variants.size()); ++row) {
            if (!rows.isEmpty() && !rows.contains(row))
                continue;
            QString filled = field == Field::Sku ? skuOf(value, draft, row) : value.trimmed();
            if (percent) {
                const auto now = parseAmount(draft.value({field, row}), digits, locale);
                if (!now)
                    continue; // nothing to change
                filled = formatAmount(std::llround(double(*now) * (1 + *percent / 100)), digits, locale);
            }
            draft.setValue({field, row}, filled);
        }
    });
    return {};
}

int VariantTableModel::paste(const QModelIndex& from, const QString& text) {
    if (!from.isValid())
        return 0;
    int cells = 0;
    m_model.change([&](ProductDraft& draft) {
        QStringList lines = QString(text).remove('\r').split('\n');
        while (!lines.isEmpty() && lines.last().isEmpty())
            lines.removeLast();
        for (int line = 0; line < int(lines.size()) && from.row() + line < int(draft.variants.size()); ++line) {
            const QStringList values = lines[line].split('\t');
            for (int i = 0; i < int(values.size()) && from.column() + i < Count; ++i) {
                if (from.column() + i == OptionsColumn)
                    continue;
                draft.setValue({fieldOf(from.column() + i), from.row() + line}, values[i].trimmed());
                ++cells;
            }
        }
    });
    return cells;
}

} // namespace tradepost::models
