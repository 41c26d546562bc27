#pragma once

#include "models/catalog/product_draft.h"

namespace tradepost::models {

// What variants differ in, and how: "Colour" with "Red" and "Blue".
struct VariantOption {
    QString name;
    QStringList values;
    bool operator==(const VariantOption&) const = default;
};

inline constexpr int kMaxVariants = 500;
inline constexpr int kMaxOptions = 10;

std::vector<VariantOption> optionsOf(const ProductDraft& draft);
// What is wrong with the options, in words that say what to do; empty when nothing is.
QString problemOf(const std::vector<VariantOption>& options);

struct VariantMatrix {
    std::vector<DraftVariant> variants; // a variant for each combination, the last option the fastest
    int kept = 0;
    int added = 0;
    int removed = 0; // there are no such values any more
};

// A variant that is there keeps everything; one that says nothing of a new option gets that option's first value. New
// ones start with the price, weight and size of the first variant and a SKU made from its own.
VariantMatrix makeMatrix(const ProductDraft& draft, const std::vector<VariantOption>& options);
void apply(ProductDraft& draft, const std::vector<VariantOption>& options);

// "{Colour}" and "{Size}" of a pattern become the variant's values in capitals, "{n}" its number: "SHIRT-{Colour}-{n}".
QString skuOf(const QString& pattern, const ProductDraft& draft, int row);

} // namespace tradepost::models
