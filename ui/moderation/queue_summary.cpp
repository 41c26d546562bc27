#include "ui/moderation/queue_summary.h"

#include "ui/moderation/moderation_text.h"

#include <QGridLayout>
#include <QPainterPath>

namespace tradepost::ui {

namespace {

constexpr int kBarHeight = 8;
constexpr int kFacetHeight = 28;

// A name at the left, how many at the right; stays pressed while it is chosen.
class Facet final : public QAbstractButton {
public:
    Facet(const Theme& theme, const QString& text, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
        setText(text);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setFixedHeight(kFacetHeight);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }
    void setCount(const QString& count) {
        m_count = count;
        setAccessibleName(text() + ", " + count);
        setToolTip(text());
        update();
    }
    QSize sizeHint() const override { return {120, kFacetHeight}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens& t = m_theme.tokens();
        const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(hasFocus() ? QPen(t.accent, 2) : QPen(isChecked() ? t.accent : t.line));
        painter.setBrush(isChecked() ? m_theme.selected() : underMouse() ? m_theme.hovered() : t.surface);
        painter.drawRoundedRect(box, kControlRadius, kControlRadius);
        const QRect inside = rect().adjusted(9, 0, -9, 0);
        painter.setFont(m_theme.font(TextStyle::Secondary));
        painter.setPen(t.muted);
        painter.drawText(inside, Qt::AlignVCenter | Qt::AlignRight, m_count);
        const int room = inside.width() - painter.fontMetrics().horizontalAdvance(m_count) - space::s;
        painter.setPen(t.text);
        painter.drawText(inside, Qt::AlignVCenter, painter.fontMetrics().elidedText(text(), Qt::ElideRight, room));
    }

private:
    const Theme& m_theme;
    QString m_count;
};

QString partName(int part) {
    switch (part) {
    case 0:
        return AgeBar::tr("Today");
    case 1:
        return AgeBar::tr("1–2 days");
    case 2:
        return AgeBar::tr("3–6 days");
    default:
        return AgeBar::tr("Longer");
    }
}

} // namespace

AgeBar::AgeBar(const Theme& theme, const Format& format, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_format(format) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AgeBar::setCounts(const models::QueueCounts& counts) {
    m_counts = {};
    for (const auto& [days, count] : counts.ages)
        m_counts[days < 1 ? 0 : days < 3 ? 1 : days < 7 ? 2 : 3] += count;
    QStringList said;
    for (int part = 0; part < kParts; ++part)
        said.append(partName(part) + ": " + m_format.count(m_counts[std::size_t(part)]));
    setAccessibleName(tr("Waiting since"));
    setAccessibleDescription(said.join(", "));
    update();
}

QColor AgeBar::colorOf(int part) const {
    const Tokens& t = m_theme.tokens();
    switch (part) {
    case 0:
        return blend(t.accent, t.surface, 0.55);
    case 1:
        return t.accent;
    case 2:
        return t.warn;
    default:
        return t.bad;
    }
}

void AgeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    const qint64 total = m_counts[0] + m_counts[1] + m_counts[2] + m_counts[3];
    const QRectF bar(0, 2, width(), kBarHeight);
    QPainterPath frame;
    frame.addRoundedRect(bar, kBarHeight / 2.0, kBarHeight / 2.0);
    painter.fillPath(frame, t.line);
    painter.setClipPath(frame);
    double left = 0;
    for (int part = 0; part < kParts && total > 0; ++part) {
        const double share = double(m_counts[std::size_t(part)]) / double(total) * width();
        painter.fillRect(QRectF(left, bar.top(), share, kBarHeight), colorOf(part));
        left += share;
    }
    painter.setClipping(false);
    painter.setFont(m_theme.font(TextStyle::Secondary));
    // Spread evenly, each as wide as its text.
    std::array<int, kParts> widths{};
    int sum = 0;
    const auto text = [this](int part) { return partName(part) + "  " + m_format.count(m_counts[std::size_t(part)]); };
    for (int part = 0; part < kParts; ++part)
        sum += widths[std::size_t(part)] = 12 + painter.fontMetrics().horizontalAdvance(text(part));
    const int gap = std::max(space::xs, (width() - sum) / (kParts - 1));
    int at = 0;
    for (int part = 0; part < kParts; ++part) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colorOf(part));
        painter.drawEllipse(QRectF(at, 23, 7, 7));
        painter.setPen(t.muted);
        painter.drawText(QRect(at + 12, 17, widths[std::size_t(part)], 19), Qt::AlignVCenter, text(part));
        at += widths[std::size_t(part)] + gap;
    }
}

QueueSummary::QueueSummary(const Theme& theme, const Format& format, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_format(format), m_ages(new AgeBar(theme, format, this)),
      m_findings(new QGridLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::s, space::m, space::m);
    column->setSpacing(space::s);
    column->addWidget(m_ages);
    m_findings->setSpacing(6);
    m_findings->setColumnStretch(0, 1);
    m_findings->setColumnStretch(1, 1);
    column->addLayout(m_findings);
}

void QueueSummary::setCounts(const models::QueueCounts& counts, models::FindingKind chosen) {
    m_ages->setCounts(counts);
    // What is chosen stays, even when the last one was decided about.
    auto shown = counts.findings;
    if (chosen != models::FindingKind::Unknown &&
        std::ranges::find(shown, chosen, [](const auto& each) { return each.first; }) == shown.end())
        shown.emplace_back(chosen, 0);
    const bool same = std::ranges::equal(
        shown, m_buttons, {}, [](const auto& each) { return each.first; }, [](const auto& each) { return each.first; });
    if (!same) {
        for (const auto& [kind, button] : m_buttons)
            button->deleteLater();
        m_buttons.clear();
        for (const auto& [kind, count] : shown) {
            auto* button = new Facet(m_theme, findingPill(kind).text, this);
            const int at = int(m_buttons.size());
            m_findings->addWidget(button, at / 2, at % 2);
            m_buttons.emplace_back(kind, button);
            connect(button, &QAbstractButton::clicked, this,
                    [this, kind](bool checked) { emit this->chosen(checked ? kind : models::FindingKind::Unknown); });
        }
    }
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        static_cast<Facet*>(m_buttons[i].second)->setCount(m_format.count(shown[i].second));
        m_buttons[i].second->setChecked(m_buttons[i].first == chosen);
    }
}

} // namespace tradepost::ui
