#pragma once

#include "backend/base/notifier.h"
#include "backend/base/task.h"
#include "backend/platform/blobs/blob_store.h"
#include "backend/services/media/renderer.h"

#include <array>
#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <compare>
#include <list>
#include <map>
#include <memory>
#include <mutex>

namespace tradepost::media {

inline constexpr std::array<std::uint32_t, 5> renditionWidths{160, 320, 640, 1280, 2048};
std::string_view extensionOf(Format format); // "webp", "jpg"

struct RenditionKey {
    blobs::BlobId original;
    std::uint32_t width = 0; // one of renditionWidths
    Format format = Format::Webp;
    auto operator<=>(const RenditionKey&) const = default;
    std::string text() const; // "<hash>/320.webp"
};

struct Rendition {
    std::string bytes;
    std::string etag; // strong: of the bytes, with quotes
};

struct RenditionConfig {
    std::string directory; // made when it does not exist; what is in it can be made again
    int threads = 1;       // that render
    std::size_t queue = 64;
    std::chrono::seconds patience{20};
    std::size_t cacheBytes = 64u << 20;
};

// Makes renditions when they are first asked for, each once however many ask at the same time, and keeps them in files
// and the last used ones in memory. Thread-safe.
class Renditions {
public:
    // Both outlive it.
    Renditions(const blobs::BlobStore& originals, const Renderer& renderer, RenditionConfig config);
    ~Renditions(); // waits for what is being made
    Result<void> open();

    // From memory, or null.
    std::shared_ptr<const Rendition> cached(const RenditionKey& key) const;
    // UNAVAILABLE / RENDITIONS_BUSY when too many wait to be made, NOT_FOUND without an original, MEDIA_MALFORMED when
    // it cannot be decoded, DEADLINE_EXCEEDED after the patience.
    Task<Result<std::shared_ptr<const Rendition>>> get(RenditionKey key);
    // Drops those of an original. Blocks. Nothing asks for them meanwhile.
    void remove(const blobs::BlobId& original);

    struct Stats {
        std::uint64_t rendered, hits, refused;
        std::size_t waiting;
    };
    Stats stats() const;

private:
    struct Flight {
        std::mutex mutex;
        Notifier done;
        std::optional<Result<std::shared_ptr<const Rendition>>> result;
    };
    using Answer = Result<std::shared_ptr<const Rendition>>;
    Task<void> fly(RenditionKey key, std::shared_ptr<Flight> flight);
    std::optional<std::string> readFile(const RenditionKey& key) const;
    Answer make(const RenditionKey& key);
    void land(const RenditionKey& key, Flight& flight, Answer answer);
    void remember(const RenditionKey& key, const std::shared_ptr<const Rendition>& rendition);
    std::string pathOf(const RenditionKey& key) const;

    const blobs::BlobStore& m_originals;
    const Renderer& m_renderer;
    const RenditionConfig m_config;

    mutable std::mutex m_mutex; // of what follows
    std::map<RenditionKey, std::shared_ptr<Flight>> m_flights;
    mutable std::list<std::pair<RenditionKey, std::shared_ptr<const Rendition>>> m_recent; // last used first
    std::map<RenditionKey, decltype(m_recent)::iterator> m_places;
    std::size_t m_cachedBytes = 0;

    std::atomic<std::size_t> m_waiting{0};
    std::atomic<std::uint64_t> m_rendered{0}, m_refused{0}, m_next{0};
    mutable std::atomic<std::uint64_t> m_hits{0};
    boost::asio::thread_pool m_files{1}, m_renderers; // last: nothing they use goes before them
};

} // namespace tradepost::media
