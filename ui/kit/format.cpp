#include "ui/kit/format.h"

#include "models/catalog/product_edit_model.h"

#include <QCoreApplication>

namespace tradepost::ui {

namespace {
QString symbolOf(const QString& currency) {
    static const QHash<QString, QString> symbols{{"EUR", "€"}, {"USD", "$"}, {"GBP", "£"}, {"JPY", "¥"}};
    return symbols.value(currency, currency);
}
} // namespace

Format::Format(QLocale locale, Clock now, Qt::TimeSpec spec)
    : m_locale(std::move(locale)), m_now(std::move(now)), m_spec(spec) {}

QString Format::money(const models::Price& price) const {
    if (!price.valid())
        return {};
    const QString amount =
        models::formatAmount(std::abs(price.minor), models::currencyDigits(price.currency), m_locale);
    const QString symbol = symbolOf(price.currency);
    const QString sign = price.minor < 0 ? m_locale.negativeSign() : QString();
    if (german() || symbol.size() > 1) {
        const QChar space(QChar::Nbsp);
        return german() ? sign + amount + space + symbol : sign + symbol + space + amount;
    }
    return sign + symbol + amount;
}

QString Format::count(qint64 value) const {
    return m_locale.toString(value);
}

QString Format::relative(const QDateTime& time) const {
    if (!time.isValid())
        return {};
    const QDateTime now = m_now();
    const qint64 seconds = time.secsTo(now);
    if (seconds < 60 && seconds > -60)
        return QCoreApplication::translate("Format", "just now");
    const QDateTime shown = time.toTimeSpec(m_spec);
    const int days = int(shown.date().daysTo(now.toTimeSpec(m_spec).date()));
    const int minutes = int(seconds / 60);
    const int hours = int(seconds / 3600);
    if (seconds > 0 && seconds < 3600)
        return QCoreApplication::translate("Format", "%n min ago", nullptr, minutes);
    if (seconds > 0 && days == 0)
        return QCoreApplication::translate("Format", "%n h ago", nullptr, hours);
    if (days == 1)
        return QCoreApplication::translate("Format", "yesterday");
    if (seconds > 0 && days < 7)
        return QCoreApplication::translate("Format", "%n day(s) ago", nullptr, days);
    return m_locale.toString(shown.date(), german() ? QStringLiteral("d. MMM yyyy") : QStringLiteral("d MMM yyyy"));
}

QString Format::exact(const QDateTime& time) const {
    if (!time.isValid())
        return {};
    const QDateTime shown = time.toTimeSpec(m_spec);
    return m_locale.toString(shown, german() ? QStringLiteral("d. MMMM yyyy HH:mm:ss")
                                             : QStringLiteral("d MMMM yyyy HH:mm:ss"));
}

} // namespace tradepost::ui
