#include "backend/services/operations/job.h"

namespace tradepost::operations {

void Job::report(Counts counts) {
    {
        const std::scoped_lock lock(m_mutex);
        m_counts = counts;
        if (std::exchange(m_unsaved, true))
            return;
    }
    changed.notify();
}

Job::Counts Job::counts() const {
    const std::scoped_lock lock(m_mutex);
    return m_counts;
}

bool Job::takeUnsaved() {
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_unsaved, false);
}

void Job::setUnsaved() {
    const std::scoped_lock lock(m_mutex);
    m_unsaved = true;
}

void Job::steer(v1::Operation::State state) {
    cancel = state == v1::Operation::CANCELLING;
    paused = state == v1::Operation::PAUSED;
    changed.notify();
    published->notify();
}

OperationId Progress::id() const {
    return m_job.id;
}

const std::string& Progress::input() const {
    return m_job.input;
}

std::int64_t Progress::resumeFrom() const {
    return m_job.resumeFrom;
}

void Progress::report(std::int64_t done, std::int64_t total) {
    m_job.report({done, total});
}

bool Progress::cancelRequested() const {
    return m_job.cancel || m_job.interrupted;
}

Task<Result<void>> Progress::checkpoint() {
    for (;;) {
        const auto seen = m_job.changed.version();
        if (m_job.interrupted)
            co_return fail(Code::Unavailable, "INTERRUPTED", "The server stopped while the operation ran.");
        if (m_job.cancel)
            co_return fail(Code::Cancelled, "CANCELLED", "The operation was cancelled.");
        if (!m_job.paused)
            co_return Result<void>();
        co_await m_job.changed.wait(seen, Notifier::TimePoint::max());
    }
}

} // namespace tradepost::operations
