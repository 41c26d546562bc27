#pragma once

#include "models/catalog/product_edit_model.h"

#include <QAbstractTableModel>

namespace tradepost::models {

// The variants of a product being edited, a row each; every value but the options can be typed in place.
class VariantTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { OptionsColumn, PriceColumn, CompareAtColumn, SkuColumn, GtinColumn, WeightColumn, SizeColumn, Count };
    enum Roles { WrongRole = Qt::UserRole };

    // `model` must outlive the table.
    explicit VariantTableModel(ProductEditModel& model, QObject* parent = nullptr);

    static Field fieldOf(int column); // of a column that can be typed into
    void setHeaders(const QStringList& headers) { m_headers = headers; }
    // Puts a value into a column of these rows, all of them when there are none. Of prices also a change such as "+10
    // %"; of SKUs a pattern (see skuOf). Empty when done, else what is wrong with the value.
    QString fill(int column, const QString& value, const QList<int>& rows);
    // A block of tab-separated values from that cell on; the number of cells it changed.
    int paste(const QModelIndex& from, const QString& text);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return Count; }
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void refresh();

    ProductEditModel& m_model;
    QStringList m_headers;
    int m_rows = 0;
};

} // namespace tradepost::models
