#include "models/catalog/product_checks.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace tradepost::models {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("ProductChecks", text);
}

class Checks {
public:
    Checks(const ProductDraft& draft, const CheckContext& context) : m_draft(draft), m_context(context) {}

    std::map<FieldRef, QString> run() {
        texts();
        plain();
        variants();
        attributes();
        images();
        lists();
        return std::move(m_problems);
    }

private:
    void add(const FieldRef& ref, const QString& problem) {
        if (!problem.isEmpty())
            m_problems.try_emplace(ref, problem);
    }

    static QString tooLong(Field field, const QString& value) {
        const int most = maxLength(field);
        return value.size() > most && value.toUcs4().size() > most
                   ? QCoreApplication::translate("ProductChecks", "Shorten this to at most %n character(s).", nullptr,
                                                 most)
                   : QString();
    }

    void texts() {
        for (const auto& [language, texts] : m_draft.texts) {
            const bool own = language == m_draft.language;
            const FieldRef title(Field::Title, own ? QString() : language);
            const FieldRef description(Field::Description, own ? QString() : language);
            if (own && texts.title.isEmpty())
                add(title, say(QT_TRANSLATE_NOOP("ProductChecks", "Give the product a title.")));
            if (!own && texts.title.isEmpty() && !texts.description.isEmpty())
                add(title, say(QT_TRANSLATE_NOOP("ProductChecks", "Give the translation a title too.")));
            add(title, tooLong(Field::Title, texts.title));
            add(description, tooLong(Field::Description, texts.description));
        }
    }

    void plain() {
        for (const Field field : {Field::Brand, Field::Slug, Field::SeoTitle, Field::SeoDescription, Field::TaxClass})
            add(field, tooLong(field, m_draft.value(field)));
        if (m_context.isNew && m_draft.sellerId.isEmpty())
            add(Field::Seller, say(QT_TRANSLATE_NOOP("ProductChecks", "Choose the seller account it belongs to.")));
        static const QRegularExpression slug("^[a-z0-9]+(-[a-z0-9]+)*$");
        if (!m_draft.slug.isEmpty() && !slug.match(m_draft.slug).hasMatch())
            add(Field::Slug,
                say(QT_TRANSLATE_NOOP("ProductChecks", "Use small letters a to z, digits and single hyphens "
                                                       "between them, such as desk-lamp-2.")));
    }

    QString amountProblem(const QString& amount) const {
        const int digits = currencyDigits(m_draft.currency);
        if (parseAmount(amount, digits, m_context.locale))
            return {};
        return say(QT_TRANSLATE_NOOP("ProductChecks", "Enter an amount like %1."))
            .arg(formatAmount(digits == 0 ? 1999 : 199900, digits, m_context.locale));
    }

    void variants() {
        std::map<QString, int> skus;
        std::map<QStringList, int> combinations;
        for (const auto& variant : m_draft.variants) {
            ++skus[variant.sku];
            ++combinations[variant.options];
        }
        for (int row = 0; row < int(m_draft.variants.size()); ++row) {
            const auto& variant = m_draft.variants[std::size_t(row)];
            const auto tell = [&](Field field, const QString& problem) { add({field, row}, problem); };
            tell(Field::Price, variant.price.isEmpty() ? say(QT_TRANSLATE_NOOP("ProductChecks", "Enter a price."))
                                                       : amountProblem(variant.price));
            if (!variant.compareAt.isEmpty())
                tell(Field::CompareAt, amountProblem(variant.compareAt));
            if (variant.sku.isEmpty())
                tell(Field::Sku,
                     say(QT_TRANSLATE_NOOP("ProductChecks", "Enter the SKU, your own number for this item.")));
            else if (skus[variant.sku] > 1)
                tell(Field::Sku, say(QT_TRANSLATE_NOOP("ProductChecks", "This SKU stands twice; each needs its own.")));
            tell(Field::Sku, tooLong(Field::Sku, variant.sku));
            if (!variant.gtin.isEmpty() && !validGtin(variant.gtin))
                tell(Field::Gtin, say(QT_TRANSLATE_NOOP("ProductChecks",
                                                        "Check the number: 8, 12, 13 or 14 digits, the last of which "
                                                        "follows from the others.")));
            bool ok = true;
            const qint64 grams = variant.weight.isEmpty() ? 0 : variant.weight.toLongLong(&ok);
            if (!ok || grams < 0 || grams > 100'000'000)
                tell(Field::Weight, say(QT_TRANSLATE_NOOP("ProductChecks", "Enter whole grams, such as 850.")));
            if (!variant.size.isEmpty()) {
                const auto size = parseSize(variant.size);
                if (size.empty() || std::ranges::any_of(size, [](qint64 edge) { return edge > 100'000'000; }))
                    tell(Field::Size,
                         say(QT_TRANSLATE_NOOP("ProductChecks", "Enter three whole numbers of millimetres, "
                                                                "such as 120 × 80 × 40.")));
            }
            if (!m_draft.optionNames.isEmpty() && combinations[variant.options] > 1)
                add(Field::Variants, say(QT_TRANSLATE_NOOP("ProductChecks", "Two variants have the same options: %1."))
                                         .arg(variant.options.join(", ")));
        }
    }

