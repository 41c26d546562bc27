#include "backend/services/catalog/formats/mapping.h"

#include "backend/platform/query/utf8.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace tradepost::catalog::formats {

using Kind = Target::Kind;

namespace {
constexpr std::array<std::pair<std::string_view, Kind>, 26> plainTargets = {{
    {"id", Kind::Id},
    {"etag", Kind::Etag},
    {"seller_id", Kind::SellerId},
    {"slug", Kind::Slug},
    {"title", Kind::Title},
    {"description", Kind::Description},
    {"language", Kind::Language},
    {"brand", Kind::Brand},
    {"category", Kind::Category},
    {"tags", Kind::Tags},
    {"markets", Kind::Markets},
    {"tax_class", Kind::TaxClass},
    {"seo.title", Kind::SeoTitle},
    {"seo.description", Kind::SeoDescription},
    {"state", Kind::State},
    {"images", Kind::Images},
    {"images.alt", Kind::ImageAlt},
    {"sku", Kind::Sku},
    {"price", Kind::Price},
    {"compare_at_price", Kind::CompareAtPrice},
    {"currency", Kind::Currency},
    {"gtin", Kind::Gtin},
    {"weight_g", Kind::Weight},
    {"length_mm", Kind::Length},
    {"width_mm", Kind::Width},
    {"height_mm", Kind::Height},
}};

std::unexpected<Error> unknownTarget(std::string_view text) {
    std::vector<std::string_view> names;
    for (const auto& [name, kind] : plainTargets)
        names.push_back(name);
    return invalid("fields.target",
                   fmt::format("'{}' is no field to map to. There are {}, texts.LANGUAGE.title, "
                               "texts.LANGUAGE.description, attributes.NAME, attributes.NAME#UNIT, attributes.NAME?, "
                               "options.NAME, options[N].name and options[N].value.",
                               query::excerpt(text, 60), fmt::join(names, ", ")),
                   "UNKNOWN_TARGET");
}

// The field of the product that a target writes.
std::string_view productField(Kind kind) {
    switch (kind) {
    case Kind::Slug:
        return "slug";
    case Kind::Title:
        return "title";
    case Kind::Description:
        return "description";
    case Kind::Language:
        return "language";
    case Kind::Brand:
        return "brand";
    case Kind::Category:
        return "category_id";
    case Kind::Tags:
        return "tags";
    case Kind::Markets:
        return "markets";
    case Kind::TaxClass:
        return "tax_class";
    case Kind::SeoTitle:
    case Kind::SeoDescription:
        return "seo";
    case Kind::Images:
        return "images";
    case Kind::TextTitle:
    case Kind::TextDescription:
        return "texts";
    case Kind::TextAttribute:
    case Kind::NumberAttribute:
    case Kind::FlagAttribute:
        return "attributes";
    case Kind::Id:
    case Kind::Etag:
    case Kind::SellerId:
    case Kind::State:
    case Kind::ImageAlt:
        return "";
    default:
        return "variants";
    }
}

bool takeOption(std::string_view text, Target& target) {
    // options[N].name
    if (!text.starts_with("options[") || text.size() < 10 || text[9] != ']' || text[8] < '1' || text[8] > '9')
        return false;
    const std::string_view part = text.substr(10);
    if (part != ".name" && part != ".value")
        return false;
    target.kind = part == ".name" ? Kind::OptionName : Kind::OptionValue;
    target.number = text[8] - '0';
    return true;
}
} // namespace

Result<Target> parseTarget(std::string_view text) {
    Target target;
    for (const auto& [name, kind] : plainTargets)
        if (name == text) {
            target.kind = kind;
            return target;
        }
    if (takeOption(text, target))
        return target;
    if (text.starts_with("texts.")) {
        const std::size_t dot = text.find('.', 6);
        const std::string_view part = dot == std::string_view::npos ? "" : text.substr(dot + 1);
        if (dot == 6 || (part != "title" && part != "description"))
            return unknownTarget(text);
        target.kind = part == "title" ? Kind::TextTitle : Kind::TextDescription;
        target.name = text.substr(6, dot - 6);
        return target;
    }
    if (text.starts_with("options.") && text.size() > 8) {
        target.kind = Kind::Option;
        target.name = text.substr(8);
        return target;
    }
    if (text.starts_with("attributes.") && text.size() > 11) {
        std::string_view name = text.substr(11);
        target.kind = Kind::TextAttribute;
        if (name.ends_with('?')) {
            target.kind = Kind::FlagAttribute;
            name.remove_suffix(1);
        } else if (const std::size_t sign = name.rfind('#'); sign != std::string_view::npos) {
            target.kind = Kind::NumberAttribute;
            target.unit = name.substr(sign + 1);
            name = name.substr(0, sign);
        }
        target.name = name;
        return name.empty() ? unknownTarget(text) : Result<Target>(std::move(target));
    }
    return unknownTarget(text);
}

