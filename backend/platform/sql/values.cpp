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

// RFC 4648, section 5, without padding. Three bytes are four digits; both ways work on whole groups, then on the rest.
std::string encodeBytes(std::string_view bytes) {
    std::string text((bytes.size() * 4 + 2) / 3, '\0');
    const auto* in = reinterpret_cast<const unsigned char*>(bytes.data());
    char* out = text.data();
    std::size_t left = bytes.size();
    for (; left >= 3; left -= 3, in += 3) {
        const std::uint32_t bits = std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8 | in[2];
        *out++ = alphabet[bits >> 18];
        *out++ = alphabet[bits >> 12 & 63];
        *out++ = alphabet[bits >> 6 & 63];
        *out++ = alphabet[bits & 63];
    }
    if (left > 0) {
        const std::uint32_t bits = std::uint32_t{in[0]} << 16 | (left == 2 ? std::uint32_t{in[1]} << 8 : 0);
        *out++ = alphabet[bits >> 18];
        *out++ = alphabet[bits >> 12 & 63];
        if (left == 2)
            *out++ = alphabet[bits >> 6 & 63];
    }
    return text;
}

std::string decodeBytes(std::string_view text) {
    std::string bytes(text.size() * 3 / 4, '\0');
    const auto* in = reinterpret_cast<const unsigned char*>(text.data());
    char* out = bytes.data();
    std::int32_t damaged = text.size() % 4 == 1 ? -1 : 0; // negative: some digit was none
    std::size_t left = text.size();
    for (; left >= 4; left -= 4, in += 4) {
        const std::int32_t a = digits[in[0]], b = digits[in[1]], c = digits[in[2]], d = digits[in[3]];
        damaged |= a | b | c | d;
        const auto bits = static_cast<std::uint32_t>(a) << 18 | static_cast<std::uint32_t>(b) << 12 |
                          static_cast<std::uint32_t>(c) << 6 | static_cast<std::uint32_t>(d);
        *out++ = static_cast<char>(bits >> 16);
        *out++ = static_cast<char>(bits >> 8);
        *out++ = static_cast<char>(bits);
    }
    if (left >= 2) {
        const std::int32_t a = digits[in[0]], b = digits[in[1]], c = left == 3 ? digits[in[2]] : 0;
        damaged |= a | b | c;
        const auto bits = static_cast<std::uint32_t>(a) << 18 | static_cast<std::uint32_t>(b) << 12 |
                          static_cast<std::uint32_t>(c) << 6;
        *out++ = static_cast<char>(bits >> 16);
        if (left == 3)
            *out++ = static_cast<char>(bits >> 8);
    }
    if (damaged < 0)
        throw Failure{Error{Code::DataLoss, "BYTES_DAMAGED", "A column of bytes holds text that encodes none.", {}}};
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
