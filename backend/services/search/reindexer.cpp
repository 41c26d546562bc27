#include "backend/services/search/reindexer.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

namespace tradepost::search {

namespace {

// What changes while the two are read shows as a difference: one that is real is there again.
constexpr int mostComparisons = 3;
constexpr std::chrono::milliseconds betweenComparisons{200};

template<class F>
auto callThere(F fn) -> Task<std::invoke_result_t<F&>> {
    co_return fn();
}

} // namespace

Reindexer::Reindexer(SearchProjection& projection, const SearchIndex& index, events::EventFeed& feed,
                     operations::Operations& operations)
    : m_projection(projection), m_index(index), m_feed(feed), m_operations(operations) {}

Reindexer::~Reindexer() {
    m_thread.join();
}

Task<Result<operations::v1::Operation>> Reindexer::reindex(rpc::Context& context, const v1::ReindexRequest&) {
    if (m_running.exchange(true))
        co_return fail(Code::FailedPrecondition, "REINDEX_RUNS", "The search index is being rebuilt already.");
    operations::NewOperation operation;
    operation.kind = "search.reindex";
    operation.title = "Rebuild of the search index";
    operation.owner = context.principal.user;
    auto work = [this](operations::Progress& progress) -> Task<Result<google::protobuf::Any>> { return run(progress); };
    auto started = co_await m_operations.start(std::move(operation), std::move(work));
    if (!started)
        m_running = false;
    co_return started;
}

Task<Result<google::protobuf::Any>> Reindexer::run(operations::Progress& progress) {
    auto rebuildThere = [this, &progress] { return rebuild(progress); };
    const auto result =
        co_await boost::asio::co_spawn(m_thread, callThere(std::move(rebuildThere)), boost::asio::use_awaitable);
    m_running = false;
    // Says so when the rebuild was given up because the operation was cancelled or the server stops.
    TP_CO_TRY(co_await progress.checkpoint());
    if (!result)
        co_return std::unexpected(result.error());
    google::protobuf::Any answer;
    answer.PackFrom(*result);
    co_return answer;
}

Result<v1::ReindexResult> Reindexer::rebuild(operations::Progress& progress) {
    const auto total = static_cast<std::int64_t>(m_index.stats().documents); // about
    const auto before = std::chrono::steady_clock::now();
    const auto position = m_feed.rebuild(SearchProjection::name, [&] {
        return m_projection.rebuild([&](std::uint64_t products) {
            const auto done = static_cast<std::int64_t>(products);
            progress.report(done, std::max(done, total));
            return !progress.cancelRequested();
        });
    });
    if (!position)
        return std::unexpected(position.error());
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    const auto check = compare(progress);
    if (!check)
        return std::unexpected(check.error());
    v1::ReindexResult result;
    result.set_products(static_cast<std::int64_t>(check->products));
    result.set_missing(static_cast<std::int64_t>(check->missing));
    result.set_stale(static_cast<std::int64_t>(check->stale));
    result.set_surplus(static_cast<std::int64_t>(check->surplus));
    result.set_categories(static_cast<std::int64_t>(check->categories));
    result.set_seconds(seconds);
    return result;
}

Result<IndexCheck> Reindexer::compare(const operations::Progress& progress) const {
    auto check = m_projection.check();
    for (int i = 1; i < mostComparisons && check && !check->equal() && !progress.cancelRequested(); ++i) {
        std::this_thread::sleep_for(betweenComparisons);
        check = m_projection.check();
    }
    return check;
}

} // namespace tradepost::search
