#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The small codecs of HTTP.
namespace tradepost::http {

// Well-formed by the Unicode standard: no overlong forms, no surrogates, at most U+10FFFF.
bool isUtf8(std::string_view text);
std::string replaceInvalidUtf8(std::string_view text); // each wrong byte becomes U+FFFD

// Decodes %XX; nothing for a broken escape, a NUL, or what is not UTF-8 then. `plusIsSpace` for query strings.
std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace = false);

using QueryParameters = std::vector<std::pair<std::string, std::string>>;
// Name and value pairs in order; nothing when one is badly encoded.
std::optional<QueryParameters> parseQuery(std::string_view query);

// The weight (0 to 1000) that a list header such as Accept-Encoding gives `item`; `*` matches everything. For media
// types "type/*" matches too.
int acceptWeight(std::string_view list, std::string_view item);
// The language tag of the highest weight in Accept-Language, in lower case; empty when none fits 35 characters.
std::string preferredLanguage(std::string_view acceptLanguage);

std::string gzip(std::string_view bytes, int level = 4);

// Whether an If-None-Match or If-Match list names the entity tag (weak comparison; `*` matches).
bool entityTagMatches(std::string_view list, std::string_view etag);
// "abc" of `"abc"`, `W/"abc"` and `"abc;gz"`, the tag that goes out with the compressed representation.
std::string_view bareEntityTag(std::string_view etag);

} // namespace tradepost::http
