#pragma once

#include "backend/services/search/analyzer.h"
#include "backend/services/search/category_tree.h"
#include "backend/services/search/segment.h"

#include <memory>
#include <mutex>
#include <vector>

namespace tradepost::search {

// A segment as one snapshot sees it.
struct SegmentView {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Bits> deleted; // null: none
    std::size_t deletedCount = 0;
    PriceColumn prices;

    std::size_t live() const { return segment->size() - deletedCount; }
    bool isLive(Doc doc) const { return !deleted || !deleted->test(doc); }
};

struct Snapshot {
    std::vector<SegmentView> segments;
    std::shared_ptr<const CategoryTree> categories;
    std::vector<std::string> languages; // of all texts, primary subtags
    std::uint64_t documents = 0;
    std::uint64_t generation = 0;
};

// Analyzers for the searches that run at the same time.
class AnalyzerPool {
public:
    std::unique_ptr<Analyzer> take();
    void give(std::unique_ptr<Analyzer> analyzer);

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Analyzer>> m_free;
};

Answer searchSnapshot(const Snapshot& snapshot, const Query& query, const Weights& weights, Analyzer& analyzer);

} // namespace tradepost::search
