#include "backend/services/search/product_document.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace tradepost::search {

namespace {

constexpr std::size_t mostAttributes =
    1000; // 200 attributes and 500 variants with 10 options are allowed; distinct ones

std::string numberText(double number, const std::string& unit) {
    std::string text = std::abs(number) < 1e15 && number == std::floor(number)
                           ? fmt::format("{}", static_cast<std::int64_t>(number))
                           : fmt::format("{:.6g}", number);
    return unit.empty() ? text : text + " " + unit;
}

void addAttribute(Document& document, std::string name, std::string value) {
    AttributeValue attribute{std::move(name), std::move(value)};
    if (!attribute.value.empty() && document.attributes.size() < mostAttributes)
        document.attributes.push_back(std::move(attribute));
}

} // namespace

std::string attributeName(std::string_view name) {
    std::string text;
    for (char c : name)
        text.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == ' ' || c == '-' ? '_' : c);
    return text;
}

Document toDocument(const catalog::v1::Product& product) {
    Document document;
    document.id = ProductId::parse(product.id());
    document.seller = SellerId::parse(product.seller_id());
    document.category = CategoryId::parse(product.category_id());
    document.texts.push_back(
        {product.language().empty() ? "en" : product.language(), product.title(), product.description()});
    for (const auto& [language, text] : product.texts())
        document.texts.push_back({language, text.title(), text.description()});
    // A protobuf map has no order; digests need one.
    std::ranges::sort(document.texts.begin() + 1, document.texts.end(), {}, &LocalizedText::language);
    document.brand = product.brand();
    document.slug = product.slug();
    if (product.images_size() > 0)
        document.imageUrl = product.images(0).url();
    for (const catalog::v1::Attribute& attribute : product.attributes()) {
        std::string name = attributeName(attribute.name());
        if (attribute.has_text())
            addAttribute(document, std::move(name), attribute.text());
        else if (attribute.has_number())
            addAttribute(document, std::move(name), numberText(attribute.number(), attribute.unit()));
        else if (attribute.has_flag())
            addAttribute(document, std::move(name), attribute.flag() ? "true" : "false");
    }
    for (const catalog::v1::Variant& variant : product.variants())
        for (const catalog::v1::OptionValue& option : variant.options())
            addAttribute(document, attributeName(option.name()), option.value());
    std::ranges::sort(document.attributes);
    document.attributes.erase(std::ranges::unique(document.attributes).begin(), document.attributes.end());

    const common::v1::Money* cheapest = product.has_price() ? &product.price() : nullptr;
    if (!cheapest)
        for (const catalog::v1::Variant& variant : product.variants())
            if (!cheapest || variant.price().amount_minor() < cheapest->amount_minor())
                cheapest = &variant.price();
    if (cheapest) {
        document.price.minor = cheapest->amount_minor();
        if (const auto currency = Currency::parse(cheapest->currency()))
            document.price.currency = *currency;
    }
    document.created = product.create_time().seconds() * 1'000'000 + product.create_time().nanos() / 1000;
    return document;
}

Category toCategory(const catalog::v1::Category& category) {
    Category converted{CategoryId::parse(category.id()), CategoryId::parse(category.parent_id()), category.name(), {}};
    for (const auto& [language, name] : category.names())
        converted.names.emplace_back(language, name);
    std::ranges::sort(converted.names);
    return converted;
}

} // namespace tradepost::search
