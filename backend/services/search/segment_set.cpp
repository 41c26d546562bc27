#include "backend/services/search/segment_set.h"

#include <algorithm>
#include <unordered_map>

namespace tradepost::search {

namespace {

constexpr std::size_t largestMerged = 1'000'000; // documents; larger segments are left alone
constexpr std::size_t worthRewriting = 64;       // documents; smaller segments get merged soon anyway

std::size_t tierOf(std::size_t documents) {
    return documents == 0 ? 0 : static_cast<std::size_t>(std::bit_width(documents) - 1) / 3; // powers of 8
}

} // namespace

// Copies deletes and price pieces once each, then changes the copies.
class SegmentSet::Draft {
public:
    explicit Draft(std::vector<SegmentView>& views) : m_views(views), m_fresh(views.size()) {}

    void remove(std::size_t at, Doc doc) {
        SegmentView& view = m_views[at];
        std::shared_ptr<Bits>& bits = m_fresh[at].deleted;
        if (!bits) {
            bits = view.deleted ? std::make_shared<Bits>(*view.deleted) : std::make_shared<Bits>(view.segment->size());
            view.deleted = bits;
        }
        bits->set(doc);
        ++view.deletedCount;
    }
    void setPrice(std::size_t at, Doc doc, std::int64_t price) {
        if (m_fresh[at].pieces.empty())
            m_fresh[at].pieces.resize(m_views[at].prices.pieces());
        m_views[at].prices.set(doc, price, m_fresh[at].pieces);
    }

private:
    struct Fresh {
        std::shared_ptr<Bits> deleted;
        std::vector<std::uint8_t> pieces;
    };
    std::vector<SegmentView>& m_views;
    std::vector<Fresh> m_fresh;
};

SegmentSet::SegmentSet(const NativeConfig& config) : m_config(config) {}

bool SegmentSet::applyCategories(std::vector<Category> categories, Analyzer& analyzer) {
    bool changed = false;
    for (Category& category : categories) {
        Category& known = m_categories[category.id];
        if (known.id == category.id && known.parent == category.parent && known.name == category.name &&
            known.names == category.names)
            continue;
        known = std::move(category);
        changed = true;
    }
    if (changed) {
        std::vector<Category> all;
        for (const auto& [id, category] : m_categories)
            all.push_back(category);
        m_tree = CategoryTree::build(std::move(all), analyzer, m_config.weights);
    }
    return changed;
}

bool SegmentSet::apply(Batch batch, Analyzer& analyzer) {
    analyzer.trim();
    bool changed = applyCategories(std::move(batch.categories), analyzer);

    // What each product ends as: the place of its last upsert, or removed.
    constexpr std::size_t removed = ~std::size_t(0);
    std::unordered_map<ProductId, std::size_t> last;
    for (std::size_t i = 0; i < batch.upserts.size(); ++i)
        last[batch.upserts[i].id] = i;
    for (ProductId id : batch.removes)
        last[id] = removed;

    Draft draft(m_views);
    std::vector<Document> added;
    const auto locate = [this](ProductId id) -> std::pair<std::size_t, std::int64_t> {
        for (std::size_t at = m_views.size(); at-- > 0;)
            if (const std::int64_t doc = m_views[at].segment->find(id);
                doc >= 0 && m_views[at].isLive(static_cast<Doc>(doc)))
                return {at, doc};
        return {0, -1};
    };
    for (const auto& [id, place] : last) {
        const auto [at, found] = locate(id);
        const Doc doc = static_cast<Doc>(found);
        if (place == removed) {
            if (found >= 0) {
                draft.remove(at, doc);
                changed = true;
            }
            continue;
        }
        Document& document = batch.upserts[place];
        if (found >= 0 && m_views[at].segment->contents[doc] == contentDigest(document)) {
            if (m_views[at].prices.at(doc) != document.price.minor) {
                draft.setPrice(at, doc, document.price.minor);
                ++m_columnUpdates;
                changed = true;
            }
            continue;
        }
        if (found >= 0)
            draft.remove(at, doc);
        added.push_back(std::move(document));
        changed = true;
    }
    std::erase_if(m_views, [](const SegmentView& view) { return view.live() == 0; });

    std::ranges::sort(added, {}, &Document::id);
    for (std::size_t from = 0; from < added.size(); from += m_config.documentsPerBuild) {
        const auto begin = added.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end = begin + static_cast<std::ptrdiff_t>(std::min(m_config.documentsPerBuild, added.size() - from));
        analyzer.trim();
        BuiltSegment built =
            buildSegment({std::make_move_iterator(begin), std::make_move_iterator(end)}, analyzer, m_config.weights);
        m_views.push_back({std::move(built.segment), nullptr, 0, std::move(built.prices)});
    }
    return changed;
}

std::shared_ptr<const Snapshot> SegmentSet::snapshot(std::uint64_t generation) const {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->segments = m_views;
    snapshot->categories = m_tree;
    snapshot->generation = generation;
    for (const SegmentView& view : m_views) {
        snapshot->documents += view.live();
        for (const std::string& language : view.segment->languages)
            if (std::ranges::find(snapshot->languages, language) == snapshot->languages.end())
                snapshot->languages.push_back(language);
    }
    std::ranges::sort(snapshot->languages);
    return snapshot;
}

SegmentSet::Merge SegmentSet::nextMerge(std::size_t mostDocuments) const {
    std::map<std::size_t, std::vector<std::size_t>> tiers;
    for (std::size_t at = 0; at < m_views.size(); ++at) {
        const SegmentView& view = m_views[at];
        if (view.live() <= largestMerged / 2)
            tiers[tierOf(view.live())].push_back(at);
        // Half of it is gone: rewriting it gives the room back.
        if (view.segment->size() >= worthRewriting && view.deletedCount * 2 > view.segment->size() &&
            view.live() <= mostDocuments)
            return {{{view.segment, view.deleted}}, view.live()};
    }
    for (const auto& [tier, members] : tiers) {
        if (members.size() < m_config.segmentsPerTier)
            continue;
        Merge merge;
        for (std::size_t at : members) {
            if (merge.documents + m_views[at].live() > std::min(mostDocuments, largestMerged))
                break;
            merge.sources.push_back({m_views[at].segment, m_views[at].deleted});
            merge.documents += m_views[at].live();
        }
        if (merge.sources.size() >= std::min<std::size_t>(m_config.segmentsPerTier, 2))
            return merge;
    }
    return {};
}

bool SegmentSet::replace(const Merge& merge, MergedSegment merged) {
    const Segment& segment = *merged.segment;
    SegmentView view{merged.segment, nullptr, 0, {}};
    auto deleted = std::make_shared<Bits>(segment.size());
    std::vector<std::int64_t> prices(segment.size());
    for (std::size_t s = 0; s < merge.sources.size(); ++s) {
        const auto now = std::ranges::find(m_views, merge.sources[s].segment, &SegmentView::segment);
        if (now == m_views.end()) {
            // Wholly deleted since, or replaced by a rebuild.
            return false;
        }
        for (Doc doc = 0; doc < merged.newDocs[s].size(); ++doc) {
            const Doc newDoc = merged.newDocs[s][doc];
            if (newDoc == noDoc)
                continue;
            prices[newDoc] = now->prices.at(doc);
            if (!now->isLive(doc)) {
                deleted->set(newDoc);
                ++view.deletedCount;
            }
        }
    }
    view.prices = PriceColumn(prices);
    if (view.deletedCount > 0)
        view.deleted = std::move(deleted);
    std::erase_if(m_views, [&](const SegmentView& old) {
        return std::ranges::find(merge.sources, old.segment, &MergeSource::segment) != merge.sources.end();
    });
    if (view.live() > 0)
        m_views.push_back(std::move(view));
    return true;
}

} // namespace tradepost::search
