#include "ui/imports/import_text.h"

#include <QCoreApplication>

namespace tradepost::ui {

using models::Import;
using models::ImportState;
using models::MappingStep;
using models::Outcome;

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Imports", text);
}

QString timeLeft(qint64 seconds) {
    if (seconds < 90)
        return say(QT_TRANSLATE_NOOP("Imports", "%1 s left")).arg(std::max<qint64>(seconds, 1));
    if (seconds < 90 * 60)
        return say(QT_TRANSLATE_NOOP("Imports", "%1 min left")).arg((seconds + 30) / 60);
    return say(QT_TRANSLATE_NOOP("Imports", "%1 h left")).arg((seconds + 1800) / 3600);
}

} // namespace

PillStyle importPill(const Import& import) {
    if (import.running() && import.paused)
        return {say(QT_TRANSLATE_NOOP("Imports", "Paused")), Tone::Neutral};
    switch (import.state) {
    case ImportState::Uploading:
        return {say(QT_TRANSLATE_NOOP("Imports", "Not started")), Tone::Neutral};
    case ImportState::Checking:
        return {say(QT_TRANSLATE_NOOP("Imports", "Reading the file")), Tone::Info};
    case ImportState::Staging:
        return {say(QT_TRANSLATE_NOOP("Imports", "Checking")), Tone::Info};
    case ImportState::Staged:
        return {say(QT_TRANSLATE_NOOP("Imports", "Checked")), Tone::Warn};
    case ImportState::Importing:
        return {say(QT_TRANSLATE_NOOP("Imports", "Importing")), Tone::Info};
    case ImportState::Imported:
        return {say(QT_TRANSLATE_NOOP("Imports", "Imported")), Tone::Good};
    case ImportState::RollingBack:
        return {say(QT_TRANSLATE_NOOP("Imports", "Rolling back")), Tone::Info};
    case ImportState::RolledBack:
        return {say(QT_TRANSLATE_NOOP("Imports", "Rolled back")), Tone::Neutral};
    case ImportState::Cancelled:
        return {say(QT_TRANSLATE_NOOP("Imports", "Cancelled")), Tone::Neutral};
    case ImportState::Failed:
        return {say(QT_TRANSLATE_NOOP("Imports", "Failed")), Tone::Bad};
    case ImportState::Unknown:
        break;
    }
    return {};
}

PillStyle outcomePill(Outcome outcome) {
    switch (outcome) {
    case Outcome::Create:
        return {say(QT_TRANSLATE_NOOP("Imports", "New")), Tone::Good};
    case Outcome::Update:
        return {say(QT_TRANSLATE_NOOP("Imports", "Changed")), Tone::Info};
    case Outcome::Unchanged:
        return {say(QT_TRANSLATE_NOOP("Imports", "Unchanged")), Tone::Neutral};
    case Outcome::Error:
        return {say(QT_TRANSLATE_NOOP("Imports", "Error")), Tone::Bad};
    case Outcome::Unknown:
        break;
    }
    return {};
}

QString progressText(const Import& import, const Format& format) {
    QStringList parts;
    if (import.state == ImportState::RollingBack)
        parts.append(say(QT_TRANSLATE_NOOP("Imports", "%1 products taken back")).arg(format.count(import.rolledBack)));
    else if (import.rows > 0)
        parts.append(say(QT_TRANSLATE_NOOP("Imports", "%1 of %2 rows"))
                         .arg(format.count(std::min(import.products(), import.rows)), format.count(import.rows)));
    if (!import.paused && import.perSecond >= 1)
        parts.append(say(QT_TRANSLATE_NOOP("Imports", "%1/s")).arg(format.count(qint64(import.perSecond))));
    if (!import.paused && import.secondsLeft >= 0)
        parts.append(timeLeft(import.secondsLeft));
    return parts.join(", ");
}

