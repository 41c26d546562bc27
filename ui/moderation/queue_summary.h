#pragma once

#include "models/moderation/queue_model.h"
#include "ui/kit/format.h"
#include "ui/kit/widgets.h"

#include <array>

class QGridLayout;

namespace tradepost::ui {

// How long items have waited, as one bar in four parts: today, a day or two, a week, longer.
class AgeBar final : public QWidget {
    Q_OBJECT
public:
    static constexpr int kParts = 4;

    AgeBar(const Theme& theme, const Format& format, QWidget* parent = nullptr);
    void setCounts(const models::QueueCounts& counts);
    QSize sizeHint() const override { return {200, 36}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor colorOf(int part) const;

    const Theme& m_theme;
    const Format& m_format;
    std::array<qint64, kParts> m_counts{};
};

// The queue in numbers: the bar of ages, and a button for each finding that any item has, which lists those items.
class QueueSummary final : public QWidget {
    Q_OBJECT
public:
    // Both must outlive it.
    QueueSummary(const Theme& theme, const Format& format, QWidget* parent = nullptr);
    void setCounts(const models::QueueCounts& counts, models::FindingKind chosen);

signals:
    void chosen(tradepost::models::FindingKind kind); // Unknown: all

private:
    const Theme& m_theme;
    const Format& m_format;
    AgeBar* m_ages;
    QGridLayout* m_findings;
    std::vector<std::pair<models::FindingKind, QAbstractButton*>> m_buttons;
};

} // namespace tradepost::ui
