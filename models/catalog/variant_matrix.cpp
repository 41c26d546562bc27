#include "models/catalog/variant_matrix.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace tradepost::models {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Variants", text);
}

QString forSku(const QString& value) {
    static const QRegularExpression other("[^\\p{L}\\p{N}]+");
    QString result = value.toUpper().replace(other, "-");
    while (result.startsWith('-'))
        result.remove(0, 1);
    while (result.endsWith('-'))
        result.chop(1);
    return result;
}

// Whether the variant may stand for this combination. What it does not say, or an option it does not have, is taken for
// the first value.
bool fits(const DraftVariant& variant, const QStringList& names, const std::vector<VariantOption>& options,
          const QStringList& combination) {
    for (std::size_t i = 0; i < options.size(); ++i) {
        const QString has = variant.options.value(names.indexOf(options[i].name));
        const QString& wanted = combination[qsizetype(i)];
        if (has.isEmpty() ? wanted != options[i].values.first() : has != wanted)
            return false;
    }
    return true;
}

QString freeSku(const QString& wanted, const std::set<QString>& taken) {
    if (wanted.isEmpty() || !taken.contains(wanted))
        return wanted;
    for (int number = 2;; ++number) {
        if (const QString sku = wanted + '-' + QString::number(number); !taken.contains(sku))
            return sku;
    }
}

} // namespace

std::vector<VariantOption> optionsOf(const ProductDraft& draft) {
    std::vector<VariantOption> options;
    for (qsizetype i = 0; i < draft.optionNames.size(); ++i) {
        VariantOption option{draft.optionNames[i], {}};
        for (const auto& variant : draft.variants) {
            const QString value = variant.options.value(i);
            if (!value.isEmpty() && !option.values.contains(value))
                option.values.append(value);
        }
        options.push_back(std::move(option));
    }
    return options;
}

QString problemOf(const std::vector<VariantOption>& options) {
    if (options.size() > std::size_t(kMaxOptions))
        return QCoreApplication::translate("Variants", "At most %n option(s) are possible.", nullptr, kMaxOptions);
    QStringList names;
    qint64 combinations = 1;
    for (const auto& option : options) {
        if (option.name.isEmpty())
            return say(QT_TRANSLATE_NOOP("Variants", "Give every option a name, such as “Colour”."));
        if (option.name.size() > 50)
            return say(QT_TRANSLATE_NOOP("Variants", "Shorten “%1” to 50 characters.")).arg(option.name);
        if (names.contains(option.name))
            return say(QT_TRANSLATE_NOOP("Variants", "“%1” stands twice.")).arg(option.name);
        if (option.values.isEmpty())
            return say(QT_TRANSLATE_NOOP("Variants", "Enter the values of “%1”.")).arg(option.name);
        for (const QString& value : option.values) {
            if (value.size() > 100)
                return say(QT_TRANSLATE_NOOP("Variants", "Shorten “%1” to 100 characters.")).arg(value.left(30) + "…");
        }
        names.append(option.name);
        combinations = std::min<qint64>(combinations * option.values.size(), 1'000'000);
    }
    if (combinations > kMaxVariants)
        return say(QT_TRANSLATE_NOOP("Variants", "That makes %1 variants; a product has at most %2."))
            .arg(combinations)
            .arg(kMaxVariants);
    return {};
}

VariantMatrix makeMatrix(const ProductDraft& draft, const std::vector<VariantOption>& options) {
    VariantMatrix matrix;
    std::vector<QStringList> combinations{{}};
    for (const auto& option : options) {
        std::vector<QStringList> longer;
        for (const auto& combination : combinations) {
            for (const QString& value : option.values)
                longer.push_back(combination + QStringList{value});
        }
        combinations = std::move(longer);
    }
    std::vector<bool> used(draft.variants.size());
    std::set<QString> skus;
    for (const auto& variant : draft.variants)
        skus.insert(variant.sku);
    const DraftVariant& first = draft.variants.front();
    for (const auto& combination : combinations) {
        std::size_t found = 0;
        while (found < used.size() &&
               (used[found] || !fits(draft.variants[found], draft.optionNames, options, combination)))
            ++found;
        DraftVariant variant;
        if (found < used.size()) {
            used[found] = true;
            variant = draft.variants[found];
            ++matrix.kept;
        } else {
            variant.price = first.price;
            variant.compareAt = first.compareAt;
            variant.weight = first.weight;
            variant.size = first.size;
            QStringList parts{first.sku};
            for (const QString& value : combination)
                parts.append(forSku(value));
            variant.sku = first.sku.isEmpty() ? QString() : freeSku(parts.join('-').left(60), skus);
            skus.insert(variant.sku);
            ++matrix.added;
        }
        variant.options = combination;
        matrix.variants.push_back(std::move(variant));
    }
    matrix.removed = int(draft.variants.size()) - matrix.kept;
    return matrix;
}

void apply(ProductDraft& draft, const std::vector<VariantOption>& options) {
    draft.variants = makeMatrix(draft, options).variants;
    draft.optionNames.clear();
    for (const auto& option : options)
        draft.optionNames.append(option.name);
}

QString skuOf(const QString& pattern, const ProductDraft& draft, int row) {
    QString sku = pattern;
    const auto& options = draft.variants[std::size_t(row)].options;
    for (qsizetype i = 0; i < draft.optionNames.size(); ++i)
        sku.replace('{' + draft.optionNames[i] + '}', forSku(options.value(i)), Qt::CaseInsensitive);
    return sku.replace("{n}", QString::number(row + 1)).trimmed();
}

} // namespace tradepost::models
