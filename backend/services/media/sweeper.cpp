#include "backend/services/media/sweeper.h"

#include "backend/platform/telemetry/log.h"
#include "backend/services/media/media_store.h"

namespace tradepost::media {

Sweeper::Sweeper(sql::Database& database, blobs::BlobStore& blobs, Renditions& renditions, Visibility& visibility,
                 Notifier& swept, const Clock& clock, SweepConfig config)
    : m_database(database), m_blobs(blobs), m_renditions(renditions), m_visibility(visibility), m_swept(swept),
      m_clock(clock), m_config(std::move(config)) {}

Sweeper::~Sweeper() {
    stop();
}

void Sweeper::start() {
    m_thread = std::thread([this] { run(); });
}

void Sweeper::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Sweeper::run() {
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, m_config.interval, [this] { return m_stopping; })) {
        lock.unlock();
        if (const auto swept = sweep(); !swept)
            telemetry::log(telemetry::Level::Warn, "Media files that nothing refers to could not be removed",
                           {{"reason", swept.error().reason}});
        lock.lock();
    }
}

Result<int> Sweeper::sweep() {
    constexpr int batch = 500;
    const Micros now = m_clock.now();
    const Micros before = now - std::chrono::microseconds(m_config.grace).count();
    int removed = 0;
    for (int found = batch; found == batch;) {
        const auto ids = m_database.readNow([&](sql::Reader& reader) -> Result<std::vector<std::string>> {
            return store::orphans(reader, before, now, batch);
        });
        if (!ids)
            return std::unexpected(ids.error());
        found = static_cast<int>(ids->size());
        // Only after the list was made: what the catalog said before that is known then, and the mark looks again.
        if (found > 0 && m_config.referencesKnown)
            TP_TRY(m_config.referencesKnown());
        int here = 0;
        for (const std::string& id : *ids) {
            {
                const std::lock_guard lock(m_mutex);
                if (m_stopping)
                    return removed;
            }
            const auto gone = remove(id, before, now);
            if (!gone)
                return std::unexpected(gone.error());
            here += *gone ? 1 : 0;
        }
        removed += here;
        if (here == 0)
            break;
    }
    TP_TRY(m_database.writeNow([&](sql::Transaction& tx) -> Result<void> {
        store::dropExpiredUploads(tx, now);
        return {};
    }));
    return removed;
}

Result<bool> Sweeper::remove(const std::string& id, Micros before, Micros now) {
    const auto marked = m_database.writeNow(
        [&](sql::Transaction& tx) -> Result<bool> { return store::condemn(tx, id, before, now); }, sql::Priority::Bulk);
    if (!marked || !*marked)
        return marked;
    m_visibility.forget(id);
    if (const auto blob = blobs::BlobId::parse(id)) {
        m_renditions.remove(*blob);
        TP_TRY(m_blobs.remove(*blob));
    }
    TP_TRY(m_database.writeNow([&](sql::Transaction& tx) -> Result<void> {
        store::erase(tx, id);
        return {};
    }));
    m_visibility.forget(id);
    m_swept.notify();
    return true;
}

} // namespace tradepost::media