    void attributes() {
        for (const auto& attribute : m_draft.attributes) {
            const FieldRef ref(Field::Attribute, attribute.name);
            if (attribute.value.isEmpty())
                continue;
            if (attribute.kind == AttributeKind::Number && !parseNumber(attribute.value, m_context.locale))
                add(ref, say(QT_TRANSLATE_NOOP("ProductChecks", "Enter a number, such as %1."))
                             .arg(formatNumber(12.5, m_context.locale)));
            if (attribute.value.size() > 1000)
                add(ref, tooLong(Field::Attribute, attribute.value));
            const auto found = std::ranges::find(m_context.definitions, attribute.name, &AttributeDefinition::name);
            if (found == m_context.definitions.end())
                continue;
            if (found->kind != attribute.kind)
                add(ref, say(QT_TRANSLATE_NOOP("ProductChecks", "This category wants another kind of value here; enter "
                                                                "it again.")));
            else if (found->kind == AttributeKind::Number && found->unit != attribute.unit)
                add(ref,
                    found->unit.isEmpty()
                        ? say(QT_TRANSLATE_NOOP("ProductChecks", "This category has no unit here; enter the number "
                                                                 "again."))
                        : say(QT_TRANSLATE_NOOP("ProductChecks", "This category measures it in %1, not in %2; enter "
                                                                 "the number again."))
                              .arg(found->unit, attribute.unit));
            else if (!found->allowed.isEmpty() && !found->allowed.contains(attribute.value))
                add(ref, say(QT_TRANSLATE_NOOP("ProductChecks", "“%1” is no value in this category; choose one."))
                             .arg(attribute.value));
        }
        if (!m_context.complete)
            return;
        for (const auto& definition : m_context.definitions) {
            const DraftAttribute* there = m_draft.attribute(definition.name);
            if (definition.required && (!there || there->value.isEmpty()))
                add({Field::Attribute, definition.name},
                    say(QT_TRANSLATE_NOOP("ProductChecks", "This category needs it of what is on sale.")));
        }
    }

    void images() {
        for (const auto& image : m_draft.images) {
            if (image.alt.size() > 500)
                add(Field::Images,
                    say(QT_TRANSLATE_NOOP("ProductChecks", "Shorten the alternative text to 500 characters.")));
        }
        if (m_draft.images.size() > 50)
            add(Field::Images,
                say(QT_TRANSLATE_NOOP("ProductChecks", "At most 50 pictures are possible; remove some.")));
    }

    void lists() {
        for (const QString& tag : m_draft.tags) {
            if (tag.size() > 50)
                add(Field::Tags, say(QT_TRANSLATE_NOOP("ProductChecks", "Shorten the tag “%1” to 50 characters."))
                                     .arg(tag.left(30) + "…"));
        }
        if (m_draft.tags.size() > 100)
            add(Field::Tags, say(QT_TRANSLATE_NOOP("ProductChecks", "At most 100 tags are possible; remove some.")));
    }

    const ProductDraft& m_draft;
    const CheckContext& m_context;
    std::map<FieldRef, QString> m_problems;
};

} // namespace

std::map<FieldRef, QString> problemsOf(const ProductDraft& draft, const CheckContext& context) {
    const ProductDraft tidy = draft.tidied();
    return Checks(tidy, context).run();
}

int maxLength(Field field) {
    switch (field) {
    case Field::Title:
        return 300;
    case Field::Description:
        return 20'000;
    case Field::Brand:
        return 100;
    case Field::Sku:
        return 64;
    case Field::Gtin:
        return 14;
    case Field::Slug:
    case Field::SeoTitle:
        return 120;
    case Field::SeoDescription:
        return 500;
    case Field::TaxClass:
        return 50;
    case Field::Attribute:
        return 1'000;
    default:
        return 32;
    }
}

} // namespace tradepost::models
