#pragma once

#include "backend/services/identity/service.h"
#include "tests/support/databases.h"

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

namespace tradepost::identity {

class ManualClock final : public Clock {
public:
    Micros now() const override { return m_now; }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point(std::chrono::microseconds(m_now.load()));
    }
    void advance(std::chrono::seconds time) { m_now += std::chrono::microseconds(time).count(); }

private:
    std::atomic<Micros> m_now{1'800'000'000'000'000};
};

// Runs a method to its end, as an edge would.
template<class T>
T run(Task<T> task) {
    boost::asio::io_context io;
    std::optional<T> result;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T value) {
        if (error)
            std::rethrow_exception(error);
        result.emplace(std::move(value));
    });
    io.run();
    return std::move(*result);
}

class IdentityTest : public test::DatabaseTest {
protected:
    void start() override {
        migrateAll();
        open();
    }
    void finish() override { close(); }

    void migrateAll() {
        for (const sql::Schema& schema : {store::schema(), events::Outbox::schema()}) {
            const auto migrated = db().migrate(schema);
            ASSERT_TRUE(migrated) << migrated.error().message;
        }
    }
    void open() {
        outbox.emplace(db(), "identity", clock, ids);
        Config config;
        config.passwordCost = {1, 8192}; // libsodium's least: tests need no strong hashes
        service.emplace(db(), *outbox, keys, clock, ids, config);
        ASSERT_TRUE(service->start());
    }
    void close() {
        service.reset();
        outbox.reset();
    }
    void restart() {
        close();
        reopen();
        open();
    }

    v1::User addUser(const std::string& email, std::vector<rpc::Role> roles, std::vector<SellerId> sellers = {}) {
        const auto user = service->addUser({email, "Ada", password, std::move(roles), std::move(sellers)});
        EXPECT_TRUE(user) << user.error().message;
        return user.value_or(v1::User());
    }
    Result<v1::Session> signIn(const std::string& email, const std::string& with) {
        v1::SignInRequest request;
        request.set_email(email);
        request.set_password(with);
        return run(service->signIn(context, request));
    }
    Result<v1::Session> refresh(const std::string& token) {
        v1::RefreshSessionRequest request;
        request.set_refresh_token(token);
        return run(service->refreshSession(context, request));
    }
    Result<rpc::Principal> authenticate(const std::string& token) {
        return service->authenticator().authenticate(token);
    }
    std::vector<events::Delivered> events() {
        return db()
            .readNow([this](sql::Reader& reader) -> Result<std::vector<events::Delivered>> {
                const events::Position end = outbox->end(reader);
                return outbox->readAfter(reader, {end.epoch, 0}, 1000);
            })
            .value();
    }
    // The facts of the last mail that was asked for.
    std::optional<OutgoingMail> lastMail();

    const std::string password = "correct horse battery";
    ManualClock clock;
    IdSource ids{clock, 7};
    Keys keys = Keys::ofSeed(std::array<unsigned char, 32>{1, 2, 3});
    rpc::Context context;
    std::optional<events::Outbox> outbox;
    std::optional<Service> service;
};

} // namespace tradepost::identity
