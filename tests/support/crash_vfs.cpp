#include "tests/support/crash_vfs.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <random>
#include <set>
#include <sqlite3.h>
#include <stdexcept>
#include <vector>

namespace tradepost::test {

namespace {

constexpr std::size_t sector = 512;

struct Handle;

struct File {
    std::vector<char> content;      // as the programs see it
    std::vector<char> durable;      // as of the last sync
    std::set<std::size_t> unsynced; // sectors written since
    // https://sqlite.org/lockingv3.html
    int sharedLocks = 0;
    const Handle* reserved = nullptr;
    const Handle* pending = nullptr;
    const Handle* exclusive = nullptr;
    struct ShmLock {
        int shared = 0;
        const Handle* exclusive = nullptr;
    };
    std::array<ShmLock, SQLITE_SHM_NLOCK> shmLocks;
    std::vector<std::unique_ptr<char[]>> shm;
};

} // namespace

struct CrashVfs::State {
    std::string name;
    sqlite3_vfs vfs{};
    mutable std::mutex mutex;
    std::map<std::string, std::shared_ptr<File>> files;
    std::uint64_t operations = 0;
    std::uint64_t crashAt = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t generation = 0;
    bool crashed = false;

    // Counts an operation that changes something; false when the power is gone.
    bool change() {
        if (!crashed && ++operations >= crashAt)
            crashed = true;
        return !crashed;
    }
};

namespace {

using State = CrashVfs::State;

struct Handle {
    const sqlite3_io_methods* methods; // SQLite's part comes first
    State* state;
    std::shared_ptr<File> file;
    std::string path;
    std::uint64_t generation;
    int lock;
    bool deleteOnClose;
    std::array<int, SQLITE_SHM_NLOCK> shmShared; // what this handle holds

    bool dead() const { return state->crashed || generation != state->generation; }
};

Handle& of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file);
}
State& of(sqlite3_vfs* vfs) {
    return *static_cast<State*>(vfs->pAppData);
}

int unlockTo(Handle& handle, int level) {
    File& file = *handle.file;
    if (handle.lock > level) {
        for (const Handle** owner : {&file.reserved, &file.pending, &file.exclusive})
            if (*owner == &handle)
                *owner = nullptr;
        if (level == SQLITE_LOCK_NONE)
            --file.sharedLocks;
        handle.lock = level;
    }
    return SQLITE_OK;
}

int closeFile(sqlite3_file* raw) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    unlockTo(handle, SQLITE_LOCK_NONE);
    if (handle.deleteOnClose && !handle.dead())
        handle.state->files.erase(handle.path);
    handle.~Handle();
    return SQLITE_OK;
}

int readFile(sqlite3_file* raw, void* buffer, int amount, sqlite3_int64 offset) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    if (handle.dead())
        return SQLITE_IOERR_READ;
    const auto& content = handle.file->content;
    const auto start = std::min(static_cast<std::size_t>(offset), content.size());
    const auto there = std::min(static_cast<std::size_t>(amount), content.size() - start);
    std::copy_n(content.data() + start, there, static_cast<char*>(buffer));
    std::memset(static_cast<char*>(buffer) + there, 0, static_cast<std::size_t>(amount) - there);
    return there == static_cast<std::size_t>(amount) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int writeFile(sqlite3_file* raw, const void* buffer, int amount, sqlite3_int64 offset) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    if (handle.dead() || !handle.state->change())
        return SQLITE_IOERR_WRITE;
    File& file = *handle.file;
    const auto start = static_cast<std::size_t>(offset);
    const auto end = start + static_cast<std::size_t>(amount);
    const auto changed = std::min(start, file.content.size()); // a gap is written too
    if (file.content.size() < end)
        file.content.resize(end);
    std::memcpy(file.content.data() + start, buffer, end - start);
    for (std::size_t i = changed / sector; i * sector < end; ++i)
        file.unsynced.insert(i);
    return SQLITE_OK;
}

int truncateFile(sqlite3_file* raw, sqlite3_int64 size) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    if (handle.dead() || !handle.state->change())
        return SQLITE_IOERR_TRUNCATE;
    handle.file->content.resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int syncFile(sqlite3_file* raw, int) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    if (handle.dead() || !handle.state->change())
        return SQLITE_IOERR_FSYNC;
    File& file = *handle.file;
    file.durable.resize(file.content.size());
    for (const std::size_t index : file.unsynced)
        if (const std::size_t start = index * sector; start < file.content.size())
            std::memcpy(file.durable.data() + start, file.content.data() + start,
                        std::min(sector, file.content.size() - start));
    file.unsynced.clear();
    return SQLITE_OK;
}

