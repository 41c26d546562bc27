#include "backend/services/media/renditions.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace tradepost::media {

namespace fs = std::filesystem;

std::string_view extensionOf(Format format) {
    return format == Format::Webp ? "webp" : "jpg";
}

std::string RenditionKey::text() const {
    return fmt::format("{}/{}.{}", original.text(), width, extensionOf(format));
}

namespace {

std::shared_ptr<const Rendition> renditionOf(std::string bytes) {
    auto rendition = std::make_shared<Rendition>();
    rendition->etag = fmt::format("\"{}\"", blobs::BlobId::of(bytes).text().substr(0, 32));
    rendition->bytes = std::move(bytes);
    return rendition;
}

// A rendition's file ends with the hash of what comes before it: it is not synced, and what a crash left of it must not
// be served.
constexpr std::size_t sumSize = 64;

} // namespace

Renditions::Renditions(const blobs::BlobStore& originals, const Renderer& renderer, RenditionConfig config)
    : m_originals(originals), m_renderer(renderer), m_config(std::move(config)),
      m_renderers(static_cast<std::size_t>(std::max(1, m_config.threads))) {}

Renditions::~Renditions() {
    m_files.join(); // flights begin here and go on there
    m_renderers.join();
}

Result<void> Renditions::open() {
    std::error_code error;
    for (int i = 0; i < 256 && !error; ++i)
        fs::create_directories(fmt::format("{}/{:02x}", m_config.directory, i), error);
    if (error)
        return fail(Code::Unavailable, "RENDITIONS_UNAVAILABLE",
                    fmt::format("The folder of renditions cannot be made: {}.", error.message()));
    return {};
}

std::string Renditions::pathOf(const RenditionKey& key) const {
    const std::string hash = key.original.text();
    return fmt::format("{}/{}/{}-{}.{}", m_config.directory, hash.substr(0, 2), hash.substr(2), key.width,
                       extensionOf(key.format));
}

std::shared_ptr<const Rendition> Renditions::cached(const RenditionKey& key) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_places.find(key);
    if (found == m_places.end())
        return nullptr;
    m_recent.splice(m_recent.begin(), m_recent, found->second);
    m_hits.fetch_add(1, std::memory_order_relaxed);
    return found->second->second;
}

void Renditions::remember(const RenditionKey& key, const std::shared_ptr<const Rendition>& rendition) {
    const std::lock_guard lock(m_mutex);
    if (m_places.contains(key) || rendition->bytes.size() > m_config.cacheBytes)
        return;
    m_recent.emplace_front(key, rendition);
    m_places[key] = m_recent.begin();
    m_cachedBytes += rendition->bytes.size();
    while (m_cachedBytes > m_config.cacheBytes) {
        m_cachedBytes -= m_recent.back().second->bytes.size();
        m_places.erase(m_recent.back().first);
        m_recent.pop_back();
    }
}

Task<Result<std::shared_ptr<const Rendition>>> Renditions::get(RenditionKey key) {
    if (auto rendition = cached(key))
        co_return rendition;
    std::shared_ptr<Flight> flight;
    bool begins = false;
    {
        const std::lock_guard lock(m_mutex);
        auto& current = m_flights[key];
        begins = !current;
        if (begins)
            current = std::make_shared<Flight>();
        flight = current;
    }
    if (begins)
        boost::asio::co_spawn(m_files, fly(key, flight), boost::asio::detached);
    const auto until = std::chrono::steady_clock::now() + m_config.patience;
    for (bool inTime = true; inTime;) {
        const auto seen = flight->done.version();
        {
            const std::lock_guard lock(flight->mutex);
            if (flight->result)
                co_return *flight->result;
        }
        inTime = co_await flight->done.wait(seen, until);
    }
    co_return fail(Code::DeadlineExceeded, "RENDITION_TOO_SLOW", "The picture takes long to prepare. Ask again later.");
}

Task<void> Renditions::fly(RenditionKey key, std::shared_ptr<Flight> flight) {
    if (auto bytes = readFile(key)) {
        auto rendition = renditionOf(std::move(*bytes));
        remember(key, rendition);
        land(key, *flight, std::move(rendition));
        co_return;
    }
    if (m_waiting.fetch_add(1) >= m_config.queue) {
        --m_waiting;
        ++m_refused;
        land(
            key, *flight,
            fail(Code::Unavailable, "RENDITIONS_BUSY", "Too many pictures are being prepared. Ask again in a moment."));
        co_return;
    }
    boost::asio::post(m_renderers, [this, key, flight] {
        Answer answer = make(key);
        --m_waiting;
        land(key, *flight, std::move(answer));
    });
}

void Renditions::land(const RenditionKey& key, Flight& flight, Answer answer) {
    {
        const std::lock_guard lock(m_mutex);
        m_flights.erase(key);
    }
    {
        const std::lock_guard lock(flight.mutex);
        flight.result.emplace(std::move(answer));
    }
    flight.done.notify();
}

std::optional<std::string> Renditions::readFile(const RenditionKey& key) const {
    std::ifstream file(pathOf(key), std::ios::binary);
    if (!file)
        return std::nullopt;
    std::ostringstream content;
    content << file.rdbuf();
    std::string bytes = std::move(content).str();
    if (bytes.size() <= sumSize)
        return std::nullopt;
    const std::string sum = bytes.substr(bytes.size() - sumSize);
    bytes.resize(bytes.size() - sumSize);
    return blobs::BlobId::of(bytes).text() == sum ? std::optional(std::move(bytes)) : std::nullopt;
}

Renditions::Answer Renditions::make(const RenditionKey& key) {
    const auto original = m_originals.get(key.original);
    if (!original)
        return std::unexpected(original.error());
    auto bytes = m_renderer.render((*original)->bytes(), key.width, key.format);
    if (!bytes)
        return std::unexpected(std::move(bytes).error());
    ++m_rendered;
    // Kept for later, if that can be done: a full disk is no reason not to show the picture.
    const std::string unfinished = fmt::format("{}/unfinished-{}", m_config.directory, m_next.fetch_add(1));
    std::ofstream file(unfinished, std::ios::binary);
    file << *bytes << blobs::BlobId::of(*bytes).text();
    file.close();
    if (!file || std::rename(unfinished.c_str(), pathOf(key).c_str()) != 0)
        std::remove(unfinished.c_str());
    auto rendition = renditionOf(std::move(*bytes));
    remember(key, rendition);
    return rendition;
}

void Renditions::remove(const blobs::BlobId& original) {
    for (const std::uint32_t width : renditionWidths)
        for (const Format format : {Format::Webp, Format::Jpeg}) {
            const RenditionKey key{original, width, format};
            {
                const std::lock_guard lock(m_mutex);
                if (const auto found = m_places.find(key); found != m_places.end()) {
                    m_cachedBytes -= found->second->second->bytes.size();
                    m_recent.erase(found->second);
                    m_places.erase(found);
                }
            }
            std::remove(pathOf(key).c_str());
        }
}

Renditions::Stats Renditions::stats() const {
    return {m_rendered, m_hits, m_refused, m_waiting};
}

} // namespace tradepost::media
