#pragma once

#include "backend/services/operations/operations.h"

#include <atomic>
#include <mutex>

namespace tradepost::operations {

// An operation that runs in this process: what its work, those who steer it and those who watch it share. Thread-safe.
struct Job {
    struct Counts {
        std::int64_t done = 0, total = 0;
    };

    OperationId id;
    UserId owner;
    std::string input;
    std::int64_t resumeFrom = 0;

    Notifier changed;                                                   // something below changed
    std::shared_ptr<Notifier> published = std::make_shared<Notifier>(); // something on disk changed
    std::atomic<bool> cancel{false}, paused{false}, interrupted{false}, ended{false};

    void report(Counts counts);
    Counts counts() const;
    // Whether something was reported since the last call.
    bool takeUnsaved();
    void setUnsaved();
    void steer(v1::Operation::State state);

private:
    mutable std::mutex m_mutex;
    Counts m_counts;
    bool m_unsaved = false;
};

} // namespace tradepost::operations
