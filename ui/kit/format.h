#pragma once

#include "models/catalog/product.h"

#include <QDateTime>
#include <QLocale>

#include <functional>

namespace tradepost::ui {

// Money, numbers and dates as people of one language read them. `now` and the zone are passed in, so that pictures
// repeat.
class Format {
public:
    using Clock = std::function<QDateTime()>;

    explicit Format(QLocale locale = QLocale("en"), Clock now = &QDateTime::currentDateTimeUtc,
                    Qt::TimeSpec spec = Qt::LocalTime);

    const QLocale& locale() const { return m_locale; }
    bool german() const { return m_locale.language() == QLocale::German; }
    QString money(const models::Price& price) const; // "€1,299.00", "1.299,00 €"; empty for no price
    QString count(qint64 value) const;               // "12,408"
    QString relative(const QDateTime& time) const;   // "3 min ago", "yesterday", "14 Mar 2026"
    QString exact(const QDateTime& time) const;      // "14 March 2026 09:26:53"
    QDateTime now() const { return m_now(); }

private:
    QLocale m_locale;
    Clock m_now;
    Qt::TimeSpec m_spec;
};

} // namespace tradepost::ui
