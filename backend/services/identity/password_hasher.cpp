#include "backend/services/identity/password_hasher.h"

#include <array>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <sodium.h>
#include <stdexcept>

namespace tradepost::identity {

namespace {

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

} // namespace

PasswordHasher::PasswordHasher(PasswordCost cost, int threads, std::size_t maxQueue)
    : m_cost(cost), m_maxQueue(maxQueue) {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium could not be started");
    std::array<char, 24> secret{};
    randombytes_buf(secret.data(), secret.size());
    m_decoy = hashNow(std::string(secret.data(), secret.size())).value_or("");
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] {
            std::unique_lock lock(m_mutex);
            while (true) {
                m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
                if (m_jobs.empty())
                    return;
                Job job = std::move(m_jobs.front());
                m_jobs.pop_front();
                lock.unlock();
                job();
                lock.lock();
            }
        });
}

PasswordHasher::~PasswordHasher() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

std::size_t PasswordHasher::queued() const {
    const std::lock_guard lock(m_mutex);
    return m_jobs.size();
}

bool PasswordHasher::enqueue(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_jobs.size() >= m_maxQueue)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

Result<std::string> PasswordHasher::hashNow(std::string password) const {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), m_cost.passes,
                                             m_cost.memoryBytes, crypto_pwhash_ALG_ARGON2ID13);
    wipe(password);
    if (failed)
        return fail(Code::ResourceExhausted, "OUT_OF_MEMORY", "There was no memory to check a password. Try again.");
    return std::string(text.data());
}

PasswordHasher::Verdict PasswordHasher::verifyNow(std::string password, const std::string& hash) const {
    const bool usable = hash.starts_with("$argon2id$");
    const std::string& against = usable ? hash : m_decoy;
    const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
    wipe(password);
    Verdict verdict;
    verdict.matches = usable && same;
    verdict.outdated =
        verdict.matches && crypto_pwhash_str_needs_rehash(hash.c_str(), m_cost.passes, m_cost.memoryBytes) != 0;
    return verdict;
}

template<class R>
Task<Result<R>> PasswordHasher::run(std::move_only_function<Result<R>()> work) {
    namespace asio = boost::asio;
    auto slot = std::make_shared<std::optional<Result<R>>>();
    auto initiate = [this, slot, work = std::move(work)](auto handler) mutable {
        auto executor = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        auto finish = [shared, executor] { asio::post(executor, [shared] { std::move (*shared)(); }); };
        const bool queued = enqueue([slot, work = std::move(work), finish]() mutable {
            slot->emplace(work());
            finish();
        });
        if (!queued) {
            slot->emplace(fail(Code::ResourceExhausted, "SIGN_IN_BUSY",
                               "Too many people are signing in at this moment. Try again in a few seconds."));
            finish();
        }
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(initiate), asio::use_awaitable);
    co_return std::move(**slot);
}

Task<Result<std::string>> PasswordHasher::hash(std::string password) {
    std::move_only_function<Result<std::string>()> work = [this, password = std::move(password)]() mutable {
        return hashNow(std::move(password));
    };
    co_return co_await run<std::string>(std::move(work));
}

Task<Result<PasswordHasher::Verdict>> PasswordHasher::verify(std::string password, std::string hash) {
    std::move_only_function<Result<Verdict>()> work = [this, password = std::move(password),
                                                       hash = std::move(hash)]() mutable -> Result<Verdict> {
        return verifyNow(std::move(password), hash);
    };
    co_return co_await run<Verdict>(std::move(work));
}

} // namespace tradepost::identity
