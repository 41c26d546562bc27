#pragma once

#include "backend/base/error.h"
#include "backend/gateway/rest/json_plan.h"

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

// What JsonReader makes of single values: numbers, names, places, and errors that name them by `path`.
namespace tradepost::rest {

namespace json = boost::json;

std::string_view view(const json::string& text);
std::unexpected<Error> expected(const std::string& path, std::string_view what, const json::value& value);
std::string member(std::string_view path, std::string_view name);
std::string enumNames(const google::protobuf::EnumDescriptor* type);
std::string fieldNames(const MessagePlan& plan);
Result<double> realOfText(std::string_view text, const std::string& path);
Result<double> realOf(const json::value& value, const std::string& path);
Result<float> floatOf(double number, const std::string& path);
Result<int> enumOfText(std::string_view text, const google::protobuf::FieldDescriptor* field, const std::string& path);
// The value lies in `memory`. Not deeper than JsonCodec::maxDepth; errors tell line and column.
Result<json::value> parse(std::string_view text, const json::storage_ptr& memory);

template<class Integer>
Result<Integer> outOfRange(const std::string& path) {
    return invalid(path, "Expected an integer from " + std::to_string(std::numeric_limits<Integer>::min()) + " to " +
                             std::to_string(std::numeric_limits<Integer>::max()) + ".");
}

template<class Integer>
Result<Integer> integerOfText(std::string_view text, const std::string& path) {
    Integer number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return outOfRange<Integer>(path);
    return number;
}

template<class Integer>
Result<Integer> integerOf(const json::value& value, const std::string& path) {
    if (const auto* text = value.if_string())
        return integerOfText<Integer>(view(*text), path);
    if (!value.is_number())
        return expected(path, "an integer", value);
    if (const auto* number = value.if_int64())
        return std::in_range<Integer>(*number) ? Result<Integer>(static_cast<Integer>(*number))
                                               : outOfRange<Integer>(path);
    if (const auto* number = value.if_uint64())
        return std::in_range<Integer>(*number) ? Result<Integer>(static_cast<Integer>(*number))
                                               : outOfRange<Integer>(path);
    // 1.0 and 1e3 are integers too; beyond 2^53 a double does not say which one.
    const double number = value.get_double();
    constexpr double exact = 9007199254740992.0;
    if (std::trunc(number) != number || std::fabs(number) > exact ||
        !std::in_range<Integer>(static_cast<std::int64_t>(number)))
        return outOfRange<Integer>(path);
    return static_cast<Integer>(static_cast<std::int64_t>(number));
}

} // namespace tradepost::rest
