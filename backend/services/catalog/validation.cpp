#include "backend/services/catalog/validation.h"

#include "backend/base/money.h"
#include "backend/platform/query/utf8.h"
#include "backend/platform/rpc/registry.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <unordered_set>

namespace tradepost::catalog {

namespace {
constexpr std::size_t quoted = 40;
constexpr std::int64_t maxMillimetres = 100'000'000;
constexpr std::size_t maxTagLength = 50;
constexpr std::size_t maxLanguages = 50;

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlpha(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
}
bool isAlphanumeric(char c) {
    return isAlpha(c) || isDigit(c);
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::unexpected<Error> problem(std::string field, std::string_view message, std::string reason = "INVALID_FIELD") {
    return invalid(std::move(field), std::string(message), std::move(reason));
}

Result<void> checkText(std::string_view text, const std::string& field) {
    if (!query::isStorableText(text))
        return problem(field, "The text must be UTF-8 without NUL.", "INVALID_TEXT");
    return {};
}

Result<void> checkPrice(const common::v1::Money& price, const std::string& field) {
    if (auto currency = Currency::parse(price.currency(), field + ".currency"); !currency)
        return std::unexpected(std::move(currency).error());
    if (price.amount_minor() < 0)
        return problem(field + ".amount_minor",
                       fmt::format("{} is below zero; a price is 0 or more minor units.", price.amount_minor()),
                       "NEGATIVE_PRICE");
    return {};
}

Result<void> checkVariant(const v1::Variant& variant, const std::string& currency, const std::string& field) {
    if (isBlank(variant.sku()))
        return problem(field + ".sku", "A variant needs a SKU.", "FIELD_REQUIRED");
    TP_TRY(checkText(variant.sku(), field + ".sku"));
    if (!variant.has_price())
        return problem(field + ".price", "A variant needs a price.", "FIELD_REQUIRED");
    TP_TRY(checkPrice(variant.price(), field + ".price"));
    if (variant.price().currency() != currency)
        return problem(field + ".price.currency",
                       fmt::format("All variants are priced in one currency; the first is in {}, this one in {}.",
                                   currency, variant.price().currency()),
                       "MIXED_CURRENCIES");
    if (variant.has_compare_at_price()) {
        TP_TRY(checkPrice(variant.compare_at_price(), field + ".compare_at_price"));
        if (variant.compare_at_price().currency() != currency)
            return problem(field + ".compare_at_price.currency", fmt::format("Write it in {} as the price.", currency),
                           "MIXED_CURRENCIES");
    }
    if (!variant.gtin().empty() && !isGtin(variant.gtin()))
        return problem(field + ".gtin",
                       fmt::format("'{}' is no GTIN: 8, 12, 13 or 14 digits of which the last is the check digit.",
                                   query::excerpt(variant.gtin(), quoted)),
                       "INVALID_GTIN");
    if (variant.weight_g() < 0)
        return problem(field + ".weight_g", "A weight is 0 or more grams.");
    if (variant.has_dimensions()) {
        const auto& d = variant.dimensions();
        for (const auto& [name, value] :
             {std::pair{"length_mm", d.length_mm()}, {"width_mm", d.width_mm()}, {"height_mm", d.height_mm()}})
            if (value < 0 || value > maxMillimetres)
                return problem(
                    fmt::format("{}.dimensions.{}", field, name),
                    fmt::format("{} is out of range; 0 to {} millimetres are possible.", value, maxMillimetres));
    }
    std::set<std::string_view> names;
    for (int i = 0; i < variant.options_size(); ++i) {
        const std::string option = fmt::format("{}.options[{}]", field, i);
        TP_TRY(checkText(variant.options(i).name(), option + ".name"));
        TP_TRY(checkText(variant.options(i).value(), option + ".value"));
        if (!names.insert(variant.options(i).name()).second)
            return problem(option + ".name",
                           fmt::format("'{}' stands twice.", query::excerpt(variant.options(i).name(), quoted)));
    }
    return {};
}

Result<void> checkVariants(const v1::Product& product, const std::string& field) {
    if (product.variants_size() == 0)
        return problem(field, "A product needs at least one variant.", "FIELD_REQUIRED");
    std::unordered_set<std::string_view> skus;
    for (int i = 0; i < product.variants_size(); ++i) {
        const std::string variant = fmt::format("{}[{}]", field, i);
        TP_TRY(checkVariant(product.variants(i), product.variants(0).price().currency(), variant));
        if (product.variants_size() > 1 && !skus.insert(product.variants(i).sku()).second)
            return problem(variant + ".sku",
                           fmt::format("The SKU {} stands twice in this product.",
                                       query::excerpt(product.variants(i).sku(), quoted)),
                           "DUPLICATE_SKU");
    }
    return {};
}

Result<void> checkImages(const v1::Product& product, const std::string& field) {
    for (int i = 0; i < product.images_size(); ++i) {
        const std::string& url = product.images(i).url();
        const bool known = url.starts_with("https://") || url.starts_with("http://") || url.starts_with("/media/");
        const bool clean = std::ranges::none_of(
            url, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>'; });
        if (!known || !clean)
            return problem(fmt::format("{}[{}].url", field, i),
                           fmt::format("'{}' is neither an http(s) URL nor one of this store's /media/.",
                                       query::excerpt(url, quoted)),
                           "INVALID_URL");
        TP_TRY(checkText(url, fmt::format("{}[{}].url", field, i)));
        TP_TRY(checkText(product.images(i).alt(), fmt::format("{}[{}].alt", field, i)));
    }
    return {};
}

Result<void> checkAttributes(const v1::Product& product, const std::string& field) {
    std::unordered_set<std::string_view> names;
    for (int i = 0; i < product.attributes_size(); ++i) {
        const v1::Attribute& attribute = product.attributes(i);
        const std::string at = fmt::format("{}[{}]", field, i);
        TP_TRY(checkText(attribute.name(), at + ".name"));
        if (isBlank(attribute.name()))
            return problem(at + ".name", "An attribute needs a name.", "FIELD_REQUIRED");
        if (!names.insert(attribute.name()).second)
            return problem(at + ".name", fmt::format("'{}' stands twice.", query::excerpt(attribute.name(), quoted)));
        if (attribute.value_case() == v1::Attribute::VALUE_NOT_SET)
            return problem(at, "An attribute needs a text, number or flag.", "FIELD_REQUIRED");
        TP_TRY(checkText(attribute.text(), at + ".text"));
        TP_TRY(checkText(attribute.unit(), at + ".unit"));
        if (!std::isfinite(attribute.number()))
            return problem(at + ".number", "The number must be finite.");
        if (!attribute.unit().empty() && attribute.value_case() != v1::Attribute::kNumber)
            return problem(at + ".unit", "Only a number has a unit.");
    }
    return {};
}

// The contract's limit holds for what is sent; changes of parts add up.
Result<void> checkLanguages(std::size_t number, const std::string& field) {
    if (number <= maxLanguages)
        return {};
    return problem(field, fmt::format("There are {} languages; at most {} are allowed.", number, maxLanguages),
                   "TOO_MANY_ITEMS");
}

Result<void> checkTexts(const v1::Product& product, const std::string& field) {
    TP_TRY(checkLanguages(product.texts().size(), field));
    for (const auto& [tag, text] : product.texts()) {
        const std::string at = fmt::format("{}[{}]", field, query::excerpt(tag, quoted));
        if (!isLanguageTag(tag))
            return problem(at, "The key must be a BCP 47 language tag such as de or pt-BR.", "INVALID_LANGUAGE");
        TP_TRY(checkText(text.title(), at + ".title"));
        TP_TRY(checkText(text.description(), at + ".description"));
    }
    return {};
}

Result<void> checkTags(const v1::Product& product, const std::string& field) {
    std::unordered_set<std::string_view> seen;
    for (int i = 0; i < product.tags_size(); ++i) {
        const std::string& tag = product.tags(i);
        const std::string at = fmt::format("{}[{}]", field, i);
        TP_TRY(checkText(tag, at));
        if (isBlank(tag) || query::codePoints(tag) > maxTagLength)
            return problem(at, fmt::format("A tag has 1 to {} characters.", maxTagLength));
        if (!seen.insert(tag).second)
            return problem(at, fmt::format("'{}' stands twice.", query::excerpt(tag, quoted)));
    }
    return {};
}

Result<void> checkMarkets(const v1::Product& product, const std::string& field) {
    std::set<std::string_view> seen;
    for (int i = 0; i < product.markets_size(); ++i) {
        const std::string& market = product.markets(i);
        const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
        if (market.size() != 2 || !isUpper(market[0]) || !isUpper(market[1]) || !seen.insert(market).second)
            return problem(fmt::format("{}[{}]", field, i),
                           fmt::format("'{}' is not, or not for the first time, a region of ISO 3166-1 such as DE.",
                                       query::excerpt(market, quoted)),
                           "INVALID_MARKET");
    }
    return {};
}

Result<void> checkTitle(const std::string& title, const std::string& field) {
    if (isBlank(title))
        return problem(field, "A product needs a title.", "FIELD_REQUIRED");
    return checkText(title, field);
}
} // namespace

bool isGtin(std::string_view text) {
    if (text.size() != 8 && text.size() != 12 && text.size() != 13 && text.size() != 14)
        return false;
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isDigit(text[i]))
            return false;
        // From the right: the check digit counts once, its neighbour three times, and so on.
        sum += (text[i] - '0') * ((text.size() - i) % 2 == 0 ? 3 : 1);
    }
    return sum % 10 == 0;
}

bool isLanguageTag(std::string_view text) {
    // langtag = language ["-" script] ["-" region] *("-" variant) *("-" extension) ["-" privateuse]
    if (text.empty() || text.size() > 35)
        return false;
    enum Part { Language, Script, Region, Variant, Extension, PrivateUse } reached = Language;
    bool first = true;
    bool needsMore = false; // after a singleton
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('-', at), text.size());
        const std::string_view sub = text.substr(at, end - at);
        at = end + 1;
        if (sub.empty() || sub.size() > 8 || !std::ranges::all_of(sub, isAlphanumeric))
            return false;
        const bool alphabetic = std::ranges::all_of(sub, isAlpha);
        if (first) {
            if (!alphabetic || sub.size() < 2)
                return false;
            first = false;
        } else if (reached == PrivateUse) {
            needsMore = false;
        } else if (sub.size() == 1) {
            if (needsMore)
                return false;
            reached = sub[0] == 'x' || sub[0] == 'X' ? PrivateUse : Extension;
            needsMore = true;
        } else if (reached == Extension) {
            needsMore = false;
        } else if (sub.size() == 4 && alphabetic && reached < Script) {
            reached = Script;
        } else if (((sub.size() == 2 && alphabetic) || (sub.size() == 3 && std::ranges::all_of(sub, isDigit))) &&
                   reached < Region) {
            reached = Region;
        } else if (sub.size() >= 5 || (sub.size() == 4 && isDigit(sub[0]))) {
            reached = Variant;
        } else {
            return false;
        }
    }
    return !needsMore;
}

