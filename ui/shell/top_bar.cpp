#include "ui/shell/top_bar.h"

#include "ui/kit/icons.h"

#include <QMenu>

namespace tradepost::ui {

namespace {
constexpr int kTypingMs = 200; // a list is asked again once typing pauses
}

TopBar::TopBar(const Theme& theme, QWidget* parent)
    : Panel(theme, Surface::Surface, Qt::BottomEdge, parent),
      m_back(makeToolButton(theme, "arrow-left", tr("Back"), this)),
      m_forward(makeToolButton(theme, "arrow-right", tr("Forward"), this)),
      m_title(makeLabel(theme, TextStyle::Title, {}, false, this)),
      m_count(makeLabel(theme, TextStyle::Section, {}, true, this)), m_search(new QLineEdit(this)),
      m_palette(makeButton(theme, ButtonKind::Plain, tr("Go to…"), "search", this)),
      m_primary(makeButton(theme, ButtonKind::Primary, {}, "plus", this)),
      m_bell(makeToolButton(theme, "bell", {}, this)), m_person(makeToolButton(theme, "user", tr("You"), this)),
      m_look(theme) {
    setFixedHeight(kHeight);
    QFont plain = theme.font(TextStyle::Section);
    plain.setWeight(QFont::Normal);
    m_count->setFont(plain);
    m_search->setPlaceholderText(tr("Search titles, SKU or GTIN"));
    m_search->setAccessibleName(tr("Search this page"));
    m_search->addAction(icon(theme, "search"), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(false);
    m_search->setMinimumWidth(160);
    m_search->setMaximumWidth(320);
    m_palette->setToolTip(tr("Pages and actions") + "  " + QKeySequence("Ctrl+K").toString(QKeySequence::NativeText));
    m_palette->setIcon(icon(theme, "keyboard"));
    m_person->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QToolButton* button : {m_back, m_forward})
        button->setIconSize({16, 16});

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::m, 0, space::m, 1);
    row->setSpacing(space::xs);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addSpacing(space::xs);
    row->addWidget(m_title);
    row->addSpacing(space::xs);
    row->addWidget(m_count, 0, Qt::AlignBaseline);
    row->addStretch(1);
    row->addWidget(m_search, 4);
    row->addSpacing(space::xs);
    row->addWidget(m_palette);
    row->addSpacing(space::xs);
    row->addWidget(m_primary);
    row->addSpacing(space::xs);
    row->addWidget(m_bell);
    row->addWidget(m_person);

    setUnread(0);
    connect(m_bell, &QToolButton::clicked, this, &TopBar::notificationsRequested);
    connect(&theme, &Theme::changed, this, [this] { setUnread(m_unread); });
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(m_back, &QToolButton::clicked, this, &TopBar::back);
    connect(m_forward, &QToolButton::clicked, this, &TopBar::forward);
    connect(m_palette, &QPushButton::clicked, this, &TopBar::paletteRequested);
    connect(m_search, &QLineEdit::textEdited, &m_typing, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_typing.stop();
        emit searched(m_search->text());
    });
    connect(&m_typing, &QTimer::timeout, this, [this] { emit searched(m_search->text()); });
    connect(m_primary, &QPushButton::clicked, this, [this] {
        if (m_primaryAction)
            m_primaryAction->trigger();
    });
}

void TopBar::setPage(const QString& title, const QString& count, QAction* primary, bool searchable) {
    m_title->setText(title);
    m_count->setText(count);
    m_search->setVisible(searchable);
    m_primaryAction = primary;
    m_primary->setVisible(primary != nullptr);
    if (primary) {
        m_primary->setText(primary->text());
        m_primary->setToolTip(primary->toolTip());
    }
}

void TopBar::setUnread(int notifications) {
    m_unread = notifications;
    const QString name =
        notifications == 0 ? tr("Notifications") : tr("%n new notification(s)", nullptr, notifications);
    m_bell->setToolTip(name);
    m_bell->setAccessibleName(name);
    const qreal scale = devicePixelRatioF();
    QPixmap bell = iconPixmap("bell", m_look.tokens().text, 20, scale);
    if (notifications > 0) {
        QPainter painter(&bell);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_look.tokens().surface, 1.5));
        painter.setBrush(m_look.tokens().accent);
        painter.drawEllipse(QRectF(11, 1, 8, 8));
    }
    m_bell->setIcon(bell);
}

void TopBar::setHistory(bool canGoBack, bool canGoForward) {
    m_back->setEnabled(canGoBack);
    m_forward->setEnabled(canGoForward);
}

void TopBar::setUser(const QString& name, QMenu* menu) {
    delete m_person->menu();
    menu->setParent(m_person, menu->windowFlags());
    m_person->setMenu(menu);
    m_person->setText(fontMetrics().elidedText(name, Qt::ElideRight, 120));
    m_person->setAccessibleName(name);
    m_person->setToolTip(name);
}

void TopBar::setSearchText(const QString& text) {
    if (m_search->text() != text && !m_search->hasFocus())
        m_search->setText(text);
}

void TopBar::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace tradepost::ui
