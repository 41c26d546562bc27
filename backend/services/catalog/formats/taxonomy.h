#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::catalog::formats {

struct TaxonomyEntry {
    std::int64_t line = 0;
    std::string number;             // Google's id
    std::vector<std::string> names; // from the root
};
// Google's product taxonomy as text (https://www.google.com/basepages/producttype/taxonomy-with-ids.en-US.txt): a line
// "537 - Baby & Toddler > Baby Bathing" for each category; comments begin with #. INVALID_ARGUMENT / INVALID_TAXONOMY
// names the line. At most 100,000 entries of 10 levels.
Result<std::vector<TaxonomyEntry>> readTaxonomy(std::string_view text);

} // namespace tradepost::catalog::formats
