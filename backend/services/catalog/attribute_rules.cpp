#include "backend/services/catalog/attribute_rules.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/validation.h"

#include <algorithm>
#include <fmt/ranges.h>
#include <set>

namespace tradepost::catalog {

namespace {
constexpr std::size_t quoted = 40;
constexpr std::size_t listed = 10; // allowed values told in a message

v1::AttributeType typeOf(const v1::Attribute& attribute) {
    switch (attribute.value_case()) {
    case v1::Attribute::kText:
        return v1::TEXT;
    case v1::Attribute::kNumber:
        return v1::NUMBER;
    case v1::Attribute::kFlag:
        return v1::FLAG;
    case v1::Attribute::VALUE_NOT_SET:
        break;
    }
    return v1::ATTRIBUTE_TYPE_UNSPECIFIED;
}

std::string_view typeName(v1::AttributeType type) {
    return type == v1::TEXT ? "text" : type == v1::NUMBER ? "number" : "flag";
}

std::string valuesOf(const v1::AttributeDefinition& definition) {
    std::vector<std::string> values;
    for (const std::string& value : definition.allowed_values())
        if (values.size() < listed)
            values.push_back(query::excerpt(value, quoted));
    return fmt::format("{}{}", fmt::join(values, ", "),
                       definition.allowed_values_size() > static_cast<int>(listed) ? ", ..." : "");
}

std::optional<AttributeProblem> problemOf(const v1::Attribute& attribute, const std::string& at,
                                          const v1::AttributeDefinition& definition) {
    const std::string name = query::excerpt(attribute.name(), quoted);
    if (typeOf(attribute) != definition.type())
        return AttributeProblem{
            at, fmt::format("'{}' is a {} in this category; write it as one.", name, typeName(definition.type()))};
    if (definition.type() == v1::NUMBER && attribute.unit() != definition.unit())
        return AttributeProblem{at + ".unit",
                                definition.unit().empty()
                                    ? fmt::format("'{}' has no unit in this category.", name)
                                    : fmt::format("'{}' is measured in {} in this category, not in '{}'.", name,
                                                  definition.unit(), query::excerpt(attribute.unit(), quoted))};
    if (definition.type() == v1::TEXT && definition.allowed_values_size() > 0 &&
        std::ranges::find(definition.allowed_values(), attribute.text()) == definition.allowed_values().end())
        return AttributeProblem{at + ".text",
                                fmt::format("'{}' is no value of '{}' in this category; there are {}.",
                                            query::excerpt(attribute.text(), quoted), name, valuesOf(definition))};
    return std::nullopt;
}
} // namespace

std::vector<AttributeProblem> attributeProblems(const v1::Product& product,
                                                std::span<const v1::AttributeDefinition> definitions) {
    std::vector<AttributeProblem> problems;
    for (const v1::AttributeDefinition& definition : definitions) {
        bool there = false;
        for (int i = 0; i < product.attributes_size(); ++i) {
            if (product.attributes(i).name() != definition.name())
                continue;
            there = true;
            if (auto problem = problemOf(product.attributes(i), fmt::format("attributes[{}]", i), definition))
                problems.push_back(std::move(*problem));
        }
        if (!there && definition.required())
            problems.push_back(
                {"attributes",
                 fmt::format("'{}' is required in this category; add it.", query::excerpt(definition.name(), quoted)),
                 true});
    }
    return problems;
}

Result<void> validateDefinitions(const v1::Category& category, const std::string& prefix) {
    std::set<std::string_view> names;
    for (int i = 0; i < category.attributes_size(); ++i) {
        const v1::AttributeDefinition& definition = category.attributes(i);
        const std::string at = fmt::format("{}.attributes[{}]", prefix, i);
        if (definition.name().empty() || !query::isStorableText(definition.name()))
            return invalid(at + ".name", "An attribute needs a name.", "FIELD_REQUIRED");
        if (!names.insert(definition.name()).second)
            return invalid(at + ".name", fmt::format("'{}' stands twice.", query::excerpt(definition.name(), quoted)));
        if (definition.type() == v1::ATTRIBUTE_TYPE_UNSPECIFIED || !v1::AttributeType_IsValid(definition.type()))
            return invalid(at + ".type", "Say whether it is a TEXT, a NUMBER or a FLAG.", "FIELD_REQUIRED");
        if (!definition.unit().empty() && definition.type() != v1::NUMBER)
            return invalid(at + ".unit", "Only a NUMBER has a unit.");
        if (definition.allowed_values_size() > 0 && definition.type() != v1::TEXT)
            return invalid(at + ".allowed_values", "Only a TEXT has a list of values.");
        std::set<std::string_view> values;
        for (const std::string& value : definition.allowed_values())
            if (value.empty() || !query::isStorableText(value) || !values.insert(value).second)
                return invalid(at + ".allowed_values",
                               fmt::format("'{}' is empty or stands twice.", query::excerpt(value, quoted)));
        for (const auto& [tag, label] : definition.labels())
            if (!isLanguageTag(tag) || label.empty() || !query::isStorableText(label))
                return invalid(fmt::format("{}.labels[{}]", at, query::excerpt(tag, quoted)),
                               "A label has a BCP 47 language tag such as de and a text.", "INVALID_LANGUAGE");
    }
    return {};
}

} // namespace tradepost::catalog
