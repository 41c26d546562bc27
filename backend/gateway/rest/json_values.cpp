#include "backend/gateway/rest/json_values.h"

#include "backend/gateway/rest/json_codec.h"
#include "backend/platform/http/encoding.h"

#include <boost/json/stream_parser.hpp>

namespace tradepost::rest {

using google::protobuf::FieldDescriptor;

namespace {

std::string_view kindName(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null:
        return "null";
    case json::kind::bool_:
        return "a boolean";
    case json::kind::string:
        return "a string";
    case json::kind::array:
        return "a list";
    case json::kind::object:
        return "an object";
    default:
        return "a number";
    }
}

// Line and column of an offset, for people.
std::string placeOf(std::string_view text, std::size_t offset) {
    std::size_t line = 1, lineStart = 0;
    for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++line;
            lineStart = i + 1;
        }
    }
    return "line " + std::to_string(line) + ", column " + std::to_string(offset - lineStart + 1);
}

} // namespace

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

std::unexpected<Error> expected(const std::string& path, std::string_view what, const json::value& value) {
    std::string message = "Expected ";
    message.append(what).append(", got ").append(kindName(value)).append(".");
    return invalid(path, std::move(message));
}

std::string member(std::string_view path, std::string_view name) {
    std::string joined(path);
    if (!joined.empty())
        joined.push_back('.');
    // A name from the client: keep errors short.
    joined.append(name.substr(0, 64));
    return joined;
}

std::string enumNames(const google::protobuf::EnumDescriptor* type) {
    std::string names;
    for (int i = 0; i < type->value_count() && i < 30; ++i) {
        if (i == 0 && type->value(i)->number() == 0 && type->value_count() > 1)
            continue; // the unspecified one is not worth naming
        names.append(names.empty() ? "" : ", ").append(type->value(i)->name());
    }
    return names;
}

std::string fieldNames(const MessagePlan& plan) {
    std::string names;
    for (const auto& entry : plan.fields) {
        if (entry.outputOnly)
            continue;
        if (names.size() > 400)
            return names + ", ...";
        names.append(names.empty() ? "" : ", ").append(entry.field->json_name());
    }
    return names.empty() ? "none" : names;
}

Result<double> realOfText(std::string_view text, const std::string& path) {
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (text == "-Infinity")
        return -std::numeric_limits<double>::infinity();
    double number = 0;
    const bool wordy = text.find_first_not_of("0123456789+-.eE") != std::string_view::npos;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || wordy || error != std::errc() || end != text.data() + text.size())
        return invalid(path, "Expected a number.");
    return number;
}

Result<double> realOf(const json::value& value, const std::string& path) {
    if (const auto* text = value.if_string())
        return realOfText(view(*text), path);
    if (!value.is_number())
        return expected(path, "a number", value);
    return value.to_number<double>();
}

Result<float> floatOf(double number, const std::string& path) {
    if (std::isfinite(number) && std::fabs(number) > static_cast<double>(std::numeric_limits<float>::max()))
        return invalid(path, "Expected a number of single precision.");
    return static_cast<float>(number);
}

Result<int> enumOfText(std::string_view text, const FieldDescriptor* field, const std::string& path) {
    if (const auto* value = field->enum_type()->FindValueByName(std::string(text.substr(0, 256))))
        return value->number();
    return invalid(path, "Expected one of " + enumNames(field->enum_type()) + ".");
}

Result<json::value> parse(std::string_view text, const json::storage_ptr& memory) {
    if (!http::isUtf8(text))
        return invalid("", "The body is not valid UTF-8.", "MALFORMED_JSON");
    json::parse_options options;
    options.max_depth = JsonCodec::maxDepth;
    json::stream_parser parser(memory, options);
    boost::system::error_code ec;
    const auto used = parser.write_some(text.data(), text.size(), ec);
    if (!ec && used == text.size())
        parser.finish(ec);
    if (!ec && used < text.size())
        ec = json::error::extra_data;
    if (ec)
        return invalid("", "The body is not well-formed JSON at " + placeOf(text, used) + ": " + ec.message() + ".",
                       "MALFORMED_JSON");
    return parser.release();
}

} // namespace tradepost::rest
