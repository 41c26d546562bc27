#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tradepost::moderation {

// A link, an e-mail address or a phone number in a text, as it stands there; nothing when there is none. Numbers that
// products have (GTINs, models, dimensions) are not taken for phone numbers: those begin with + or 0, have 8 to 15
// digits, and blanks, slashes or hyphens between them unless they begin with +.
std::optional<std::string> contactIn(std::string_view text);

// Words, and phrases of up to four words, that must not stand in a text. Case and punctuation do not matter; a word is
// found as a whole only. Immutable once filled.
class WordSet {
public:
    static constexpr std::size_t longestPhrase = 4;
    void add(std::string_view entry);
    bool contains(std::string_view text) const { return m_entries.contains(std::string(text)); }
    // The first one, in lower case.
    std::optional<std::string> findIn(std::string_view text) const;

private:
    std::unordered_set<std::string> m_entries;
};

} // namespace tradepost::moderation