QString formatName(const QString& name) {
    if (name == "csv")
        return say(QT_TRANSLATE_NOOP("Imports", "CSV of Tradepost"));
    if (name == "shopify")
        return say(QT_TRANSLATE_NOOP("Imports", "Shopify"));
    if (name == "google")
        return say(QT_TRANSLATE_NOOP("Imports", "Google Merchant (table)"));
    if (name == "google-xml")
        return say(QT_TRANSLATE_NOOP("Imports", "Google Merchant (XML)"));
    if (name == "jsonl")
        return say(QT_TRANSLATE_NOOP("Imports", "JSON Lines"));
    return say(QT_TRANSLATE_NOOP("Imports", "Own table, mapped"));
}

QString targetName(const QString& target) {
    static const QHash<QString, const char*> names{
        {"sku", QT_TRANSLATE_NOOP("Imports", "SKU")},
        {"title", QT_TRANSLATE_NOOP("Imports", "Title")},
        {"description", QT_TRANSLATE_NOOP("Imports", "Description")},
        {"brand", QT_TRANSLATE_NOOP("Imports", "Brand")},
        {"category", QT_TRANSLATE_NOOP("Imports", "Category")},
        {"price", QT_TRANSLATE_NOOP("Imports", "Price")},
        {"compare_at_price", QT_TRANSLATE_NOOP("Imports", "Price before")},
        {"currency", QT_TRANSLATE_NOOP("Imports", "Currency")},
        {"gtin", QT_TRANSLATE_NOOP("Imports", "GTIN")},
        {"images", QT_TRANSLATE_NOOP("Imports", "Pictures")},
        {"tags", QT_TRANSLATE_NOOP("Imports", "Tags")},
        {"weight_g", QT_TRANSLATE_NOOP("Imports", "Weight in grams")},
        {"options.Size", QT_TRANSLATE_NOOP("Imports", "Option: size")},
        {"options.Colour", QT_TRANSLATE_NOOP("Imports", "Option: colour")},
        {"language", QT_TRANSLATE_NOOP("Imports", "Language")},
        {"slug", QT_TRANSLATE_NOOP("Imports", "Address (slug)")},
        {"markets", QT_TRANSLATE_NOOP("Imports", "Markets")},
        {"tax_class", QT_TRANSLATE_NOOP("Imports", "Tax class")},
        {"texts.de.title", QT_TRANSLATE_NOOP("Imports", "Title (German)")},
        {"texts.de.description", QT_TRANSLATE_NOOP("Imports", "Description (German)")},
        {"length_mm", QT_TRANSLATE_NOOP("Imports", "Length in mm")},
        {"width_mm", QT_TRANSLATE_NOOP("Imports", "Width in mm")},
        {"height_mm", QT_TRANSLATE_NOOP("Imports", "Height in mm")},
    };
    const auto found = names.constFind(target);
    return found == names.constEnd() ? target : say(*found);
}

QString stepName(MappingStep::Kind kind) {
    switch (kind) {
    case MappingStep::Kind::Trim:
        return say(QT_TRANSLATE_NOOP("Imports", "Trim white space"));
    case MappingStep::Kind::Lower:
        return say(QT_TRANSLATE_NOOP("Imports", "Small letters"));
    case MappingStep::Kind::Upper:
        return say(QT_TRANSLATE_NOOP("Imports", "Capital letters"));
    case MappingStep::Kind::Replace:
        return say(QT_TRANSLATE_NOOP("Imports", "Replace a pattern"));
    case MappingStep::Kind::Split:
        return say(QT_TRANSLATE_NOOP("Imports", "Keep one part"));
    case MappingStep::Kind::Number:
        return say(QT_TRANSLATE_NOOP("Imports", "Read as a number"));
    case MappingStep::Kind::Lookup:
        return say(QT_TRANSLATE_NOOP("Imports", "Look up in a list"));
    case MappingStep::Kind::StripHtml:
        return say(QT_TRANSLATE_NOOP("Imports", "Remove HTML"));
    case MappingStep::Kind::Truncate:
        return say(QT_TRANSLATE_NOOP("Imports", "Cut to a length"));
    }
    return {};
}

QString sizeText(qint64 bytes, const Format& format) {
    return format.locale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

} // namespace tradepost::ui
