#pragma once

#include "backend/services/search/search_index.h"

namespace tradepost::search {

// BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and Beyond", 2009). Field lengths are
// normalised against fixed reference lengths, so that a score does not depend on how documents are spread over
// segments.
struct FieldWeight {
    float weight, lengthBias, referenceLength; // w, b, and the length in words at which b has no effect
};
struct Weights {
    FieldWeight title{4.0f, 0.5f, 9};
    FieldWeight brand{3.0f, 0.0f, 2};
    FieldWeight category{2.0f, 0.3f, 5};
    FieldWeight attributes{1.0f, 0.5f, 20};
    FieldWeight description{0.7f, 0.75f, 60};
    float saturation = 1.6f; // k1
};

struct NativeConfig {
    Weights weights{};
    std::size_t segmentsPerTier = 8;          // merged when so many of a size (powers of 8) stand beside each other
    std::size_t documentsPerBuild = 20'000;   // a larger batch is built piece by piece, which bounds memory
    std::size_t inlineMergeDocuments = 2'000; // merges up to here are done by apply(), larger ones in the background
};

// In-memory columnar index: immutable segments, their deletes and prices copied on write in small pieces, merged in the
// background by one thread. A change of nothing but the price touches only the price column.
std::unique_ptr<SearchIndex> openNativeIndex(NativeConfig config = {});

} // namespace tradepost::search
