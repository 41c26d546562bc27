// The power fails, the process is killed, the disk is full: what was acknowledged is there.

#include "tests/backend/platform/sql/flight.h"
#include "tests/backend/platform/sql/ledger.h"
#include "tests/support/crash_vfs.h"
#include "tests/support/temporary_directory.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <random>
#include <sys/mount.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace tradepost;
using test::Ledger;

namespace {

using Acknowledged = std::map<std::int64_t, std::set<std::int64_t>>;

// `callers` coroutines append until a write fails or each has `each`; every acknowledgement is told to `tell`, and what
// another coroutine reads meanwhile, which is to be as durable.
void load(sql::Database& db, std::int64_t callers, std::int64_t firstNumber, std::int64_t each,
          const std::function<void(std::int64_t, std::int64_t)>& tell) {
    boost::asio::io_context context;
    auto caller = [&](std::int64_t id) -> Task<void> {
        for (std::int64_t number = firstNumber; number < firstNumber + each; ++number) {
            auto kept =
                co_await db.write([id, number](sql::Transaction& tx) { return Ledger::append(tx, id, number); });
            if (!kept)
                break;
            tell(id, number);
        }
        --callers;
    };
    auto reader = [&]() -> Task<void> {
        while (callers > 0) {
            const auto last =
                co_await db.read([](sql::Reader& snapshot) -> Result<std::map<std::int64_t, std::int64_t>> {
                    std::map<std::int64_t, std::int64_t> numbers;
                    snapshot.each("SELECT caller, MAX(number) FROM ledger_entry GROUP BY caller",
                                  [&](const sql::Row& row) { numbers[row.integer(0)] = row.integer(1); });
                    return numbers;
                });
            if (!last)
                co_return;
            for (const auto& [id, number] : *last)
                tell(id, number);
        }
    };
    for (std::int64_t id = 1, all = callers; id <= all; ++id)
        boost::asio::co_spawn(context, caller(id), boost::asio::detached);
    boost::asio::co_spawn(context, reader(), boost::asio::detached);
    context.run();
}

class PowerFailure : public testing::TestWithParam<bool> {}; // whether parts of what was not synced survive

TEST_P(PowerFailure, WhatWasAcknowledgedIsThere) {
    std::mt19937_64 random(42);
    int acknowledgements = 0;
    for (std::uint64_t round = 1; round <= 120; ++round) {
        test::CrashVfs vfs("crash");
        const sql::Config config{.url = "sqlite:/ledger.db", .readers = 1, .vfs = vfs.name()};
        Acknowledged acknowledged;
        // Twice, so that the second crash also meets a log that was recovered.
        for (int life = 0; life < 2; ++life) {
            vfs.crashAfter(1 + random() % (life == 0 ? round * 4 : 60));
            if (auto db = sql::openDatabase(config); db && (*db)->migrate(Ledger::schema()))
                load(**db, 4, life * 1000, 30, [&](std::int64_t id, std::int64_t number) {
                    acknowledged[id].insert(number);
                    ++acknowledgements;
                });
            vfs.restart(GetParam() ? random() | 1 : 0);
        }
        auto db = sql::openDatabase(config);
        ASSERT_TRUE(db) << "round " << round << ": " << db.error().message;
        ASSERT_TRUE((*db)->migrate(Ledger::schema()));
        ASSERT_EQ(Ledger::faults(**db, acknowledged), "") << "round " << round;
        auto kept = (*db)->writeNow([](sql::Transaction& tx) { return Ledger::append(tx, 9, 1); });
        ASSERT_TRUE(kept) << kept.error().message;
    }
    EXPECT_GT(acknowledgements, 500); // else nothing was tried
}

// Checkpoints too: the log is copied to the database and starts over while the load goes on.
TEST_P(PowerFailure, AcrossCheckpoints) {
    std::mt19937_64 random(7);
    const std::string filler(3000, 'x');
    for (int round = 0; round < 2; ++round) {
        test::CrashVfs vfs("crash");
        const sql::Config config{.url = "sqlite:/ledger.db", .readers = 1, .vfs = vfs.name()};
        Acknowledged acknowledged;
        {
            auto db = sql::openDatabase(config);
            ASSERT_TRUE(db);
            ASSERT_TRUE((*db)->migrate(Ledger::schema()));
            ASSERT_TRUE((*db)->migrate({"filler", {{1, "CREATE TABLE filler (id BIGINT PRIMARY KEY, text TEXT);\n"}}}));
            vfs.crashAfter(9'000 + random() % 4'000);
            for (std::int64_t number = 0; !vfs.crashed(); ++number) {
                auto kept = (*db)->writeNow([&](sql::Transaction& tx) -> Result<void> {
                    for (int i = 0; i < 200; ++i)
                        tx.exec("INSERT INTO filler VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
                                random() % 2000, filler);
                    return Ledger::append(tx, 1, number);
                });
                if (kept)
                    acknowledged[1].insert(number);
            }
        }
        vfs.restart(GetParam() ? random() | 1 : 0);
        auto db = sql::openDatabase(config);
        ASSERT_TRUE(db) << db.error().message;
        ASSERT_EQ(Ledger::faults(**db, acknowledged), "");
        EXPECT_GT(acknowledged[1].size(), 5U);
        auto check = (*db)->readNow([](sql::Reader& reader) -> Result<std::string> {
            return reader.one("PRAGMA integrity_check", [](const sql::Row& row) { return row.text(0); }).value_or("");
        });
        EXPECT_EQ(check.value_or("unreadable"), "ok");
    }
}

INSTANTIATE_TEST_SUITE_P(Unsynced, PowerFailure, testing::Bool(),
                         [](const auto& info) { return info.param ? "survivesInParts" : "isLost"; });

// Runs the load in a process of its own, which writes every acknowledgement to `out` before the next write.
[[noreturn]] void runVictim(const std::string& url, std::int64_t firstNumber, int out) {
    auto db = sql::openDatabase({.url = url, .readers = 1});
    if (!db || !(*db)->migrate(Ledger::schema()))
        ::_exit(2);
    load(**db, 8, firstNumber, 1'000'000, [out](std::int64_t id, std::int64_t number) {
        const std::int64_t line[] = {id, number};
        if (::write(out, line, sizeof line) != sizeof line)
            ::_exit(3);
    });
    ::_exit(4);
}

TEST(Kill, WhatWasAcknowledgedIsThere) {
    test::TemporaryDirectory directory;
    const std::string url = "sqlite:" + directory.path() + "/ledger.db";
    std::mt19937 random(std::random_device{}());
    Acknowledged acknowledged;
    for (int round = 0; round < 10; ++round) {
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t victim = ::fork();
        ASSERT_GE(victim, 0);
        if (victim == 0) {
            ::close(pipe[0]);
            runVictim(url, round * 1'000'000, pipe[1]);
        }
        ::close(pipe[1]);
        const auto delay = std::chrono::microseconds(random() % 100'000);
        std::jthread killer;
        std::int64_t line[2];
        for (bool first = true; ::read(pipe[0], line, sizeof line) == sizeof line; first = false) {
            acknowledged[line[0]].insert(line[1]);
            if (first)
                killer = std::jthread([victim, delay] {
                    std::this_thread::sleep_for(delay);
                    ::kill(victim, SIGKILL);
                });
        }
        ::close(pipe[0]);
        if (killer.joinable())
            killer.join();
        int status = 0;
        ::waitpid(victim, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the victim ended by itself: " << WEXITSTATUS(status);
        auto db = sql::openDatabase({.url = url, .readers = 1});
        ASSERT_TRUE(db) << db.error().message;
        ASSERT_EQ(Ledger::faults(**db, acknowledged), "") << "round " << round;
    }
    std::size_t count = 0;
    for (const auto& [caller, numbers] : acknowledged)
        count += numbers.size();
    EXPECT_GE(count, 10U); // at least one a round
}

class FullDisk : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0 || ::mount("tmpfs", m_directory.path().c_str(), "tmpfs", 0, "size=3m") != 0)
            GTEST_SKIP() << "a small disk to fill needs the right to mount one";
        m_mounted = true;
    }
    void TearDown() override {
        if (m_mounted)
            ::umount2(m_directory.path().c_str(), MNT_DETACH);
    }
    const std::string& path() const { return m_directory.path(); }

private:
    test::TemporaryDirectory m_directory;
    bool m_mounted = false;
};

