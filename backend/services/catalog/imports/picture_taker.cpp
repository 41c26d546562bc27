#include "backend/services/catalog/imports/picture_taker.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace tradepost::catalog {

namespace asio = boost::asio;

namespace {
std::string hostOf(std::string_view url) {
    url.remove_prefix(std::min(url.find("://") + 3, url.size()));
    return std::string(url.substr(0, url.find_first_of("/?#")));
}

bool isElsewhere(std::string_view source) {
    return source.find("://") != std::string_view::npos;
}
} // namespace

// What the workers of one take() share.
struct PictureTaker::Round {
    std::vector<Source> sources;
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Taken taken;
};

PictureTaker::PictureTaker(sql::Database& database, PictureParts& parts, operations::Progress& progress, ImportId id,
                           const formats::ZipReader* zip)
    : m_database(database), m_parts(parts), m_progress(progress), m_id(id), m_zip(zip) {}

Task<Result<PictureTaker::Taken>> PictureTaker::take(const std::set<Source>& sources) {
    Round round;
    round.sources.assign(sources.begin(), sources.end());
    using namespace asio::experimental::awaitable_operators;
    const auto [a, b, c, d] = co_await (work(round) && work(round) && work(round) && work(round));
    for (const Result<void>* done : {&a, &b, &c, &d})
        TP_CO_TRY(*done);
    TP_CO_TRY(co_await m_progress.checkpoint());
    // Fetching was interrupted: the operations stop next, and an operation that ended by itself would not go on later.
    while (round.taken.size() != round.sources.size()) {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(10));
        co_await timer.async_wait(asio::use_awaitable);
        TP_CO_TRY(co_await m_progress.checkpoint());
    }
    co_return std::move(round.taken);
}

Task<Result<void>> PictureTaker::work(Round& round) {
    for (;;) {
        const std::size_t at = round.next++;
        if (at >= round.sources.size() || m_progress.cancelRequested())
            co_return Result<void>();
        const Source& source = round.sources[at];
        const auto known = co_await m_database.read([&](sql::Reader& reader) -> Result<std::optional<std::string>> {
            return import_store::findPicture(reader, m_id, source.first, source.second);
        });
        if (!known)
            co_return std::unexpected(known.error());
        Result<std::string> url = *known ? Result<std::string>(**known) : co_await takeOne(source);
        if (!url && url.error().reason == "INTERRUPTED")
            co_return Result<void>(); // left out: take() tells
        if (url && !*known)
            TP_CO_TRY(co_await m_database.write([&](sql::Transaction& tx) -> Result<void> {
                import_store::notePicture(tx, m_id, source.first, source.second, *url);
                return {};
            }));
        const std::lock_guard lock(round.mutex);
        round.taken.emplace(source, std::move(url));
    }
}

Task<Result<std::string>> PictureTaker::takeOne(const Source& source) {
    Result<std::string> bytes = fail(Code::NotFound, "PICTURE_NOT_IN_ZIP", "The zip of pictures is gone.");
    if (isElsewhere(source.second)) {
        bytes = co_await fetched(source.second);
    } else if (m_zip != nullptr) {
        const auto unpack = [&]() -> Task<Result<std::string>> { co_return m_zip->read(source.second); };
        bytes = co_await asio::co_spawn(*m_parts.threads, unpack, asio::use_awaitable);
    }
    if (!bytes)
        co_return std::unexpected(std::move(bytes).error());
    co_return co_await m_parts.keep(std::move(*bytes), source.first);
}

Task<Result<std::string>> PictureTaker::fetched(const std::string& url) {
    const std::string host = hostOf(url);
    {
        const std::lock_guard lock(m_mutex);
        if (m_failures[host] >= hostFailures)
            co_return fail(Code::Unavailable, "HOST_GIVEN_UP",
                           fmt::format("{} pictures in a row could not be had from this host; it was asked no more.",
                                       hostFailures));
    }
    const auto get = [&]() -> Task<Result<std::string>> { co_return m_parts.fetcher->get(url); };
    auto bytes = co_await asio::co_spawn(*m_parts.threads, get, asio::use_awaitable);
    const std::lock_guard lock(m_mutex);
    const bool unreachable =
        !bytes && (bytes.error().reason == "FETCH_UNREACHABLE" || bytes.error().reason == "FETCH_TIMED_OUT");
    m_failures[host] = unreachable ? m_failures[host] + 1 : 0;
    co_return bytes;
}

} // namespace tradepost::catalog
