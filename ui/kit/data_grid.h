#pragma once

#include "ui/kit/grid_delegate.h"

#include <QTableView>

namespace tradepost::ui {

class Settings;

// The list every page uses: rows of 36 or 28 px, header that stays, hover, and the keyboard: Space selects, Enter
// opens, F2 edits, Ctrl+C copies rows as tab-separated values, Ctrl+A selects all.
class DataGrid final : public QTableView {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 36;
    static constexpr int kCompactRowHeight = 28;
    static constexpr int kMaxCopiedRows = 10'000;

    // `name` is the key its columns are remembered under. Everything passed must outlive the grid.
    DataGrid(const Theme& theme, const Format& format, models::ThumbnailStore* thumbnails, Settings& settings,
             QString name, std::vector<GridColumn> columns, GridRoles roles, QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    // The column that takes what the others leave, and what it needs at least; without this it is the first. Before
    // setModel().
    void setStretchColumn(int column, int minWidth);
    void setCompact(bool compact);
    bool compact() const { return m_compact; }
    // Whether the person wants the column; one that is wanted may still give way where there is no room.
    bool columnShown(int column) const { return !m_unwanted.contains(column); }
    void setColumnShown(int column, bool shown); // not of the first
    void resetColumns();                         // widths too
    qint64 selectedRowCount() const;
    // Of the rows that are loaded, as copied by Ctrl+C: a header line, then one line a row.
    QString selectionAsTsv(int* skipped = nullptr) const;
    void copySelection();

signals:
    void opened(const QModelIndex& index);
    void editRequested(const QModelIndex& index);
    void visibleRowsChanged(int first, int last);
    void selectionCountChanged(qint64 rows);
    // Rows selected but not loaded are skipped.
    void copied(int rows, int skipped);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void setHovered(int row);
    void announceVisible();
    void fitColumns();

    const Theme& m_theme;
    Settings& m_settings;
    QString m_name;
    std::vector<GridColumn> m_columns;
    GridRoles m_roles;
    GridDelegate* m_delegate;
    int m_hovered = -1;
    bool m_compact = false;
    QSet<int> m_unwanted;
    bool m_fitting = false;
    int m_stretch = 0;
    int m_stretchWidth = 260;
    std::pair<int, int> m_announced{-1, -1};
};

} // namespace tradepost::ui
