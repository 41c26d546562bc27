#pragma once

#include "ui/kit/theme.h"

#include <QHeaderView>

namespace tradepost::ui {

// The header of a grid: its labels stand exactly above their column's texts, numbers at the right, and the arrow of the
// sorted column right beside its label.
class GridHeader final : public QHeaderView {
    Q_OBJECT
public:
    static constexpr int kHeight = 36;
    static constexpr int kPadding = 12; // as cells have

    // `theme` must outlive the header.
    GridHeader(const Theme& theme, QWidget* parent);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    const Theme& m_theme;
    int m_hovered = -1;
};

} // namespace tradepost::ui