int fileSize(sqlite3_file* raw, sqlite3_int64* size) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    if (handle.dead())
        return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(handle.file->content.size());
    return SQLITE_OK;
}

int lockFile(sqlite3_file* raw, int level) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    File& file = *handle.file;
    const auto others = [&handle](const Handle* owner) { return owner != nullptr && owner != &handle; };
    if (handle.lock >= level)
        return SQLITE_OK;
    if (handle.lock == SQLITE_LOCK_NONE) {
        if (others(file.pending) || others(file.exclusive))
            return SQLITE_BUSY;
        ++file.sharedLocks;
        handle.lock = SQLITE_LOCK_SHARED;
    }
    if (level >= SQLITE_LOCK_RESERVED) {
        if (others(file.reserved) || others(file.pending))
            return SQLITE_BUSY;
        if (level == SQLITE_LOCK_RESERVED)
            file.reserved = &handle;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        file.pending = &handle;
        handle.lock = SQLITE_LOCK_PENDING;
        if (file.sharedLocks > 1)
            return SQLITE_BUSY;
        file.exclusive = &handle;
    }
    handle.lock = level;
    return SQLITE_OK;
}

int unlockFile(sqlite3_file* raw, int level) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    return unlockTo(handle, level);
}

int checkReserved(sqlite3_file* raw, int* reserved) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    *reserved = handle.file->reserved != nullptr || handle.file->pending != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int fileControl(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sectorSize(sqlite3_file*) {
    return sector;
}
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int mapShm(sqlite3_file* raw, int region, int size, int extend, void volatile** memory) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    auto& shm = handle.file->shm;
    const auto index = static_cast<std::size_t>(region);
    *memory = nullptr;
    if (index >= shm.size() && extend == 0)
        return SQLITE_OK;
    while (shm.size() <= index)
        shm.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
    *memory = shm[index].get();
    return SQLITE_OK;
}

int lockShm(sqlite3_file* raw, int offset, int count, int flags) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    auto& locks = handle.file->shmLocks;
    for (auto i = static_cast<std::size_t>(offset); i < static_cast<std::size_t>(offset + count); ++i) {
        if ((flags & SQLITE_SHM_LOCK) == 0)
            continue;
        const bool shared = (flags & SQLITE_SHM_SHARED) != 0;
        const int otherShares = locks[i].shared - handle.shmShared[i];
        if ((locks[i].exclusive != nullptr && locks[i].exclusive != &handle) || (!shared && otherShares > 0))
            return SQLITE_BUSY;
    }
    for (auto i = static_cast<std::size_t>(offset); i < static_cast<std::size_t>(offset + count); ++i) {
        const int step = (flags & SQLITE_SHM_LOCK) != 0 ? 1 : -1;
        if ((flags & SQLITE_SHM_SHARED) != 0) {
            locks[i].shared += step;
            handle.shmShared[i] += step;
        } else {
            locks[i].exclusive = step > 0 ? &handle : nullptr;
        }
    }
    return SQLITE_OK;
}

void shmBarrier(sqlite3_file* raw) {
    const std::lock_guard guard(of(raw).state->mutex);
}

int unmapShm(sqlite3_file* raw, int deleteIt) {
    Handle& handle = of(raw);
    const std::lock_guard guard(handle.state->mutex);
    auto& locks = handle.file->shmLocks;
    for (std::size_t i = 0; i < locks.size(); ++i) {
        locks[i].shared -= handle.shmShared[i];
        handle.shmShared[i] = 0;
        if (locks[i].exclusive == &handle)
            locks[i].exclusive = nullptr;
    }
    if (deleteIt != 0)
        handle.file->shm.clear();
    return SQLITE_OK;
}

const sqlite3_io_methods methods = {2,           closeFile,  readFile,        writeFile,  truncateFile,
                                    syncFile,    fileSize,   lockFile,        unlockFile, checkReserved,
                                    fileControl, sectorSize, characteristics, mapShm,     lockShm,
                                    shmBarrier,  unmapShm,   nullptr,         nullptr};

