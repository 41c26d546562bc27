#pragma once

#include "backend/platform/events/events.h"
#include "tests/support/databases.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <google/protobuf/wrappers.pb.h>
#include <mutex>
#include <thread>

namespace tradepost::events {

// A log and a table of effects in one database: an effect is a row for each time an event was applied.
class EventsTest : public test::DatabaseTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(Outbox::schema()).has_value());
        ASSERT_TRUE(db().migrate(effectsSchema()).has_value());
        openLog();
    }
    void finish() override {
        feed.reset();
        log.reset();
    }

    static sql::Schema effectsSchema() {
        return {"effects",
                {{1, "CREATE TABLE effects_applied (seq $AUTOINCREMENT, consumer TEXT NOT NULL, "
                     "event_key TEXT NOT NULL, value TEXT NOT NULL);\n"}}};
    }
    void openLog() { log.emplace(db(), "shop", systemClock(), ids); }
    // As after a restart of the program.
    void restart() {
        feed.reset();
        log.reset();
        reopen();
        openLog();
    }

    Position append(const std::string& key, const std::string& value) {
        auto position = db().writeNow([&](sql::Transaction& tx) -> Result<Position> {
            google::protobuf::StringValue payload;
            payload.set_value(value);
            return log->append(tx, payload, key);
        });
        return position.value();
    }
    static std::string valueOf(const Event& event) {
        google::protobuf::StringValue payload;
        payload.ParseFromString(event.payload.bytes());
        return payload.value();
    }

    // Writes an effect; refuses the values in `refused`.
    Consumer consumer(const std::string& name, sql::Database* database = nullptr) {
        Consumer made;
        made.name = name;
        made.database = database ? database : &db();
        made.retry = {.attempts = 2, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(4)};
        made.apply = [this, name](sql::Transaction& tx, const Delivered& delivered) -> Result<void> {
            const auto value = valueOf(delivered.event);
            {
                const std::scoped_lock lock(mutex);
                ++calls[value];
                if (refused.contains(value))
                    return fail(Code::FailedPrecondition, "NO_STOCK", "There is none left.");
            }
            tx.exec("INSERT INTO effects_applied (consumer, event_key, value) VALUES (?, ?, ?)", name,
                    delivered.event.key, value);
            return {};
        };
        return made;
    }
    void refuse(const std::string& value) {
        const std::scoped_lock lock(mutex);
        refused.insert(value);
    }
    void accept(const std::string& value) {
        const std::scoped_lock lock(mutex);
        refused.erase(value);
    }
    int callsOf(const std::string& value) {
        const std::scoped_lock lock(mutex);
        return calls[value];
    }

    std::vector<std::string> effects(const std::string& name, sql::Database& database) {
        return database
            .readNow([&](sql::Reader& reader) -> Result<std::vector<std::string>> {
                return reader.all(
                    "SELECT value FROM effects_applied WHERE consumer = ? ORDER BY seq",
                    [](const sql::Row& row) { return row.text(0); }, name);
            })
            .value();
    }
    std::vector<std::string> effects(const std::string& name) { return effects(name, db()); }
    std::vector<std::string> effectsOfKey(const std::string& name, const std::string& key) {
        return db()
            .readNow([&](sql::Reader& reader) -> Result<std::vector<std::string>> {
                return reader.all(
                    "SELECT value FROM effects_applied WHERE consumer = ? AND event_key = ? ORDER BY seq",
                    [](const sql::Row& row) { return row.text(0); }, name, key);
            })
            .value();
    }

    static Result<void> passed(EventFeed& feed, const std::string& name, Position position,
                               std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
        boost::asio::io_context io;
        auto answer = boost::asio::co_spawn(io, feed.passed(name, position, timeout), boost::asio::use_future);
        io.run();
        return answer.get();
    }
    Result<void> passed(const std::string& name, Position position) { return passed(*feed, name, position); }

    Position end() {
        return db().readNow([&](sql::Reader& reader) -> Result<Position> { return log->end(reader); }).value();
    }
    std::int64_t count(std::string_view sql) {
        return db()
            .readNow([&](sql::Reader& reader) -> Result<std::int64_t> {
                return reader.one(sql, [](const sql::Row& row) { return row.integer(0); }).value();
            })
            .value();
    }
    void startFeed(Consumer subscribed) {
        feed = openSqlFeed(systemClock());
        ASSERT_TRUE(feed->subscribe(*log, std::move(subscribed)).has_value());
        feed->start();
    }
    std::vector<DeadLetter> letters(const std::string& name = {}) { return feed->deadLetters(name, 0, 1000).value(); }

    IdSource ids{systemClock()};
    std::optional<Outbox> log;
    std::unique_ptr<EventFeed> feed;
    std::mutex mutex;
    std::set<std::string> refused;
    std::map<std::string, int> calls;
};

template<class Condition>
bool eventually(Condition condition, std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

} // namespace tradepost::events
