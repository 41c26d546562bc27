#pragma once

#include "backend/services/search/snapshot.h"

#include <map>
#include <memory>
#include <vector>

namespace tradepost::search {

// The writer's side: takes batches, keeps the segments and says which to merge. Used by one thread at a time. Views
// handed out stay as they are; what changes is copied first.
class SegmentSet {
public:
    explicit SegmentSet(const NativeConfig& config);

    // True when something changed.
    bool apply(Batch batch, Analyzer& analyzer);

    const std::vector<SegmentView>& views() const { return m_views; }
    std::shared_ptr<const Snapshot> snapshot(std::uint64_t generation) const;
    std::uint64_t columnUpdates() const { return m_columnUpdates; }

    struct Merge {
        std::vector<MergeSource> sources;
        std::size_t documents = 0; // live
    };
    // The next merge worth doing of at most `mostDocuments`; no sources when there is none.
    Merge nextMerge(std::size_t mostDocuments) const;
    // Puts the merged segment in the place of its sources, with what befell their documents meanwhile. False when one
    // of them is no longer here.
    bool replace(const Merge& merge, MergedSegment merged);

private:
    class Draft;
    bool applyCategories(std::vector<Category> categories, Analyzer& analyzer);

    const NativeConfig& m_config;
    std::vector<SegmentView> m_views;
    std::map<CategoryId, Category> m_categories;
    std::shared_ptr<const CategoryTree> m_tree = std::make_shared<CategoryTree>();
    std::uint64_t m_columnUpdates = 0;
};

} // namespace tradepost::search
