#include "models/catalog/product_draft.h"

#include <QRegularExpression>

#include <cmath>

namespace tradepost::models {

std::optional<qint64> parseAmount(const QString& text, int digits, const QLocale& locale) {
    const QString point = locale.decimalPoint();
    QString group = locale.groupSeparator();
    QString figures = text.simplified();
    // People type a plain space where the locale has a narrow one.
    if (!group.isEmpty() && group.at(0).isSpace())
        group = " ";
    const qsizetype at = figures.lastIndexOf(point);
    QString whole = at < 0 ? figures : figures.left(at);
    const QString decimals = at < 0 ? QString() : figures.mid(at + point.size());
    const QStringList groups = whole.split(group);
    for (qsizetype i = 1; i < groups.size(); ++i) {
        if (groups[i].size() != 3)
            return std::nullopt;
    }
    whole = groups.join(QString());
    if (whole.isEmpty() || decimals.size() > digits || (at >= 0 && decimals.isEmpty()))
        return std::nullopt;
    const QString minor = whole + decimals.leftJustified(digits, '0');
    const bool allDigits = std::ranges::all_of(minor, [](QChar c) { return c >= '0' && c <= '9'; });
    bool ok = false;
    const qint64 value = minor.toLongLong(&ok);
    return allDigits && ok ? std::optional(value) : std::nullopt;
}

QString formatAmount(qint64 minor, int digits, const QLocale& locale) {
    QString figures = QString::number(minor < 0 ? -minor : minor).rightJustified(digits + 1, '0');
    const QString decimals = figures.right(digits);
    const QString whole = locale.toString(figures.left(figures.size() - digits).toLongLong());
    return (minor < 0 ? locale.negativeSign() : QString()) + whole +
           (digits > 0 ? locale.decimalPoint() + decimals : QString());
}

std::optional<double> parseNumber(const QString& text, const QLocale& locale) {
    bool ok = false;
    const double number = locale.toDouble(text.simplified().remove(locale.groupSeparator()), &ok);
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString formatNumber(double number, const QLocale& locale) {
    QLocale plain = locale; // what is edited has no separators of thousands
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return plain.toString(number, 'g', QLocale::FloatingPointShortest);
}

std::vector<qint64> parseSize(const QString& text) {
    static const QRegularExpression pattern("^(\\d{1,9})\\s*[x×X*]\\s*(\\d{1,9})\\s*[x×X*]\\s*(\\d{1,9})$");
    const auto match = pattern.match(text.simplified());
    if (!match.hasMatch())
        return {};
    return {match.captured(1).toLongLong(), match.captured(2).toLongLong(), match.captured(3).toLongLong()};
}

bool validGtin(const QString& gtin) {
    if (gtin.size() != 8 && gtin.size() != 12 && gtin.size() != 13 && gtin.size() != 14)
        return false;
    int sum = 0;
    for (qsizetype i = 0; i < gtin.size(); ++i) {
        const QChar c = gtin[gtin.size() - 1 - i];
        if (c < '0' || c > '9')
            return false;
        sum += c.digitValue() * (i % 2 == 0 ? 1 : 3);
    }
    return sum % 10 == 0;
}

} // namespace tradepost::models
