#pragma once

#include "ui/kit/format.h"
#include "ui/kit/pill.h"

#include <QStyledItemDelegate>

namespace tradepost::models {
class ThumbnailStore;
}

namespace tradepost::ui {

enum class ColumnKind { Text, Picture, Identifier, Status, Money, Time, Number };

// How one column of a grid is shown.
struct GridColumn {
    ColumnKind kind = ColumnKind::Text;
    int width = 120;                                         // at first; the person may change it
    std::function<PillStyle(const QVariant& raw)> pill = {}; // of Status
    int rank = 0; // 0: always shown; the highest goes first when there is no room
};

// The roles of a model that the grid reads beside DisplayRole. -1: the model has none.
struct GridRoles {
    int raw = -1;      // the value itself, for Money (models::Price), Time (QDateTime), Status, Number
    int skeleton = -1; // bool: not loaded yet
    int id = -1;
    int image = -1; // a URL for Picture
    int gone = -1;  // bool: shown struck out
    int wrong = -1; // bool: this cell is at fault
};

// Paints every kind of cell by the look: numbers right, text left, skeletons while loading, the hovered row's action.
class GridDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    // Everything passed must outlive the delegate; `thumbnails` may be null.
    GridDelegate(const Theme& theme, const Format& format, models::ThumbnailStore* thumbnails,
                 std::vector<GridColumn> columns, GridRoles roles, QObject* parent = nullptr);

    void setHoveredRow(int row) { m_hovered = row; }
    // Where the hovered row's action is drawn, in its first cell.
    static QRect actionRect(const QRect& firstCell);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    QString cellText(const QModelIndex& index, const GridColumn& column) const;
    void paintSkeleton(QPainter& painter, const QRect& cell, const GridColumn& column, int row) const;
    void paintWrong(QPainter& painter, const QRect& cell, QRect& text) const;
    void paintPicture(QPainter& painter, const QRect& box, const QString& url) const;

    const Theme& m_theme;
    const Format& m_format;
    models::ThumbnailStore* m_thumbnails;
    std::vector<GridColumn> m_columns;
    GridRoles m_roles;
    int m_hovered = -1;
};

} // namespace tradepost::ui
