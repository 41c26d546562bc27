#include "ui/moderation/moderation_text.h"

#include "ui/catalog/product_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace tradepost::ui {

using models::FindingKind;

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Moderation", text);
}

QString plainName(const QString& field) {
    static const QHash<QString, const char*> names{
        {"title", QT_TRANSLATE_NOOP("Moderation", "Title")},
        {"description", QT_TRANSLATE_NOOP("Moderation", "Description")},
        {"brand", QT_TRANSLATE_NOOP("Moderation", "Brand")},
        {"category_id", QT_TRANSLATE_NOOP("Moderation", "Category")},
        {"category", QT_TRANSLATE_NOOP("Moderation", "Category")},
        {"texts", QT_TRANSLATE_NOOP("Moderation", "Translations")},
        {"variants", QT_TRANSLATE_NOOP("Moderation", "Variants")},
        {"attributes", QT_TRANSLATE_NOOP("Moderation", "Attributes")},
        {"images", QT_TRANSLATE_NOOP("Moderation", "Pictures")},
        {"price", QT_TRANSLATE_NOOP("Moderation", "Price")},
        {"compare_at_price", QT_TRANSLATE_NOOP("Moderation", "Price before")},
        {"gtin", QT_TRANSLATE_NOOP("Moderation", "GTIN")},
        {"weight_g", QT_TRANSLATE_NOOP("Moderation", "Weight")},
        {"dimensions", QT_TRANSLATE_NOOP("Moderation", "Dimensions")},
        {"slug", QT_TRANSLATE_NOOP("Moderation", "Web address")},
        {"seo.title", QT_TRANSLATE_NOOP("Moderation", "Title for search engines")},
        {"seo.description", QT_TRANSLATE_NOOP("Moderation", "Description for search engines")},
        {"tags", QT_TRANSLATE_NOOP("Moderation", "Tags")},
        {"markets", QT_TRANSLATE_NOOP("Moderation", "Markets")},
        {"tax_class", QT_TRANSLATE_NOOP("Moderation", "Tax class")},
        {"alt", QT_TRANSLATE_NOOP("Moderation", "Alternative text")},
    };
    const char* known = names.value(field, nullptr);
    return known ? say(known) : field;
}

// As the queue orders them: what must not be sold outweighs what is missing.
Tone toneOf(FindingKind kind) {
    switch (kind) {
    case FindingKind::BannedWord:
    case FindingKind::BannedBrand:
        return Tone::Bad;
    case FindingKind::MissingImage:
    case FindingKind::AttributeOutsideDefinition:
    case FindingKind::Unknown:
        return Tone::Info;
    default:
        return Tone::Warn;
    }
}

const char* labelOf(FindingKind kind) {
    switch (kind) {
    case FindingKind::MissingImage:
        return QT_TRANSLATE_NOOP("Moderation", "No picture");
    case FindingKind::WrongGtin:
        return QT_TRANSLATE_NOOP("Moderation", "Wrong GTIN");
    case FindingKind::GtinElsewhere:
        return QT_TRANSLATE_NOOP("Moderation", "GTIN elsewhere");
    case FindingKind::NearDuplicateTitle:
        return QT_TRANSLATE_NOOP("Moderation", "Similar title");
    case FindingKind::UnusualPrice:
        return QT_TRANSLATE_NOOP("Moderation", "Unusual price");
    case FindingKind::BannedWord:
        return QT_TRANSLATE_NOOP("Moderation", "Banned word");
    case FindingKind::BannedBrand:
        return QT_TRANSLATE_NOOP("Moderation", "Banned brand");
    case FindingKind::ContactInText:
        return QT_TRANSLATE_NOOP("Moderation", "Contact in text");
    case FindingKind::AttributeOutsideDefinition:
        return QT_TRANSLATE_NOOP("Moderation", "Odd attribute");
    case FindingKind::Unknown:
        break;
    }
    return QT_TRANSLATE_NOOP("Moderation", "Other finding");
}

} // namespace

PillStyle findingPill(FindingKind kind) {
    return {say(labelOf(kind)), toneOf(kind)};
}

PillStyle findingsPill(const std::vector<models::Finding>& findings) {
    if (findings.empty())
        return {say(QT_TRANSLATE_NOOP("Moderation", "Nothing found")), Tone::Good};
    if (findings.size() == 1)
        return findingPill(findings.front().kind);
    Tone gravest = Tone::Info;
    for (const auto& finding : findings) {
        const Tone tone = toneOf(finding.kind);
        if (tone == Tone::Bad || (tone == Tone::Warn && gravest == Tone::Info))
            gravest = tone;
    }
    return {QCoreApplication::translate("Moderation", "%n finding(s)", nullptr, int(findings.size())), gravest};
}

QString fieldName(const QString& path) {
    static const QRegularExpression parts("^(\\w+)\\[([^\\]]*)\\](?:\\.(.+))?$");
    const auto match = parts.match(path);
    if (!match.hasMatch())
        return plainName(path);
    const QString list = match.captured(1), key = match.captured(2), field = match.captured(3);
    bool number = false;
    const int position = key.toInt(&number) + 1;
    if (list == "texts")
        return QString("%1 (%2)").arg(plainName(field), languageName(key));
    if (list == "attributes")
        return key;
    if (list == "images")
        return plainName(field.isEmpty() ? list : field);
    if (list == "variants" && number) // findings count them
        return position == 1 ? plainName(field) : QString("%1 %2").arg(plainName(field)).arg(position);
    return field.isEmpty() ? QString("%1 %2").arg(plainName(list), key) : QString("%1, %2").arg(plainName(field), key);
}

QString verdictText(models::Verdict verdict) {
    switch (verdict) {
    case models::Verdict::Approve:
        return say(QT_TRANSLATE_NOOP("Moderation", "Approve"));
    case models::Verdict::Reject:
        return say(QT_TRANSLATE_NOOP("Moderation", "Reject"));
    case models::Verdict::RequestChanges:
        return say(QT_TRANSLATE_NOOP("Moderation", "Request changes"));
    }
    return {};
}

} // namespace tradepost::ui
