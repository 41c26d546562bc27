#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tradepost {

// Ids are 63 bits: 41 of milliseconds since 2020-01-01, then 22 that start at random in each millisecond and count up.
// They sort by the time of making, fit a BIGINT, and read as 13 characters of Crockford's base 32, lower case
// (https://www.crockford.com/base32.html): "0k3v9x7c5q2mr". Tag keeps ids of different nouns apart at compile time.
std::string formatId(std::int64_t value);
// Accepts exactly what formatId makes; anything else is an error value 0.
std::int64_t parseId(std::string_view text);

template<class Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::int64_t value) : m_value(value) {}
    constexpr std::int64_t value() const { return m_value; }
    constexpr explicit operator bool() const { return m_value != 0; }
    std::string text() const { return m_value == 0 ? std::string() : formatId(m_value); }
    // An id that was never given out parses to a falsy Id.
    static Id parse(std::string_view text) { return Id(parseId(text)); }
    constexpr auto operator<=>(const Id&) const = default;

private:
    std::int64_t m_value = 0;
};

using ProductId = Id<struct ProductTag>;
using CategoryId = Id<struct CategoryTag>;
using SellerId = Id<struct SellerTag>;
using UserId = Id<struct UserTag>;
using OperationId = Id<struct OperationTag>;
using EventId = Id<struct EventTag>;

// Makes ids that never repeat within it and never go back, also when the clock does. Thread-safe.
class IdSource {
public:
    // `salt` starts the sequence: random in production (0 asks for that), fixed where runs must repeat.
    explicit IdSource(const Clock& clock, std::uint64_t salt = 0);
    std::int64_t next();
    template<class IdType>
    IdType next() {
        return IdType(next());
    }

private:
    const Clock& m_clock;
    std::uint64_t m_salt;
    std::atomic<std::int64_t> m_last{0};
};

} // namespace tradepost

template<class Tag>
struct std::hash<tradepost::Id<Tag>> {
    std::size_t operator()(const tradepost::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>()(id.value());
    }
};
