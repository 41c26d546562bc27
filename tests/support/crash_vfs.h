#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace tradepost::test {

// A SQLite VFS in memory whose power can fail: what was written but not synced may then be gone, in any part. Names are
// durable at once. Several connections, WAL included, within this process. Must outlive the databases that use it.
class CrashVfs {
public:
    explicit CrashVfs(std::string name); // sql::Config::vfs
    ~CrashVfs();
    CrashVfs(const CrashVfs&) = delete;
    CrashVfs& operator=(const CrashVfs&) = delete;

    const std::string& name() const;
    // The n-th write, truncation or sync from now on fails, and all access after it, until restart().
    void crashAfter(std::uint64_t operations);
    bool crashed() const;
    std::uint64_t operations() const; // so far
    // The files as they come up again. Of what was not synced, the seed decides for each sector whether it got to the
    // disk; 0 drops everything. Handles from before stay dead.
    void restart(std::uint64_t seed);

    struct State;

private:
    std::unique_ptr<State> m_state;
};

} // namespace tradepost::test
