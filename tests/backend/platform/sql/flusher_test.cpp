// Commits flushed on a thread of their own, with a disk that the test holds.

#include "backend/platform/sql/flusher.h"

#include <future>
#include <gtest/gtest.h>

using namespace tradepost;
using sql::Flusher;

namespace {

// A disk that takes a flush only when it is let.
struct Disk {
    std::promise<std::optional<Error>> next;
    std::promise<void> asked;
    int flushes = 0;
};

class HeldLog : public sql::CommitLog {
public:
    explicit HeldLog(Disk& disk) : m_disk(disk) {}
    std::optional<Error> flush() override {
        ++m_disk.flushes;
        m_disk.asked.set_value();
        return m_disk.next.get_future().get();
    }

private:
    Disk& m_disk;
};

struct FlusherTest : testing::Test {
    Disk disk;
    std::promise<void> idle;
    Flusher flusher{std::make_unique<HeldLog>(disk), [this] { idle.set_value(); }};
    std::promise<std::optional<Error>> written, read;

    void commit() {
        flusher.commitBegins();
        flusher.flush([this](const std::optional<Error>& error) { written.set_value(error); });
        disk.asked.get_future().wait();
    }
    void readNow() {
        flusher.afterFlush([this](const std::optional<Error>& error) { read.set_value(error); });
    }
};

bool isReady(const auto& future) {
    return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

TEST_F(FlusherTest, WhatMayHaveBeenReadWaitsForTheDisk) {
    auto answered = written.get_future();
    auto seen = read.get_future();
    commit();
    EXPECT_FALSE(flusher.idle());
    readNow();
    EXPECT_FALSE(isReady(answered));
    EXPECT_FALSE(isReady(seen));
    disk.next.set_value(std::nullopt);
    EXPECT_FALSE(answered.get());
    EXPECT_FALSE(seen.get());
    EXPECT_TRUE(flusher.idle());
}

TEST_F(FlusherTest, AReadWithNothingOnItsWayIsAnsweredAtOnce) {
    auto seen = read.get_future();
    readNow();
    EXPECT_TRUE(isReady(seen));
    EXPECT_EQ(disk.flushes, 0);
}

TEST_F(FlusherTest, ACommitThatFailedFreesTheReads) {
    auto seen = read.get_future();
    flusher.commitBegins();
    readNow();
    EXPECT_FALSE(isReady(seen));
    flusher.commitFailed();
    EXPECT_FALSE(seen.get());
    EXPECT_TRUE(flusher.idle());
}

TEST_F(FlusherTest, ADiskThatFailedIsNotTrustedAgain) {
    auto answered = written.get_future();
    auto seen = read.get_future();
    auto ended = idle.get_future();
    EXPECT_FALSE(flusher.broken());
    commit();
    readNow();
    disk.next.set_value(Error{Code::Unavailable, "COMMIT_UNKNOWN", "The disk is gone.", {}});
    ASSERT_EQ(answered.get().value_or(Error{}).reason, "COMMIT_UNKNOWN");
    ASSERT_EQ(seen.get().value_or(Error{}).reason, "STORE_UNAVAILABLE");
    ended.wait();
    EXPECT_EQ(flusher.broken().value_or(Error{}).reason, "STORE_UNAVAILABLE");
}

} // namespace