int openFile(sqlite3_vfs* vfs, const char* path, sqlite3_file* raw, int flags, int* outFlags) {
    State& state = of(vfs);
    raw->pMethods = nullptr;
    const std::lock_guard guard(state.mutex);
    if (state.crashed)
        return SQLITE_CANTOPEN;
    const std::string name = path != nullptr ? path : "temporary " + std::to_string(++state.operations);
    auto found = state.files.find(name);
    if (found == state.files.end()) {
        if ((flags & SQLITE_OPEN_CREATE) == 0)
            return SQLITE_CANTOPEN;
        found = state.files.emplace(name, std::make_shared<File>()).first;
    }
    new (raw) Handle{&methods,
                     &state,
                     found->second,
                     name,
                     state.generation,
                     SQLITE_LOCK_NONE,
                     (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                     {}};
    if (outFlags != nullptr)
        *outFlags = flags;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs* vfs, const char* path, int) {
    State& state = of(vfs);
    const std::lock_guard guard(state.mutex);
    if (!state.change())
        return SQLITE_IOERR_DELETE;
    return state.files.erase(path) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int accessFile(sqlite3_vfs* vfs, const char* path, int, int* result) {
    State& state = of(vfs);
    const std::lock_guard guard(state.mutex);
    *result = state.files.contains(path) ? 1 : 0;
    return SQLITE_OK;
}

int fullPath(sqlite3_vfs*, const char* path, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", path);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
    std::random_device device;
    for (int i = 0; i < size; ++i)
        out[i] = static_cast<char>(device());
    return size;
}

int sleepFor(sqlite3_vfs*, int micros) {
    return sqlite3_vfs_find(nullptr)->xSleep(sqlite3_vfs_find(nullptr), micros);
}

int currentTime(sqlite3_vfs*, double* days) {
    return sqlite3_vfs_find(nullptr)->xCurrentTime(sqlite3_vfs_find(nullptr), days);
}

int lastError(sqlite3_vfs*, int, char*) {
    return 0;
}

} // namespace

CrashVfs::CrashVfs(std::string name) : m_state(std::make_unique<State>()) {
    m_state->name = std::move(name);
    sqlite3_vfs& vfs = m_state->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = m_state->name.c_str();
    vfs.pAppData = m_state.get();
    vfs.xOpen = openFile;
    vfs.xDelete = deleteFile;
    vfs.xAccess = accessFile;
    vfs.xFullPathname = fullPath;
    vfs.xRandomness = randomness;
    vfs.xSleep = sleepFor;
    vfs.xCurrentTime = currentTime;
    vfs.xGetLastError = lastError;
    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK)
        throw std::runtime_error("cannot register the VFS " + m_state->name);
}

CrashVfs::~CrashVfs() {
    sqlite3_vfs_unregister(&m_state->vfs);
}

const std::string& CrashVfs::name() const {
    return m_state->name;
}

void CrashVfs::crashAfter(std::uint64_t operations) {
    const std::lock_guard guard(m_state->mutex);
    m_state->crashAt = m_state->operations + operations;
}

bool CrashVfs::crashed() const {
    const std::lock_guard guard(m_state->mutex);
    return m_state->crashed;
}

std::uint64_t CrashVfs::operations() const {
    const std::lock_guard guard(m_state->mutex);
    return m_state->operations;
}

void CrashVfs::restart(std::uint64_t seed) {
    const std::lock_guard guard(m_state->mutex);
    std::mt19937_64 random(seed);
    const auto lucky = [&] { return seed != 0 && (random() & 1) != 0; };
    for (auto& [path, file] : m_state->files) {
        auto fresh = std::make_shared<File>();
        fresh->content = file->durable;
        if (file->content.size() != file->durable.size() && lucky())
            fresh->content.resize(file->content.size());
        for (const std::size_t index : file->unsynced) {
            const std::size_t start = index * sector;
            const std::size_t end = std::min({start + sector, file->content.size(), fresh->content.size()});
            if (start < end && lucky())
                std::copy(file->content.begin() + static_cast<std::ptrdiff_t>(start),
                          file->content.begin() + static_cast<std::ptrdiff_t>(end),
                          fresh->content.begin() + static_cast<std::ptrdiff_t>(start));
        }
        fresh->durable = fresh->content;
        file = std::move(fresh);
    }
    ++m_state->generation;
    m_state->crashed = false;
    m_state->crashAt = std::numeric_limits<std::uint64_t>::max();
}

} // namespace tradepost::test
