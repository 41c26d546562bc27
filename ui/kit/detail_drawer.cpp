#include "ui/kit/detail_drawer.h"

#include "ui/kit/settings.h"

#include <QScrollArea>
#include <QSplitter>

namespace tradepost::ui {

DetailDrawer::DetailDrawer(const Theme& theme, Settings& settings, QWidget* parent)
    : Panel(theme, Surface::Raised, Qt::LeftEdge, parent), m_settings(settings),
      m_title(new ElidedLabel(Qt::ElideRight, this)), m_header(new QHBoxLayout), m_body(new QVBoxLayout(this)) {
    m_title->setFont(theme.font(TextStyle::Section));
    setMinimumWidth(kMinWidth);
    m_header->setContentsMargins(space::l + 1, space::s, space::s, space::s);
    m_header->setSpacing(space::xs);
    m_header->addWidget(m_title, 1);
    auto* close = makeToolButton(theme, "close", tr("Close details"), this);
    close->setIconSize({16, 16});
    m_header->addWidget(close);
    m_body->setContentsMargins(1, 0, 0, 0);
    m_body->setSpacing(0);
    m_body->addLayout(m_header);
    m_body->addWidget(makeLine(theme, Qt::Horizontal, this));
    connect(close, &QToolButton::clicked, this, &DetailDrawer::close);
    hide();
}

void DetailDrawer::setHeading(const QString& title) {
    m_title->setFullText(title);
}

void DetailDrawer::addHeaderButton(QWidget* button) {
    m_header->insertWidget(m_header->count() - 1, button);
}

void DetailDrawer::setContent(QWidget* content) {
    delete m_content;
    m_content = content;
    m_body->addWidget(content, 1);
}

void DetailDrawer::open(QSplitter* splitter) {
    if (m_opened)
        return;
    m_opened = true;
    show();
    const int width = std::clamp(m_settings.get(settings::drawerWidth), kMinWidth, splitter->width() * 2 / 3);
    splitter->setSizes({splitter->width() - width, width});
}

void DetailDrawer::close() {
    if (!m_opened)
        return;
    m_opened = false;
    hide();
    emit closed();
}

void DetailDrawer::resizeEvent(QResizeEvent* event) {
    Panel::resizeEvent(event);
    if (m_opened && event->oldSize().width() > 0 && isVisible())
        m_settings.set(settings::drawerWidth, width());
}

void DetailDrawer::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        Panel::keyPressEvent(event);
}

} // namespace tradepost::ui
