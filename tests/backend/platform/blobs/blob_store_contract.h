#pragma once

#include "backend/platform/blobs/blob_store.h"

#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

// What every blob store must do. An adapter instantiates the suite with a function that opens an empty store:
//   INSTANTIATE_TEST_SUITE_P(Disk, BlobStoreContract, testing::Values(BlobStoreFixture{...}));
namespace tradepost::blobs {

struct BlobStoreFixture {
    std::string name;
    std::function<std::unique_ptr<BlobStore>()> open; // empty, at most 1 MiB a blob
};
inline void PrintTo(const BlobStoreFixture& fixture, std::ostream* out) {
    *out << fixture.name;
}

class BlobStoreContract : public testing::TestWithParam<BlobStoreFixture> {
protected:
    std::string read(const BlobId& id) {
        const auto blob = m_store->get(id);
        return blob ? std::string((*blob)->bytes()) : "error: " + blob.error().reason;
    }
    std::unique_ptr<BlobStore> m_store = GetParam().open();
};

TEST_P(BlobStoreContract, KeepsBytesUnderTheirHash) {
    for (const std::string& bytes :
         {std::string("hello"), std::string(), std::string("a\0b", 3), std::string(1 << 20, 'x')}) {
        const auto id = m_store->put(bytes);
        ASSERT_TRUE(id);
        EXPECT_EQ(*id, BlobId::of(bytes));
        EXPECT_TRUE(m_store->contains(*id));
        EXPECT_EQ(read(*id), bytes);
        EXPECT_TRUE(m_store->verify(*id));
        EXPECT_EQ(m_store->put(bytes).value(), *id) << "the same bytes are the same blob";
    }
}

TEST_P(BlobStoreContract, SaysWhatIsNotThere) {
    const BlobId id = BlobId::of("never stored");
    EXPECT_FALSE(m_store->contains(id));
    const auto blob = m_store->get(id);
    ASSERT_FALSE(blob);
    EXPECT_EQ(blob.error().code, Code::NotFound);
}

TEST_P(BlobStoreContract, RefusesWhatIsTooLarge) {
    const auto id = m_store->put(std::string((1 << 20) + 1, 'x'));
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().reason, "BLOB_TOO_LARGE");
}

TEST_P(BlobStoreContract, VisitsEveryBlobOnce) {
    std::set<BlobId> stored, seen;
    for (int i = 0; i < 20; ++i)
        stored.insert(*m_store->put(std::to_string(i)));
    EXPECT_TRUE(m_store->each([&](const BlobId& id) { EXPECT_TRUE(seen.insert(id).second); }));
    EXPECT_EQ(seen, stored);
}

TEST_P(BlobStoreContract, KeepsManyAtOnce) {
    const BlobId before = *m_store->put("two");
    const std::vector<std::string_view> all{"one", "two", "three", "one"};
    const auto ids = m_store->putAll(all);
    ASSERT_TRUE(ids);
    ASSERT_EQ(ids->size(), all.size());
    EXPECT_EQ((*ids)[1], before);
    EXPECT_EQ((*ids)[0], (*ids)[3]);
    for (std::size_t i = 0; i < all.size(); ++i)
        EXPECT_EQ(read((*ids)[i]), all[i]);
    const std::string large((1 << 20) + 1, 'x');
    const auto refused = m_store->putAll(std::vector<std::string_view>{"four", large});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "BLOB_TOO_LARGE");
}

TEST_P(BlobStoreContract, TakesABlobPieceByPiece) {
    auto writer = m_store->begin().value();
    EXPECT_EQ(writer->id(), BlobId::of(""));
    ASSERT_TRUE(writer->append("hello "));
    ASSERT_TRUE(writer->append("world"));
    EXPECT_EQ(writer->id(), BlobId::of("hello world"));
    EXPECT_EQ(writer->appended().value()->bytes(), "hello world");
    EXPECT_FALSE(m_store->contains(writer->id())) << "not before it is finished";
    EXPECT_EQ(writer->finish().value(), BlobId::of("hello world"));
    writer.reset();
    EXPECT_EQ(read(BlobId::of("hello world")), "hello world");

    writer = m_store->begin().value();
    ASSERT_TRUE(writer->append("given up"));
    writer.reset();
    EXPECT_FALSE(m_store->contains(BlobId::of("given up")));

    writer = m_store->begin().value();
    ASSERT_TRUE(writer->append(std::string(1 << 20, 'x')));
    const auto refused = writer->append("x");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "BLOB_TOO_LARGE");
}

TEST_P(BlobStoreContract, RemovesABlobWhoseReadersReadOn) {
    const BlobId id = *m_store->put("not for ever");
    const auto blob = m_store->get(id).value();
    EXPECT_TRUE(m_store->remove(id));
    EXPECT_FALSE(m_store->contains(id));
    EXPECT_EQ(blob->bytes(), "not for ever");
    EXPECT_TRUE(m_store->remove(id)) << "there is none: harmless";
    EXPECT_EQ(*m_store->put("not for ever"), id);
    EXPECT_EQ(read(id), "not for ever");
}

TEST_P(BlobStoreContract, ABlobOutlivesItsStore) {
    const auto blob = m_store->get(*m_store->put("still here"));
    m_store.reset();
    EXPECT_EQ((*blob)->bytes(), "still here");
}

TEST_P(BlobStoreContract, WritersOfTheSameBytesDoNotDisturbEachOther) {
    const std::string bytes(100'000, 'y');
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i)
        writers.emplace_back([&] {
            const auto id = m_store->put(bytes);
            ASSERT_TRUE(id);
            EXPECT_EQ(read(*id), bytes);
        });
    for (std::thread& writer : writers)
        writer.join();
}

} // namespace tradepost::blobs
