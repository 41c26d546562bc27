#include "ui/kit/popup.h"

#include <QScrollArea>

namespace tradepost::ui {

Popup::Popup(const Theme& theme, const QString& title, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_theme(theme), m_head(new QHBoxLayout), m_scroll(new QScrollArea(this)),
      m_rows(nullptr) {
    setAccessibleName(title);
    setObjectName("Popup");
    setFixedWidth(kWidth);
    m_head->setContentsMargins(space::l, space::m, space::m, space::s);
    m_head->addWidget(makeLabel(theme, TextStyle::Section, title, false, this), 1);
    auto* inside = new QWidget;
    m_rows = new QVBoxLayout(inside);
    m_rows->setContentsMargins(space::l, space::xs, space::l, space::l);
    m_rows->setSpacing(space::l);
    m_scroll->setWidget(inside);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(m_head);
    column->addWidget(m_scroll);
}

void Popup::addRow(QWidget* row) {
    m_rows->addWidget(row);
}

void Popup::addHeadButton(QPushButton* button) {
    m_head->addWidget(button);
}

void Popup::openAt(QWidget* button) {
    const QList<QWidget*> parts = findChildren<QWidget*>();
    for (QWidget* part : parts)
        part->ensurePolished();
    m_rows->activate();
    const int rows =
        m_rows->hasHeightForWidth() ? m_rows->totalHeightForWidth(kWidth - 2) : m_rows->sizeHint().height();
    m_scroll->setFixedHeight(std::min(rows, kMaxHeight));
    layout()->activate();
    resize(kWidth, sizeHint().height());
    const QRect window = QRect(button->window()->mapToGlobal(QPoint(0, 0)), button->window()->size());
    const QPoint below = button->mapToGlobal(QPoint(button->width() - width(), button->height() + space::xs));
    const QPoint above = button->mapToGlobal(QPoint(button->width() - width(), -height() - space::xs));
    QPoint corner = below.y() + height() <= window.bottom() ? below : above;
    corner.setX(std::max(corner.x(), window.left() + space::s));
    move(corner);
    show();
}

} // namespace tradepost::ui
