#include "backend/platform/cache/response_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace tradepost {
namespace {

std::shared_ptr<const CachedResponse> response(std::string body) {
    return std::make_shared<CachedResponse>(CachedResponse{200, "\"1\"", std::move(body), {}});
}

void put(ResponseCache& cache, const std::string& tag, const std::string& variant, std::string body) {
    cache.put(tag, variant, cache.lease(tag), response(std::move(body)));
}

TEST(ResponseCache, FindsByTagAndVariant) {
    ResponseCache cache(1 << 20);
    put(cache, "products/1", "en", "one");
    put(cache, "products/1", "de", "eins");
    EXPECT_EQ(cache.find("products/1", "de")->body, "eins");
    EXPECT_EQ(cache.find("products/1", "en")->body, "one");
    EXPECT_EQ(cache.find("products/1", "fr"), nullptr);
    EXPECT_EQ(cache.find("products/2", "en"), nullptr);
    EXPECT_EQ(cache.stats().hits, 2u);
    EXPECT_EQ(cache.stats().misses, 2u);
}

TEST(ResponseCache, DropTakesEveryVariantAndNothingElse) {
    ResponseCache cache(1 << 20);
    put(cache, "products/1", "en", "one");
    put(cache, "products/1", "de", "eins");
    put(cache, "products/2", "en", "two");
    cache.drop("products/1");
    EXPECT_EQ(cache.find("products/1", "en"), nullptr);
    EXPECT_EQ(cache.find("products/1", "de"), nullptr);
    EXPECT_NE(cache.find("products/2", "en"), nullptr);
    EXPECT_EQ(cache.stats().entries, 1u);
}

TEST(ResponseCache, PutAfterDropIsRefused) {
    ResponseCache cache(1 << 20);
    const auto before = cache.lease("products/1");
    cache.drop("products/1");
    cache.put("products/1", "", before, response("stale"));
    EXPECT_EQ(cache.find("products/1", ""), nullptr);
    put(cache, "products/1", "", "fresh");
    EXPECT_EQ(cache.find("products/1", "")->body, "fresh");
}

TEST(ResponseCache, PutAfterClearIsRefused) {
    ResponseCache cache(1 << 20);
    const auto before = cache.lease("products/1");
    cache.clear();
    cache.put("products/1", "", before, response("stale"));
    EXPECT_EQ(cache.find("products/1", ""), nullptr);
    EXPECT_EQ(cache.stats().bytes, 0u);
}

TEST(ResponseCache, ReplacesWithoutCountingTwice) {
    ResponseCache cache(1 << 20);
    put(cache, "products/1", "", std::string(1000, 'a'));
    const auto bytes = cache.stats().bytes;
    put(cache, "products/1", "", std::string(1000, 'b'));
    EXPECT_EQ(cache.stats().bytes, bytes);
    EXPECT_EQ(cache.stats().entries, 1u);
    cache.drop("products/1");
    EXPECT_EQ(cache.stats().bytes, 0u);
}

TEST(ResponseCache, StaysWithinItsBytesAndEvictsTheLeastRecentlyUsed) {
    constexpr std::size_t bound = 16 * 8 * 1024;
    ResponseCache cache(bound);
    put(cache, "hot", "", std::string(1000, 'h'));
    for (int i = 0; i < 1000; ++i) {
        put(cache, "products/" + std::to_string(i), "", std::string(1000, 'p'));
        ASSERT_NE(cache.find("hot", ""), nullptr) << i;
        ASSERT_LE(cache.stats().bytes, bound);
    }
    EXPECT_GT(cache.stats().evictions, 800u);
    put(cache, "huge", "", std::string(bound, 'x'));
    EXPECT_EQ(cache.find("huge", ""), nullptr) << "larger than a shard: not kept";
}

// Writers raise the truth, then drop; a reader must never find less than what was acknowledged before it looked.
TEST(ResponseCache, NeverServesWhatWasDroppedUnderRace) {
    ResponseCache cache(1 << 20);
    std::atomic<int> truth{0}, acknowledged{0};
    std::atomic<bool> done{false};
    std::atomic<int> stale{0}, hits{0};
    std::vector<std::thread> readers;
    for (int r = 0; r < 3; ++r) {
        readers.emplace_back([&] {
            while (!done) {
                const int least = acknowledged;
                if (const auto found = cache.find("products/1", "")) {
                    ++hits;
                    if (std::stoi(found->body) < least)
                        ++stale;
                    continue;
                }
                const auto lease = cache.lease("products/1");
                const int value = truth;
                std::this_thread::yield();
                cache.put("products/1", "", lease, response(std::to_string(value)));
            }
        });
    }
    for (int i = 1; i <= 3000 || hits < 500; ++i) {
        truth = i;
        cache.drop("products/1");
        acknowledged = i;
        if (i % 8 == 0)
            std::this_thread::yield();
    }
    done = true;
    for (auto& reader : readers)
        reader.join();
    EXPECT_EQ(stale, 0);
}

} // namespace
} // namespace tradepost
