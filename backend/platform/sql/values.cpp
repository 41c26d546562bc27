#include "backend/platform/sql/sql.h"

#include <array>

namespace tradepost::sql {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto digits = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

[[noreturn]] void wrongType(std::string_view wanted) {
    throw Failure{Error{
        Code::Internal, "COLUMN_TYPE", std::string("A column of the result is not ").append(wanted).append("."), {}}};
}

} // namespace

// RFC 4648, section 5, without padding.
std::string encodeBytes(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char byte : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(byte);
        count += 8;
        while (count >= 6) {
            count -= 6;
            text += alphabet[(bits >> count) & 63];
        }
    }
    if (count > 0)
        text += alphabet[(bits << (6 - count)) & 63];
    return text;
}

std::string decodeBytes(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = digits[static_cast<unsigned char>(c)];
        if (digit < 0)
            throw Failure{
                Error{Code::DataLoss, "BYTES_DAMAGED", "A column of bytes holds text that encodes none.", {}}};
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> count) & 255);
        }
    }
    return bytes;
}

std::int64_t Row::integer(std::size_t column) const {
    const Value& value = m_values[column];
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return *integer;
    if (const auto* real = std::get_if<double>(&value))
        return static_cast<std::int64_t>(*real);
    if (isNull(column))
        return 0;
    wrongType("an integer");
}

double Row::real(std::size_t column) const {
    const Value& value = m_values[column];
    if (const auto* real = std::get_if<double>(&value))
        return *real;
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*integer);
    if (isNull(column))
        return 0;
    wrongType("a number");
}

const std::string& Row::text(std::size_t column) const {
    static const std::string empty;
    if (const auto* text = std::get_if<std::string>(&m_values[column]))
        return *text;
    if (isNull(column))
        return empty;
    wrongType("text");
}

} // namespace tradepost::sql
