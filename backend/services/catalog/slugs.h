#pragma once

#include <string>
#include <string_view>

namespace tradepost::catalog {

// "Größe XL, 2 Stück" -> "grosse-xl-2-stuck": transliterated to Latin letters by ICU, lower case, other characters
// become one hyphen, at most 80 characters. Empty when nothing is left. Thread-safe.
std::string makeSlug(std::string_view text);

} // namespace tradepost::catalog
