#include "backend/platform/blobs/disk_blobs.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tradepost::blobs {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> refused(std::string_view what, int error) {
    return fail(Code::Unavailable, "BLOB_STORE_UNAVAILABLE",
                fmt::format("The blob store cannot {}: {}.", what, std::generic_category().message(error)));
}

class File {
public:
    explicit File(int fd) : m_fd(fd) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    int fd() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd;
};

class MappedBlob final : public Blob {
public:
    MappedBlob(void* bytes, std::size_t size) : m_bytes(bytes), m_size(size) {}
    ~MappedBlob() override { ::munmap(m_bytes, m_size); }
    std::string_view bytes() const override { return {static_cast<const char*>(m_bytes), m_size}; }

private:
    void* m_bytes;
    std::size_t m_size;
};

class EmptyBlob final : public Blob {
public:
    std::string_view bytes() const override { return {}; }
};

// 0 or errno.
int syncDirectory(const std::string& directory) {
    const File file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return file && ::fsync(file.fd()) == 0 ? 0 : errno;
}

class Hash {
public:
    Hash() : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        if (EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1)
            throw std::runtime_error("OpenSSL has no SHA-256");
    }
    void add(std::string_view bytes) { EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()); }
    BlobId id() const { // leaves the sum as it is
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> copy(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        std::array<std::uint8_t, 32> hash{};
        EVP_MD_CTX_copy_ex(copy.get(), m_context.get());
        EVP_DigestFinal_ex(copy.get(), hash.data(), nullptr);
        return BlobId::ofHash(hash);
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

Result<std::shared_ptr<const Blob>> mapped(int fd) {
    struct stat status{};
    if (::fstat(fd, &status) != 0)
        return refused("open a file", errno);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) // nothing to map
        return std::make_shared<const EmptyBlob>();
    void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return refused("map a file", errno);
    return std::make_shared<const MappedBlob>(bytes, size);
}

int writeAll(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return errno;
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

class DiskBlobs final : public BlobStore {
public:
    explicit DiskBlobs(DiskConfig config) : m_config(std::move(config)) {}

    Result<void> open() {
        if (m_config.readOnly)
            return {};
        std::error_code error;
        for (int i = 0; i < 256; ++i) {
            fs::create_directories(fmt::format("{}/{:02x}", m_config.directory, i), error);
            if (error)
                return refused("make its folders", error.value());
        }
        // What a crash left half written was never acknowledged.
        fs::remove_all(unfinishedFolder(), error);
        if (!error)
            fs::create_directory(unfinishedFolder(), error);
        if (error)
            return refused("clear its unfinished files", error.value());
        if (const int failed = syncDirectory(m_config.directory))
            return refused("sync its folder", failed);
        return {};
    }

    Result<BlobId> put(std::string_view bytes) override {
        if (bytes.size() > m_config.largest)
            return tooLarge(bytes.size());
        const BlobId id = BlobId::of(bytes);
        // One who stored it a moment ago may not have synced the folder yet, so that is done in either case.
        if (!contains(id))
            if (const int error = writeFile(id, bytes))
                return refused("write a file", error);
        if (const int error = syncDirectory(folderOf(id)))
            return refused("sync a folder", error);
        return id;
    }

    Result<std::vector<BlobId>> putAll(std::span<const std::string_view> all) override {
        std::vector<BlobId> ids;
        std::vector<std::pair<std::string, std::string>> moves; // from where it was written to where it belongs
        int error = 0;
        for (std::string_view bytes : all) {
            if (bytes.size() > m_config.largest) {
                discard(moves);
                return tooLarge(bytes.size());
            }
            ids.push_back(BlobId::of(bytes));
            if (contains(ids.back()))
                continue;
            moves.emplace_back(unfinishedName(ids.back()), pathOf(ids.back()));
            if ((error = writeUnfinished(moves.back().first, bytes, Sync::Later)))
                break;
        }
        // The bytes must be down before their names are.
        if (!error)
            error = syncEverything();
        for (auto& [from, to] : moves) {
            if (error)
                break;
            if (::rename(from.c_str(), to.c_str()) != 0)
                error = errno;
            else
                from.clear();
        }
        if (!error)
            error = syncEverything();
        if (error) {
            discard(moves);
            return refused("write a file", error);
        }
        return ids;
    }

    Result<std::shared_ptr<const Blob>> get(const BlobId& id) const override {
        const File file(::open(pathOf(id).c_str(), O_RDONLY | O_CLOEXEC));
        if (!file && errno == ENOENT)
            return notFound("file", id.text());
        if (!file)
            return refused("open a file", errno);
        return mapped(file.fd());
    }

    Result<std::unique_ptr<BlobWriter>> begin() override {
        auto name = fmt::format("{}/{}", unfinishedFolder(), m_next.fetch_add(1));
        const int fd = ::open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
        if (fd < 0)
            return refused("write a file", errno);
        return std::make_unique<Writer>(*this, fd, std::move(name));
    }

    bool contains(const BlobId& id) const override { return ::access(pathOf(id).c_str(), F_OK) == 0; }

    Result<void> remove(const BlobId& id) override {
        if (::unlink(pathOf(id).c_str()) != 0 && errno != ENOENT)
            return refused("remove a file", errno);
        if (const int error = syncDirectory(folderOf(id)))
            return refused("sync a folder", error);
        return {};
    }

    Result<void> each(const std::function<void(const BlobId&)>& visit) const override {
        std::error_code error;
        for (int i = 0; i < 256 && !error; ++i) {
            const std::string folder = fmt::format("{:02x}", i);
            fs::directory_iterator entry(m_config.directory + "/" + folder, error);
            for (; !error && entry != fs::directory_iterator(); entry.increment(error))
                if (const auto id = BlobId::parse(folder + entry->path().filename().string()))
                    visit(*id);
        }
        if (error)
            return refused("list its files", error.value());
        return {};
    }

private:
    class Writer final : public BlobWriter {
    public:
        Writer(DiskBlobs& store, int fd, std::string name) : m_store(store), m_file(fd), m_name(std::move(name)) {}
        ~Writer() override {
            if (!m_name.empty())
                ::unlink(m_name.c_str());
        }
        Result<void> append(std::string_view bytes) override {
            m_size += bytes.size();
            if (m_size > m_store.m_config.largest)
                return m_store.tooLarge(m_size);
            m_hash.add(bytes);
            if (const int error = writeAll(m_file.fd(), bytes))
                return refused("write a file", error);
            return {};
        }
        BlobId id() const override { return m_hash.id(); }
        Result<std::shared_ptr<const Blob>> appended() override { return mapped(m_file.fd()); }
        Result<BlobId> finish() override {
            const BlobId blob = id();
            if (!m_store.contains(blob)) {
                if (::fsync(m_file.fd()) != 0 || ::rename(m_name.c_str(), m_store.pathOf(blob).c_str()) != 0)
                    return refused("write a file", errno);
                m_name.clear();
            }
            if (const int error = syncDirectory(m_store.folderOf(blob)))
                return refused("sync a folder", error);
            return blob;
        }

    private:
        DiskBlobs& m_store;
        const File m_file;
        std::string m_name; // empty once it is where it belongs
        std::size_t m_size = 0;
        Hash m_hash;
    };

    std::string unfinishedFolder() const { return m_config.directory + "/unfinished"; }
    std::string folderOf(const BlobId& id) const { return m_config.directory + "/" + id.text().substr(0, 2); }
    std::string pathOf(const BlobId& id) const { return folderOf(id) + "/" + id.text().substr(2); }

    enum class Sync { Now, Later };

    std::unexpected<Error> tooLarge(std::size_t size) const {
        return fail(Code::InvalidArgument, "BLOB_TOO_LARGE",
                    fmt::format("The file has {} bytes; at most {} can be stored.", size, m_config.largest));
    }
    std::string unfinishedName(const BlobId& id) {
        return fmt::format("{}/{}-{}", unfinishedFolder(), id.text(), m_next.fetch_add(1));
    }

    int writeUnfinished(const std::string& name, std::string_view bytes, Sync sync) {
        const File file(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
        if (!file)
            return errno;
        if (const int error = writeAll(file.fd(), bytes))
            return error;
        return sync == Sync::Now && ::fsync(file.fd()) != 0 ? errno : 0;
    }

    int writeFile(const BlobId& id, std::string_view bytes) {
        const std::string unfinished = unfinishedName(id);
        int error = writeUnfinished(unfinished, bytes, Sync::Now);
        if (!error && ::rename(unfinished.c_str(), pathOf(id).c_str()) != 0)
            error = errno;
        if (error)
            ::unlink(unfinished.c_str());
        return error;
    }

    // The whole file system: one wait instead of two for each of many files.
    int syncEverything() const {
        const File file(::open(m_config.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return file && ::syncfs(file.fd()) == 0 ? 0 : errno;
    }

    static void discard(const std::vector<std::pair<std::string, std::string>>& moves) {
        for (const auto& [from, to] : moves)
            if (!from.empty())
                ::unlink(from.c_str());
    }

    const DiskConfig m_config;
    std::atomic<std::uint64_t> m_next{0};
};

} // namespace

Result<std::unique_ptr<BlobStore>> openDiskBlobs(DiskConfig config) {
    auto store = std::make_unique<DiskBlobs>(std::move(config));
    TP_TRY(store->open());
    return store;
}

} // namespace tradepost::blobs
