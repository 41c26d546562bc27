#include "ui/kit/toasts.h"

#include "ui/kit/icons.h"

#include <QAccessible>
#include <QEvent>

namespace tradepost::ui {

namespace {

constexpr int kBottom = 40; // above the status bar

class Toast final : public QWidget {
public:
    Toast(const Theme& theme, Tone tone, const QString& text, QWidget* parent)
        : QWidget(parent), m_theme(theme), m_tone(tone) {
        setAccessibleName(text);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(space::m + 16 + space::s, 0, space::xs, 0);
        row->setSpacing(space::s);
        m_label = makeLabel(theme, TextStyle::Body, text, false, this);
        m_label->setMaximumWidth(520);
        row->addWidget(m_label);
        setFixedHeight(42);
    }
    QLabel* label() const { return m_label; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(m_theme.tokens().strongLine);
        painter.setBrush(m_theme.tokens().raised);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kControlRadius, kControlRadius);
        const char* name = m_tone == Tone::Good ? "check" : m_tone == Tone::Bad ? "alert" : "info";
        painter.drawPixmap(space::m, (height() - 16) / 2,
                           iconPixmap(name, m_theme.tone(m_tone), 16, devicePixelRatioF()));
    }

private:
    const Theme& m_theme;
    Tone m_tone;
    QLabel* m_label;
};

} // namespace

ToastArea::ToastArea(const Theme& theme, QWidget* window) : QWidget(window), m_theme(theme) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->setSizeConstraint(QLayout::SetFixedSize);
    window->installEventFilter(this);
    hide();
}

void ToastArea::show(Tone tone, const QString& text, const QString& actionText, std::function<void()> action) {
    while (m_toasts.size() >= kMaxToasts)
        delete m_toasts.takeFirst();
    auto* toast = new Toast(m_theme, tone, text, this);
    const auto close = [this, toast] {
        m_toasts.removeOne(toast);
        toast->deleteLater();
        if (m_toasts.isEmpty())
            hide();
        QTimer::singleShot(0, this, &ToastArea::place);
    };
    if (!actionText.isEmpty()) {
        auto* button = makeButton(m_theme, ButtonKind::Link, actionText, {}, toast);
        toast->layout()->addWidget(button);
        connect(button, &QPushButton::clicked, toast, [close, action = std::move(action)] {
            action();
            close();
        });
    }
    auto* dismiss = makeToolButton(m_theme, "close", tr("Dismiss"), toast);
    dismiss->setIconSize({14, 14});
    toast->layout()->addWidget(dismiss);
    connect(dismiss, &QToolButton::clicked, toast, close);
    if (tone != Tone::Bad)
        QTimer::singleShot(kShownMs, toast, close);
    m_toasts.append(toast);
    layout()->addWidget(toast);
    QWidget::show();
    raise();
    place();
    emit shown(tone, text);
    QAccessibleEvent event(toast, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void ToastArea::clear() {
    qDeleteAll(m_toasts);
    m_toasts.clear();
    hide();
}

QStringList ToastArea::texts() const {
    QStringList result;
    for (const QWidget* toast : m_toasts)
        result.append(toast->accessibleName());
    return result;
}

void ToastArea::place() {
    layout()->activate();
    const QWidget* window = parentWidget();
    move((window->width() - width()) / 2, window->height() - height() - kBottom);
}

bool ToastArea::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace tradepost::ui
