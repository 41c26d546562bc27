#pragma once

#include "backend/base/error.h"
#include "backend/base/task.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tradepost::identity {

// Argon2id (RFC 9106) by libsodium. The default takes about 50 ms of one core.
struct PasswordCost {
    unsigned long long passes = 3;
    std::size_t memoryBytes = 32 << 20;
};

// Hashes on a few threads of its own, because it takes long by intent. At most `maxQueue` wait; further ones are
// refused (RESOURCE_EXHAUSTED / SIGN_IN_BUSY), so that a flood of sign-ins costs bounded memory. Passwords are wiped
// after use. Thread-safe; must outlive the coroutines that wait for it.
class PasswordHasher {
public:
    explicit PasswordHasher(PasswordCost cost, int threads = 1, std::size_t maxQueue = 64);
    ~PasswordHasher(); // finishes what is queued

    struct Verdict {
        bool matches = false;
        bool outdated = false; // matches, but was made with another cost: hash the password anew
    };

    Task<Result<std::string>> hash(std::string password);
    // An empty or unusable `hash` takes as long as a real one and never matches.
    Task<Result<Verdict>> verify(std::string password, std::string hash);
    // Blocking, for command-line tools and bulk set-up.
    Result<std::string> hashNow(std::string password) const;
    std::size_t queued() const;

private:
    using Job = std::move_only_function<void()>;
    bool enqueue(Job job);
    template<class R>
    Task<Result<R>> run(std::move_only_function<Result<R>()> work);
    Verdict verifyNow(std::string password, const std::string& hash) const;

    PasswordCost m_cost;
    std::size_t m_maxQueue;
    std::string m_decoy; // what is verified when there is no account
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace tradepost::identity
