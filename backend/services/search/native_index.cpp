#include "backend/services/search/native_index.h"

#include "backend/services/search/segment_set.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tradepost::search {

namespace {

class NativeIndex final : public SearchIndex {
public:
    explicit NativeIndex(NativeConfig config)
        : m_config(std::move(config)), m_set(std::make_unique<SegmentSet>(m_config)), m_snapshot(m_set->snapshot(0)),
          m_merger([this] { mergeInBackground(); }) {}

    ~NativeIndex() override {
        {
            const std::lock_guard lock(m_writeMutex);
            m_stopping = true;
        }
        m_wake.notify_all();
        m_merger.join();
    }

    void apply(Batch batch) override {
        const std::lock_guard lock(m_writeMutex);
        if (!m_set->apply(std::move(batch), m_analyzer))
            return;
        for (auto merge = m_set->nextMerge(m_config.inlineMergeDocuments); !merge.sources.empty();
             merge = m_set->nextMerge(m_config.inlineMergeDocuments)) {
            m_set->replace(merge, mergeSegments(merge.sources));
            ++m_merges;
        }
        publish(++m_generation);
        m_wake.notify_all();
    }

    Answer search(const Query& query) const override {
        const std::shared_ptr<const Snapshot> snapshot = current();
        auto analyzer = m_analyzers.take();
        analyzer->trim();
        Answer answer = searchSnapshot(*snapshot, query, m_config.weights, *analyzer);
        m_analyzers.give(std::move(analyzer));
        return answer;
    }

    IndexStats stats() const override {
        const std::shared_ptr<const Snapshot> snapshot = current();
        IndexStats stats;
        stats.documents = snapshot->documents;
        stats.segments = snapshot->segments.size();
        stats.generation = snapshot->generation;
        stats.bytes = snapshot->categories->bytes();
        for (const SegmentView& view : snapshot->segments) {
            stats.deleted += view.deletedCount;
            stats.terms += view.segment->termCount();
            stats.postings += view.segment->postingDocs.size();
            stats.bytes += view.segment->bytes() + view.prices.bytes() + (view.deleted ? view.deleted->bytes() : 0);
            stats.storedTextBytes += view.segment->stored.size();
        }
        const std::lock_guard lock(m_countMutex);
        stats.merges = m_publishedMerges;
        stats.columnUpdates = m_publishedUpdates;
        return stats;
    }

    std::optional<std::uint64_t> digestOf(ProductId id) const override {
        const std::shared_ptr<const Snapshot> snapshot = current();
        for (const SegmentView& view : snapshot->segments)
            if (const std::int64_t doc = view.segment->find(id); doc >= 0 && view.isLive(static_cast<Doc>(doc)))
                return withPrice(view.segment->contents[static_cast<std::size_t>(doc)],
                                 view.prices.at(static_cast<Doc>(doc)));
        return std::nullopt;
    }

    std::vector<Category> categories() const override { return current()->categories->categories(); }

    std::unique_ptr<Rebuild> rebuild() override { return std::make_unique<NativeRebuild>(*this); }

private:
    class NativeRebuild final : public Rebuild {
    public:
        explicit NativeRebuild(NativeIndex& index)
            : m_index(index), m_set(std::make_unique<SegmentSet>(index.m_config)) {}
        void add(Batch batch) override { m_set->apply(std::move(batch), m_analyzer); }
        void commit() override {
            const std::lock_guard lock(m_index.m_writeMutex);
            m_index.m_set = std::exchange(m_set, std::make_unique<SegmentSet>(m_index.m_config));
            m_index.publish(++m_index.m_generation);
            m_index.m_wake.notify_all();
        }

    private:
        NativeIndex& m_index;
        std::unique_ptr<SegmentSet> m_set;
        Analyzer m_analyzer;
    };

    std::shared_ptr<const Snapshot> current() const {
        const std::lock_guard lock(m_snapshotMutex);
        return m_snapshot;
    }

    // With the write mutex held.
    void publish(std::uint64_t generation) {
        std::shared_ptr<const Snapshot> fresh = m_set->snapshot(generation);
        {
            const std::lock_guard lock(m_countMutex);
            m_publishedMerges = m_merges;
            m_publishedUpdates = m_set->columnUpdates();
        }
        // The old snapshot is let go of outside the lock: it may be the last to hold a segment.
        const std::lock_guard lock(m_snapshotMutex);
        m_snapshot.swap(fresh);
    }

    // One merge at a time, so that at most one set of sources and its result are there twice.
    void mergeInBackground() {
        std::unique_lock lock(m_writeMutex);
        while (!m_stopping) {
            const SegmentSet::Merge merge = m_set->nextMerge(SIZE_MAX);
            if (merge.sources.empty()) {
                m_wake.wait(lock);
                continue;
            }
            lock.unlock();
            MergedSegment merged = mergeSegments(merge.sources);
            lock.lock();
            if (m_set->replace(merge, std::move(merged))) {
                ++m_merges;
                publish(m_generation);
            }
        }
    }

    const NativeConfig m_config;

    mutable std::mutex m_writeMutex; // guards what follows up to the snapshot
    std::condition_variable m_wake;
    std::unique_ptr<SegmentSet> m_set;
    Analyzer m_analyzer;
    std::uint64_t m_generation = 0, m_merges = 0;
    bool m_stopping = false;

    mutable std::mutex m_snapshotMutex; // held for the copy of a pointer
    std::shared_ptr<const Snapshot> m_snapshot;
    mutable std::mutex m_countMutex;
    std::uint64_t m_publishedMerges = 0, m_publishedUpdates = 0;

    mutable AnalyzerPool m_analyzers;
    std::thread m_merger; // last: it uses everything above
};

} // namespace

std::unique_ptr<SearchIndex> openNativeIndex(NativeConfig config) {
    return std::make_unique<NativeIndex>(std::move(config));
}

} // namespace tradepost::search