TEST_F(FullDisk, FailsCleanlyAndRecovers) {
    const std::string ballast = path() + "/ballast";
    {
        std::ofstream(ballast) << std::string(1'000'000, 'x');
    }
    Acknowledged acknowledged;
    {
        auto opened = sql::openDatabase({.url = "sqlite:" + path() + "/ledger.db", .readers = 1});
        ASSERT_TRUE(opened) << opened.error().message;
        sql::Database& db = **opened;
        ASSERT_TRUE(db.migrate(Ledger::schema()));
        ASSERT_TRUE(db.migrate({"filler", {{1, "CREATE TABLE filler (text TEXT);\n"}}}));
        const std::string filler(20'000, 'x');
        std::int64_t number = 0;
        const auto batch = [&](int size) {
            test::WriterGate gate(db);
            test::Flight flight(db);
            const std::int64_t first = number;
            for (int i = 0; i < size; ++i)
                flight.add([&filler, mine = ++number](sql::Transaction& tx) -> Result<void> {
                    tx.exec("INSERT INTO filler VALUES (?)", filler);
                    return Ledger::append(tx, 1, mine);
                });
            (void)gate.open();
            std::vector<std::string> reasons;
            for (const auto& outcome : flight.land()) {
                reasons.push_back(test::reasonOf(outcome));
                if (outcome)
                    acknowledged[1].insert(first + static_cast<std::int64_t>(reasons.size()));
                else
                    EXPECT_EQ(outcome.error().code, Code::ResourceExhausted) << outcome.error().message;
            }
            return std::set<std::string>(reasons.begin(), reasons.end());
        };
        bool filled = false;
        for (int i = 0; i < 100 && !filled; ++i)
            filled = batch(8).contains("DISK_FULL");
        ASSERT_TRUE(filled);
        ASSERT_FALSE(acknowledged.empty());
        EXPECT_EQ(Ledger::faults(db, acknowledged), ""); // still readable
        ASSERT_EQ(::unlink(ballast.c_str()), 0);
        EXPECT_EQ(batch(4), std::set<std::string>{""}); // without being opened again
    }
    auto opened = sql::openDatabase({.url = "sqlite:" + path() + "/ledger.db", .readers = 1});
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(Ledger::faults(**opened, acknowledged), "");
}

TEST(SqliteLog, IsCopiedBesideTheWriterLongBeforeItStartsOver) {
    test::TemporaryDirectory directory;
    const auto db = sql::openDatabase({.url = "sqlite:" + directory.path() + "/filler.db", .readers = 1}).value();
    ASSERT_TRUE(db->migrate({"filler", {{1, "CREATE TABLE filler (text TEXT NOT NULL);\n"}}}));
    const std::string text(100'000, 'x');
    const auto write = [&] {
        return db->writeNow([&](sql::Transaction& tx) -> Result<void> {
            for (int i = 0; i < 10; ++i)
                tx.exec("INSERT INTO filler VALUES (?)", text);
            return {};
        });
    };
    // 16 MB of the log ask for it; at 128 MB the writer would do it itself.
    for (int megabytes = 0; megabytes < 24; ++megabytes)
        ASSERT_TRUE(write());
    const auto copied = [&] { return std::filesystem::file_size(directory.path() + "/filler.db"); };
    for (int i = 0; i < 1'000 && copied() < 10'000'000; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_GE(copied(), 10'000'000U);
}

} // namespace
