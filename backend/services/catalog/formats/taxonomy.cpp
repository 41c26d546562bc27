#include "backend/services/catalog/formats/taxonomy.h"

#include "backend/services/catalog/formats/encoding.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::catalog::formats {

namespace {
constexpr std::size_t maxEntries = 100'000, maxLevels = 10, maxName = 200;

std::unexpected<Error> wrong(std::int64_t line, std::string_view what) {
    return invalid("text", fmt::format("Line {} {}; expected: 537 - Baby & Toddler > Baby Bathing.", line, what),
                   "INVALID_TAXONOMY");
}
} // namespace

Result<std::vector<TaxonomyEntry>> readTaxonomy(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    std::vector<TaxonomyEntry> entries;
    for (std::int64_t line = 1; !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view rest = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (rest.ends_with('\r'))
            rest.remove_suffix(1);
        if (rest.empty() || rest.starts_with('#'))
            continue;
        if (firstUndecodable(rest) != std::string_view::npos || rest.find('\0') != std::string_view::npos)
            return wrong(line, "is no UTF-8");
        const std::size_t dash = rest.find(" - ");
        TaxonomyEntry entry{line, std::string(rest.substr(0, std::min(dash, rest.size()))), {}};
        if (dash == std::string_view::npos || dash == 0 || dash > 18 ||
            !std::ranges::all_of(entry.number, [](char c) { return c >= '0' && c <= '9'; }))
            return wrong(line, "does not begin with a number and a dash");
        rest.remove_prefix(dash + 3);
        while (!rest.empty()) {
            const std::size_t next = std::min(rest.find(" > "), rest.size());
            const std::string_view name = rest.substr(0, next);
            if (name.empty() || name.size() > maxName || entry.names.size() == maxLevels)
                return wrong(line, "has an empty or too long name, or too many levels");
            entry.names.emplace_back(name);
            rest.remove_prefix(std::min(next + 3, rest.size()));
        }
        if (entry.names.empty())
            return wrong(line, "has no name");
        if (entries.size() == maxEntries)
            return wrong(line, fmt::format("is one more than {}", maxEntries));
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace tradepost::catalog::formats
