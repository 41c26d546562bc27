#include "backend/services/catalog/formats/cell_lists.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/formats/field_values.h"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

namespace tradepost::catalog::formats {

namespace {
void escape(std::string& out, std::string_view text, std::string_view special) {
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            out.append(c == '\n' ? "\\n" : "\\r");
            continue;
        }
        if (c == '\\' || special.find(c) != std::string_view::npos)
            out.push_back('\\');
        out.push_back(c);
    }
}

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out.push_back(text[i]);
            continue;
        }
        const char c = text[++i];
        out.push_back(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
    }
    return out;
}

// The place of the first `sought` that is not escaped.
std::size_t findPlain(std::string_view text, char sought, std::size_t from = 0) {
    for (std::size_t i = from; i < text.size(); ++i)
        if (text[i] == '\\')
            ++i;
        else if (text[i] == sought)
            return i;
    return std::string_view::npos;
}

template<class Visit>
Result<void> eachItem(std::string_view cell, Visit visit) {
    while (!cell.empty()) {
        const std::size_t end = std::min(findPlain(cell, '|'), cell.size());
        TP_TRY(visit(cell.substr(0, end)));
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    return {};
}

std::unexpected<Error> wrong(std::string field, std::string message) {
    return invalid(std::move(field), std::move(message), "NOT_A_LIST");
}
} // namespace

std::string writeList(const std::vector<std::string_view>& items) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0)
            out.push_back('|');
        escape(out, items[i], "|");
    }
    return out;
}

std::vector<std::string> readList(std::string_view cell) {
    std::vector<std::string> items;
    if (cell.empty())
        return items;
    for (;;) {
        const std::size_t end = std::min(findPlain(cell, '|'), cell.size());
        items.push_back(unescape(cell.substr(0, end)));
        if (end == cell.size())
            return items;
        cell.remove_prefix(end + 1);
    }
}

std::string writeOptions(const v1::Variant& variant) {
    std::string out;
    for (const v1::OptionValue& option : variant.options()) {
        if (!out.empty())
            out.push_back('|');
        escape(out, option.name(), "|=");
        out.push_back('=');
        escape(out, option.value(), "|");
    }
    return out;
}

Result<void> readOptions(std::string_view cell, v1::Variant& variant) {
    return eachItem(cell, [&](std::string_view item) -> Result<void> {
        const std::size_t sign = findPlain(item, '=');
        if (sign == std::string_view::npos || sign == 0)
            return wrong("options", fmt::format("'{}' is no option: write name=value, several with | between.",
                                                query::excerpt(item, 60)));
        auto& option = *variant.add_options();
        option.set_name(unescape(item.substr(0, sign)));
        option.set_value(unescape(item.substr(sign + 1)));
        return {};
    });
}

std::string writeAttributes(const v1::Product& product) {
    std::string out;
    for (const v1::Attribute& attribute : product.attributes()) {
        if (!out.empty())
            out.push_back('|');
        escape(out, attribute.name(), "|=#?");
        if (attribute.value_case() == v1::Attribute::kNumber) {
            out.append(fmt::format("#={}", attribute.number()));
            if (!attribute.unit().empty()) {
                out.push_back(' ');
                escape(out, attribute.unit(), "|");
            }
        } else if (attribute.value_case() == v1::Attribute::kFlag) {
            out.append(attribute.flag() ? "?=true" : "?=false");
        } else {
            out.push_back('=');
            escape(out, attribute.text(), "|");
        }
    }
    return out;
}

Result<void> readAttributes(std::string_view cell, v1::Product& product) {
    return eachItem(cell, [&](std::string_view item) -> Result<void> {
        const std::size_t sign = findPlain(item, '=');
        if (sign == std::string_view::npos || sign == 0)
            return wrong("attributes",
                         fmt::format("'{}' is no attribute: write name=text, name#=number unit or name?=true.",
                                     query::excerpt(item, 60)));
        std::string_view name = item.substr(0, sign), value = item.substr(sign + 1);
        const std::size_t kind = std::min(findPlain(name, '#'), findPlain(name, '?'));
        auto& attribute = *product.add_attributes();
        if (kind == std::string_view::npos || kind + 1 != name.size()) {
            attribute.set_name(unescape(name));
            attribute.set_text(unescape(value));
            return {};
        }
        attribute.set_name(unescape(name.substr(0, kind)));
        if (name[kind] == '?') {
            const auto flag = readFlag(value);
            if (!flag)
                return wrong("attributes", fmt::format("'{}' is neither true nor false.", query::excerpt(value, 60)));
            attribute.set_flag(*flag);
            return {};
        }
        const std::size_t space = std::min(value.find(' '), value.size());
        const auto number = readNumber(value.substr(0, space));
        if (!number)
            return wrong("attributes", fmt::format("'{}' is no number.", query::excerpt(value, 60)));
        attribute.set_number(*number);
        if (space < value.size())
            attribute.set_unit(unescape(value.substr(space + 1)));
        return {};
    });
}

std::string writeTexts(const v1::Product& product) {
    if (product.texts().empty())
        return {};
    boost::json::object all;
    const std::map<std::string, v1::LocalizedText> sorted(product.texts().begin(), product.texts().end());
    for (const auto& [language, text] : sorted) {
        boost::json::object one;
        if (!text.title().empty())
            one["title"] = text.title();
        if (!text.description().empty())
            one["description"] = text.description();
        all[language] = std::move(one);
    }
    return boost::json::serialize(all);
}

Result<void> readTexts(std::string_view cell, v1::Product& product) {
    if (cell.empty())
        return {};
    const auto shape = [] {
        return wrong("texts", R"(Texts are a JSON object such as {"de":{"title":"...","description":"..."}}.)");
    };
    boost::system::error_code error;
    boost::json::parse_options options;
    options.max_depth = 4;
    const boost::json::value json =
        boost::json::parse(boost::json::string_view(cell.data(), cell.size()), error, {}, options);
    if (error || !json.is_object())
        return shape();
    for (const auto& [language, texts] : json.get_object()) {
        if (!texts.is_object())
            return shape();
        auto& text = (*product.mutable_texts())[std::string(language)];
        for (const auto& [name, value] : texts.get_object()) {
            if (!value.is_string() || (name != "title" && name != "description"))
                return shape();
            (name == "title" ? *text.mutable_title() : *text.mutable_description()) = value.get_string().c_str();
        }
    }
    return {};
}

} // namespace tradepost::catalog::formats
