#pragma once

#include <cstdint>
#include <string_view>

namespace tradepost::http {

// What a Range header asks of `size` bytes (RFC 9110, 14.2).
struct ByteRange {
    enum class Kind {
        Whole,         // none asked for, several, another unit, or malformed: the header is to be ignored
        Part,          // `first` to `last`, both included
        Unsatisfiable, // well-formed, but nothing of it is there: 416
    };
    Kind kind = Kind::Whole;
    std::uint64_t first = 0, last = 0;
};
ByteRange parseRange(std::string_view header, std::uint64_t size);

} // namespace tradepost::http
