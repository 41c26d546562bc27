#include "ui/kit/state_view.h"

#include "ui/kit/icons.h"

#include <QClipboard>

namespace tradepost::ui {

namespace {
constexpr int kTextWidth = 440;
constexpr int kIcon = 40;
} // namespace

StateView::StateView(const Theme& theme, QWidget* parent)
    : Panel(theme, Surface::Surface, {}, parent), m_icon(new QLabel(this)),
      m_title(makeLabel(theme, TextStyle::Section, {}, false, this)),
      m_text(makeLabel(theme, TextStyle::Body, {}, true, this)),
      m_details(makeLabel(theme, TextStyle::Identifier, {}, true, this)),
      m_primary(makeButton(theme, ButtonKind::Primary, {}, {}, this)),
      m_secondary(makeButton(theme, ButtonKind::Plain, {}, {}, this)),
      m_copy(makeButton(theme, ButtonKind::Quiet, tr("Copy details"), "copy", this)) {
    for (QLabel* label : {m_title, m_text, m_details}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setFixedWidth(kTextWidth);
    }
    m_icon->setAlignment(Qt::AlignCenter);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addStretch();
    buttons->addWidget(m_primary);
    buttons->addWidget(m_secondary);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(space::s);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(space::s);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addWidget(m_details, 0, Qt::AlignHCenter);
    column->addSpacing(space::s);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(m_primary, &QPushButton::clicked, this, &StateView::primaryClicked);
    connect(m_secondary, &QPushButton::clicked, this, &StateView::secondaryClicked);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_title->text() + '\n' + m_text->text() + '\n' + m_details->text());
    });
    connect(&theme, &Theme::changed, this, [this] {
        m_icon->setPixmap(iconPixmap(m_iconName, this->theme().tone(m_tone), kIcon, devicePixelRatioF()));
    });
}

void StateView::showEmpty(const QString& iconName, const QString& title, const QString& text, const QString& primary,
                          const QString& secondary) {
    fill(iconName, Tone::Neutral, title, text, primary, secondary);
    m_details->hide();
    m_copy->hide();
}

void StateView::showError(const QString& title, const Error& error, const QString& primary, const QString& secondary) {
    fill("alert", Tone::Bad, title, QString::fromStdString(error.message), primary, secondary);
    const QString details = QString::fromStdString(std::string(codeName(error.code)) + "  " + error.reason);
    m_details->setText(details.trimmed());
    m_details->show();
    m_copy->show();
}

void StateView::fill(const QString& iconName, Tone tone, const QString& title, const QString& text,
                     const QString& primary, const QString& secondary) {
    m_iconName = iconName;
    m_tone = tone;
    m_icon->setPixmap(iconPixmap(iconName, theme().tone(tone), kIcon, devicePixelRatioF()));
    m_title->setText(title);
    m_text->setText(text);
    m_primary->setText(primary);
    m_primary->setVisible(!primary.isEmpty());
    m_secondary->setText(secondary);
    m_secondary->setVisible(!secondary.isEmpty());
    // Centred by alignment, a wrapped label would get the height of one line.
    for (QLabel* label : {m_title, m_text})
        label->setFixedHeight(label->heightForWidth(kTextWidth));
    setAccessibleName(title);
    setAccessibleDescription(text);
}

} // namespace tradepost::ui
