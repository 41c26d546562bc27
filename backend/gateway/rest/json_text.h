#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The texts that JSON has for values without a JSON type of their own.
namespace tradepost::rest {

// RFC 3339 in UTC, with 0, 3, 6 or 9 digits of a second: "2026-11-24T18:00:00.5Z" reads, "...00.500Z" is written.
// Years 0001 to 9999; what lies outside is written as the nearest that does not.
void appendTimestamp(std::string& out, std::int64_t seconds, std::int32_t nanos);
struct Instant {
    std::int64_t seconds = 0;
    std::int32_t nanos = 0;
};
std::optional<Instant> parseTimestamp(std::string_view text);

void appendDuration(std::string& out, std::int64_t seconds, std::int32_t nanos); // "1.500s"
std::optional<Instant> parseDuration(std::string_view text);

void appendBase64(std::string& out, std::string_view bytes);
std::optional<std::string> parseBase64(std::string_view text); // both alphabets, padded or not

std::string snakeCase(std::string_view camelCase);

} // namespace tradepost::rest
