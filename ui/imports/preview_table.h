#pragma once

#include "ui/kit/data_grid.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace tradepost::ui {

// A few rows of any table, to look at: cells at fault are marked and say why.
class PreviewTable final : public QTableView {
    Q_OBJECT
public:
    struct Cell {
        QString text;
        QString problem; // empty: none
    };
    struct Row {
        qint64 line = 0;
        QList<Cell> cells; // may be fewer than columns
    };

    // Everything passed must outlive the table.
    PreviewTable(const Theme& theme, const Format& format, QWidget* parent = nullptr);
    // Columns keep the widths a person gave them while their names stay.
    void show(const QStringList& columns, const QList<Row>& rows);

private:
    class Model;

    const Theme& m_theme;
    const Format& m_format;
    Model* m_model;
};

} // namespace tradepost::ui
