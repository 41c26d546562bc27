#include "ui/kit/banner.h"

#include "ui/kit/icons.h"

#include <QAccessible>

namespace tradepost::ui {

namespace {
constexpr int kHeight = 40;
}

Banner::Banner(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_text(new ElidedLabel(Qt::ElideRight, this)),
      m_button(makeButton(theme, ButtonKind::Link, {}, {}, this)),
      m_second(makeButton(theme, ButtonKind::Link, {}, {}, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::l + 16 + space::s, 3, space::l, 4);
    row->setSpacing(space::m);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    row->addWidget(m_second);
    setFixedHeight(kHeight);
    QWidget::hide();
    connect(m_button, &QPushButton::clicked, this, &Banner::clicked);
    connect(m_second, &QPushButton::clicked, this, &Banner::secondClicked);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Banner::show(Tone tone, const QString& iconName, const QString& text, const QString& buttonText,
                  const QString& secondText) {
    m_tone = tone;
    m_iconName = iconName;
    const bool news = text != m_text->fullText();
    m_text->setFullText(text);
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    m_second->setText(secondText);
    m_second->setVisible(!secondText.isEmpty());
    setAccessibleName(text);
    QWidget::show();
    update();
    if (news) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void Banner::clear() {
    m_text->setFullText({});
    QWidget::hide();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tint(m_tone));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.tokens().line);
    painter.drawPixmap(space::l, (height() - 17) / 2,
                       iconPixmap(m_iconName, m_theme.tone(m_tone), 16, devicePixelRatioF()));
}

} // namespace tradepost::ui
