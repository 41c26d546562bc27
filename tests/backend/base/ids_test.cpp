#include "backend/base/ids.h"

#include <gtest/gtest.h>
#include <set>
#include <thread>

using namespace tradepost;

namespace {
struct ManualClock final : Clock {
    Micros time = 1'700'000'000'000'000;
    Micros now() const override { return time; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
};
} // namespace

TEST(Ids, ReadBackAsWritten) {
    IdSource ids(systemClock());
    for (int i = 0; i < 1000; ++i) {
        const auto id = ids.next<ProductId>();
        EXPECT_EQ(id.text().size(), 13u);
        EXPECT_EQ(ProductId::parse(id.text()), id);
    }
}

TEST(Ids, TextSortsAsTheNumbersDo) {
    EXPECT_LT(formatId(1), formatId(2));
    EXPECT_LT(formatId(31), formatId(32));
    EXPECT_LT(formatId(1'000'000), formatId(INT64_MAX));
}

TEST(Ids, RefuseWhatWasNeverWritten) {
    for (const char* text : {"", "0", "0k3v9x7c5q2m", "0k3v9x7c5q2mrr", "0k3v9x7c5q2mI", "0K3V9X7C5Q2MR",
                             "8000000000000", "../../etc/pwd"})
        EXPECT_FALSE(ProductId::parse(text)) << text;
}

TEST(Ids, NeverGoBackWhenTheClockDoes) {
    ManualClock clock;
    IdSource ids(clock, 7);
    const auto before = ids.next();
    clock.time -= 3'600'000'000;
    EXPECT_GT(ids.next(), before);
}

TEST(Ids, AreUniqueAcrossThreads) {
    ManualClock clock;
    IdSource ids(clock, 7);
    std::vector<std::int64_t> made[4];
    {
        std::vector<std::jthread> threads;
        for (auto& list : made)
            threads.emplace_back([&] {
                for (int i = 0; i < 20'000; ++i)
                    list.push_back(ids.next());
            });
    }
    std::set<std::int64_t> all;
    for (auto& list : made)
        all.insert(list.begin(), list.end());
    EXPECT_EQ(all.size(), 80'000u);
}
