#include "backend/services/search/native_index.h"

#include "tests/backend/services/search/random_catalog.h"

#include <atomic>
#include <gtest/gtest.h>
#include <thread>

namespace tradepost::search {
namespace {

// Every batch keeps two things true: the number of products, and that all carry the batch's mark as price. A search
// that mixed two batches would show it.
TEST(ConcurrentSearch, ReadersSeeWholeBatchesWhileWritersAndMergesWork) {
    const auto index = openNativeIndex({.segmentsPerTier = 3, .documentsPerBuild = 50, .inlineMergeDocuments = 20});
    RandomCatalog random(42);
    constexpr std::int64_t products = 60;
    const auto batchOf = [&](std::int64_t mark, bool newTexts) {
        Batch batch;
        for (std::int64_t id = 1; id <= products; ++id) {
            Document document = random.document(id);
            if (!newTexts) { // the same content each time: only the price changes
                document = Document();
                document.id = ProductId(id);
                document.texts.push_back({"en", "steady chair", ""});
            }
            document.price.minor = mark;
            batch.upserts.push_back(std::move(document));
        }
        return batch;
    };
    index->apply(batchOf(1, false));

    std::atomic<bool> done{false};
    std::atomic<int> torn{0}, searches{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 3; ++reader)
        readers.emplace_back([&, reader] {
            Query query;
            query.text = reader == 0 ? "chair" : "";
            query.limit = 200;
            query.facets = {"price", "brand", "category"};
            std::uint64_t generation = 0;
            while (!done) {
                const Answer answer = index->search(query);
                for (const Hit& hit : answer.hits)
                    torn += hit.price.minor != answer.hits[0].price.minor;
                if (reader != 0)
                    torn += answer.total != products;
                torn += answer.generation < generation;
                generation = answer.generation;
                index->stats();
                ++searches;
            }
        });
    for (std::int64_t mark = 2; mark < 120; ++mark)
        index->apply(batchOf(mark, mark % 10 == 0));
    const auto rebuild = index->rebuild();
    rebuild->add(batchOf(200, true));
    rebuild->commit();
    while (searches < 20)
        std::this_thread::yield();
    done = true;
    for (std::thread& reader : readers)
        reader.join();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(index->stats().documents, static_cast<std::uint64_t>(products));
}

} // namespace
} // namespace tradepost::search
