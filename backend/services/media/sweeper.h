#pragma once

#include "backend/base/clock.h"
#include "backend/base/notifier.h"
#include "backend/platform/blobs/blob_store.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/media/renditions.h"
#include "backend/services/media/visibility.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace tradepost::media {

struct SweepConfig {
    std::chrono::seconds grace{24 * 3600}; // since the file came, was referred to or last lost a reference
    std::chrono::seconds interval{3600};
    // Blocks until every reference that the catalog's log holds at this moment is known; an error puts the sweep off.
    std::function<Result<void>()> referencesKnown;
};

// Removes files that nothing refers to. A file goes in three steps: its row is marked, its bytes and renditions are
// removed, the row is erased; an upload of the same bytes waits meanwhile, and a crash leaves a marked row for the next
// sweep. What is referred to between the steps before the mark is not marked: the mark looks again, in its transaction.
class Sweeper {
public:
    // All outlive it. `swept` is notified after each file.
    Sweeper(sql::Database& database, blobs::BlobStore& blobs, Renditions& renditions, Visibility& visibility,
            Notifier& swept, const Clock& clock, SweepConfig config);
    ~Sweeper();   // stops
    void start(); // a thread that sweeps at every interval
    void stop();

    // One sweep; blocks. The number of files removed.
    Result<int> sweep();

private:
    Result<bool> remove(const std::string& id, Micros before, Micros now);
    void run();

    sql::Database& m_database;
    blobs::BlobStore& m_blobs;
    Renditions& m_renditions;
    Visibility& m_visibility;
    Notifier& m_swept;
    const Clock& m_clock;
    const SweepConfig m_config;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace tradepost::media
