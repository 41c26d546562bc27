#include "ui/shell/notifications.h"

#include "ui/kit/icons.h"
#include "ui/kit/popup.h"

namespace tradepost::ui {

namespace {

QWidget* makeRow(const Theme& theme, const Format& format, const Notification& notification) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    auto* mark = new QLabel(row);
    const char* name = notification.tone == Tone::Good ? "check" : notification.tone == Tone::Bad ? "alert" : "info";
    mark->setPixmap(iconPixmap(name, theme.tone(notification.tone), 16, row->devicePixelRatioF()));
    auto* text = makeLabel(theme, TextStyle::Body, notification.text, false, row);
    text->setWordWrap(true);
    auto* time = makeLabel(theme, TextStyle::Secondary, format.relative(notification.time), true, row);
    time->setToolTip(format.exact(notification.time));
    line->addWidget(mark, 0, Qt::AlignTop);
    line->addWidget(text, 1);
    line->addWidget(time, 0, Qt::AlignTop);
    return row;
}

} // namespace

void NotificationLog::add(Tone tone, const QString& text) {
    m_all.insert(m_all.begin(), {m_format.now(), tone, text});
    if (m_all.size() > kMaxKept)
        m_all.pop_back();
    m_unread = std::min(m_unread + 1, int(m_all.size()));
    emit changed();
}

void NotificationLog::clear() {
    m_all.clear();
    m_unread = 0;
    emit changed();
}

void NotificationLog::markRead() {
    m_unread = 0;
    emit changed();
}

void openNotifications(const Theme& theme, const Format& format, NotificationLog& log, QWidget* button) {
    auto* popup = new Popup(theme, NotificationLog::tr("Notifications"), button);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    if (log.all().empty()) {
        popup->addRow(makeLabel(theme, TextStyle::Body, NotificationLog::tr("Nothing happened yet."), true));
    } else {
        auto* clear = makeButton(theme, ButtonKind::Link, NotificationLog::tr("Clear"));
        popup->addHeadButton(clear);
        QObject::connect(clear, &QPushButton::clicked, &log, &NotificationLog::clear);
        QObject::connect(clear, &QPushButton::clicked, popup, &QWidget::close);
    }
    for (const Notification& notification : log.all())
        popup->addRow(makeRow(theme, format, notification));
    popup->openAt(button);
    log.markRead();
}

} // namespace tradepost::ui
