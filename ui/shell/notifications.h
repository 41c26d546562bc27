#pragma once

#include "ui/kit/format.h"
#include "ui/kit/theme.h"

#include <QObject>

class QWidget;

namespace tradepost::ui {

struct Notification {
    QDateTime time;
    Tone tone = Tone::Neutral;
    QString text;
};

// What was told in this window, newest first: notices go after a few seconds, here they can be read again. At most
// kMaxKept are kept.
class NotificationLog final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t kMaxKept = 50;

    // `format` must outlive the log.
    explicit NotificationLog(const Format& format, QObject* parent = nullptr) : QObject(parent), m_format(format) {}
    void add(Tone tone, const QString& text);
    void clear();
    void markRead();
    int unread() const { return m_unread; }
    const std::vector<Notification>& all() const { return m_all; }

signals:
    void changed();

private:
    const Format& m_format;
    std::vector<Notification> m_all;
    int m_unread = 0;
};

// Shows them at `button` and counts them as read.
void openNotifications(const Theme& theme, const Format& format, NotificationLog& log, QWidget* button);

} // namespace tradepost::ui