bool isSlug(std::string_view text) {
    if (text.empty() || text.front() == '-' || text.back() == '-' || text.find("--") != std::string_view::npos)
        return false;
    return std::ranges::all_of(text, [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

Result<void> validateField(const v1::Product& product, std::string_view field, const std::string& prefix) {
    const std::string at = prefix + "." + std::string(field);
    if (field == "title")
        return checkTitle(product.title(), at);
    if (field == "variants")
        return checkVariants(product, at);
    if (field == "description")
        return checkText(product.description(), at);
    if (field == "brand")
        return checkText(product.brand(), at);
    if (field == "images")
        return checkImages(product, at);
    if (field == "attributes")
        return checkAttributes(product, at);
    if (field == "texts")
        return checkTexts(product, at);
    if (field == "tags")
        return checkTags(product, at);
    if (field == "markets")
        return checkMarkets(product, at);
    if (field == "language" && !product.language().empty() && !isLanguageTag(product.language()))
        return problem(at, "Write a BCP 47 language tag such as en or pt-BR.", "INVALID_LANGUAGE");
    if (field == "slug" && !product.slug().empty() && !isSlug(product.slug()))
        return problem(at, "A slug has lower-case letters a to z, digits and single hyphens between them.",
                       "INVALID_SLUG");
    if (field == "seo") {
        TP_TRY(checkText(product.seo().title(), at + ".title"));
        return checkText(product.seo().description(), at + ".description");
    }
    if (field == "tax_class")
        return checkText(product.tax_class(), at);
    return {};
}

Result<void> validateFields(const v1::Product& product, const std::string& prefix) {
    for (const char* field : {"title", "variants", "description", "language", "texts", "brand", "attributes", "images",
                              "slug", "seo", "tags", "markets", "tax_class"})
        TP_TRY(validateField(product, field, prefix));
    return {};
}

Result<void> validateProduct(const v1::Product& product, const std::string& prefix) {
    if (auto lengths = rpc::validate(product); !lengths) {
        Error error = std::move(lengths).error();
        error.field = error.field.empty() ? prefix : prefix + "." + error.field;
        return std::unexpected(std::move(error));
    }
    return validateFields(product, prefix);
}

Result<void> validateCategory(const v1::Category& category, const std::string& prefix) {
    if (isBlank(category.name()))
        return problem(prefix + ".name", "A category needs a name.", "FIELD_REQUIRED");
    TP_TRY(checkText(category.name(), prefix + ".name"));
    if (category.name().find(" > ") != std::string::npos)
        return problem(prefix + ".name", "' > ' separates the names of a path and cannot stand in one.");
    if (!category.slug().empty() && !isSlug(category.slug()))
        return problem(prefix + ".slug",
                       "A slug has lower-case letters a to z, digits and single hyphens between them.", "INVALID_SLUG");
    TP_TRY(checkLanguages(category.names().size(), prefix + ".names"));
    for (const auto& [tag, name] : category.names()) {
        const std::string at = fmt::format("{}.names[{}]", prefix, query::excerpt(tag, quoted));
        if (!isLanguageTag(tag))
            return problem(at, "The key must be a BCP 47 language tag such as de or pt-BR.", "INVALID_LANGUAGE");
        TP_TRY(checkText(name, at));
        if (isBlank(name) || query::codePoints(name) > 200)
            return problem(at, "A name has 1 to 200 characters.");
    }
    return {};
}

} // namespace tradepost::catalog
