#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tradepost::query {

// Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates) without NUL, which PostgreSQL
// cannot keep in text.
bool isStorableText(std::string_view text);
// Code points of well-formed UTF-8; of other bytes, those that do not continue a sequence.
std::size_t codePoints(std::string_view text);
// At most `count` code points of the text, for quoting it in a message.
std::string excerpt(std::string_view text, std::size_t count);

} // namespace tradepost::query