std::string foldedColumn(std::string_view name) {
    if (name.starts_with("g:") || name.starts_with("G:"))
        name.remove_prefix(2);
    std::string out;
    for (const char c : name)
        if (c == ' ' || c == '-' || c == '_') {
            if (!out.empty() && out.back() != '_')
                out.push_back('_');
        } else {
            out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
        }
    while (out.ends_with('_'))
        out.pop_back();
    return out;
}

namespace {
// Columns by name: the exact one first, else the one that differs in case and separators only.
class Columns {
public:
    explicit Columns(const std::vector<std::string>& header) {
        for (std::size_t i = 0; i < header.size(); ++i) {
            m_exact.emplace(header[i], static_cast<int>(i));
            m_folded.emplace(foldedColumn(header[i]), static_cast<int>(i));
        }
    }
    int find(const std::string& name) const {
        if (const auto found = m_exact.find(name); found != m_exact.end())
            return found->second;
        const auto found = m_folded.find(foldedColumn(name));
        return found == m_folded.end() ? -1 : found->second;
    }

private:
    std::map<std::string, int> m_exact, m_folded;
};

std::unexpected<Error> missing(std::string field, const std::string& column, const std::vector<std::string>& header) {
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(header.size(), 40); ++i)
        names.append(names.empty() ? "" : ", ").append(query::excerpt(header[i], 40));
    return invalid(std::move(field),
                   fmt::format("The file has no column '{}'. It has: {}.", query::excerpt(column, 60), names),
                   "MISSING_COLUMN");
}
} // namespace

Result<void> CompiledMapping::check(const imports::v1::Mapping& mapping) {
    if (mapping.fields_size() == 0)
        return invalid("fields", "A mapping names at least one field.", "FIELD_REQUIRED");
    for (const imports::v1::FieldMapping& field : mapping.fields()) {
        if (const auto target = parseTarget(field.target()); !target)
            return std::unexpected(target.error());
        if (field.column().empty() && field.constant().empty() && field.default_value().empty())
            return invalid("fields.column", fmt::format("{} needs a column, a constant or a default.", field.target()),
                           "FIELD_REQUIRED");
        if (const auto steps = Transforms::compile(field.transforms()); !steps)
            return std::unexpected(steps.error());
    }
    return {};
}

Result<CompiledMapping> CompiledMapping::compile(const imports::v1::Mapping& mapping,
                                                 const std::vector<std::string>& header) {
    TP_TRY(check(mapping));
    CompiledMapping made;
    made.m_mapping = mapping;
    made.m_header = header;
    const Columns columns(header);
    const auto column = [&](const std::string& name, const char* field) -> Result<int> {
        const int found = name.empty() ? -1 : columns.find(name);
        if (found < 0 && !name.empty())
            return missing(field, name, header);
        return found;
    };
    const auto group = column(mapping.group_column(), "group_column");
    if (!group)
        return std::unexpected(group.error());
    const auto only = column(mapping.only_column(), "only_column");
    if (!only)
        return std::unexpected(only.error());
    made.m_groupColumn = *group;
    made.m_onlyColumn = *only;
    for (const imports::v1::FieldMapping& field : mapping.fields()) {
        Field compiled{parseTarget(field.target()).value(),
                       {},
                       field.constant(),
                       field.default_value(),
                       Transforms::compile(field.transforms()).value()};
        std::vector<std::string> names{field.column()};
        names.insert(names.end(), field.fallback_columns().begin(), field.fallback_columns().end());
        for (const std::string& name : names)
            if (const int found = name.empty() ? -1 : columns.find(name); found >= 0)
                compiled.columns.push_back(found);
        if (compiled.columns.empty() && field.constant().empty() && field.default_value().empty())
            return missing("fields.column", field.column(), header);
        if (const std::string_view name = productField(compiled.target.kind);
            !name.empty() && std::ranges::find(made.m_productFields, name) == made.m_productFields.end())
            made.m_productFields.emplace_back(name);
        made.m_fields.push_back(std::move(compiled));
    }
    return made;
}

} // namespace tradepost::catalog::formats
