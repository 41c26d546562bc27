#include "ui/catalog/editor/outline.h"

namespace tradepost::ui {

namespace {
constexpr int kHeight = 34;
constexpr int kDot = 6;
constexpr int kBadge = 18;
} // namespace

class Outline::Entry final : public QAbstractButton {
public:
    Entry(const Theme& theme, const QString& text, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
        setText(text);
        setFixedHeight(kHeight);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
        setState(false, 0);
    }

    void setCurrent(bool current) {
        m_current = current;
        update();
    }

    void setState(bool changed, int problems) {
        m_changed = changed;
        m_problems = problems;
        QStringList parts{text()};
        if (changed)
            parts.append(Outline::tr("changed"));
        if (problems > 0)
            parts.append(Outline::tr("%n problem(s)", nullptr, problems));
        setAccessibleName(parts.join(", "));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens& t = m_theme.tokens();
        const QRectF area = QRectF(rect()).adjusted(0.5, 1.5, -0.5, -1.5);
        if (m_current || underMouse() || hasFocus()) {
            painter.setPen(hasFocus() ? QPen(t.accent, 1) : QPen(Qt::NoPen));
            painter.setBrush(m_current ? m_theme.selected() : m_theme.hovered());
            painter.drawRoundedRect(area, kControlRadius, kControlRadius);
        }
        int right = width() - space::m;
        if (m_problems > 0) {
            const QString count = QString::number(m_problems);
            painter.setFont(m_theme.font(TextStyle::Secondary));
            const int wide = std::max(kBadge, painter.fontMetrics().horizontalAdvance(count) + 10);
            const QRect badge(right - wide, (height() - kBadge) / 2, wide, kBadge);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.tint(Tone::Bad));
            painter.drawRoundedRect(badge, kBadge / 2.0, kBadge / 2.0);
            painter.setPen(t.bad);
            painter.drawText(badge, Qt::AlignCenter, count);
            right = badge.left() - space::s;
        } else if (m_changed) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawEllipse(QRectF(right - kDot, (height() - kDot) / 2.0, kDot, kDot));
            right -= kDot + space::s;
        }
        painter.setFont(m_theme.font(m_current ? TextStyle::Strong : TextStyle::Body));
        painter.setPen(m_current ? t.text : t.muted);
        const QRect words(space::m, 0, right - space::m, height());
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    }

private:
    const Theme& m_theme;
    bool m_current = false;
    bool m_changed = false;
    int m_problems = 0;
};

Outline::Outline(const Theme& theme, const QStringList& sections, QWidget* parent)
    : Panel(theme, Surface::Surface, Qt::RightEdge, parent) {
    setFixedWidth(kWidth);
    setAccessibleName(tr("Sections"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::l, space::m + 1, space::l);
    column->setSpacing(2);
    for (int i = 0; i < int(sections.size()); ++i) {
        auto* entry = new Entry(theme, sections[i], this);
        connect(entry, &QAbstractButton::clicked, this, [this, i] { emit chosen(i); });
        connect(&theme, &Theme::changed, entry, qOverload<>(&QWidget::update));
        column->addWidget(entry);
        m_entries.append(entry);
    }
    column->addStretch(1);
}

void Outline::setCurrent(int section) {
    if (section == m_current)
        return;
    m_current = section;
    for (int i = 0; i < int(m_entries.size()); ++i)
        m_entries[i]->setCurrent(i == section);
}

void Outline::setState(int section, bool changed, int problems) {
    m_entries[section]->setState(changed, problems);
}

} // namespace tradepost::ui
