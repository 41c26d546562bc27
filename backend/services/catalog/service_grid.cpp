#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/product_query.h"
#include "backend/services/catalog/service.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <unordered_map>

namespace tradepost::catalog {

namespace {
constexpr std::size_t watchBatch = 500;
constexpr std::chrono::seconds watchPause{5}; // at most, between two looks at whether the call is still wanted
// Messages go out at least this far apart: a burst of changes then travels, and is shown, in a few large ones.
constexpr std::chrono::milliseconds watchPace{5};

// Each product of `batch` that the caller may see, as its last change left it, in the order of the log.
v1::ProductChanges visibleChanges(const std::vector<events::Delivered>& batch, const rpc::Principal& caller) {
    std::unordered_map<std::string_view, std::size_t> lastOf;
    for (std::size_t i = 0; i < batch.size(); ++i)
        if (batch[i].event.is<v1::ProductChanged>())
            lastOf[batch[i].event.key] = i;
    const bool everything = seesEverything(caller);
    v1::ProductChanges changes;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto found = lastOf.find(batch[i].event.key);
        if (found == lastOf.end() || found->second != i)
            continue;
        const auto* event = batch[i].event.as<v1::ProductChanged>();
        if (event && (everything || caller.actsFor(SellerId::parse(event->product().seller_id()))))
            *changes.add_rows() = ProductStore::rowOf(event->product());
    }
    if (!batch.empty())
        setPosition(*changes.mutable_position(), batch.back().position);
    return changes;
}
} // namespace

Task<Result<v1::ProductSnapshot>>
CatalogService::createProductSnapshot(rpc::Context& context, const v1::CreateProductSnapshotRequest& request) {
    auto made = makeProductQuery(request.filter(), request.order_by(), context.principal,
                                 m_directory.share(context.principal.sellers));
    if (!made)
        co_return std::unexpected(std::move(made).error());
    struct Rows {
        std::vector<std::int64_t> ids;
        events::Position position;
    };
    auto rows = co_await m_use.database.read([&](sql::Reader& reader) -> Result<Rows> {
        Rows read;
        read.position = m_use.outbox.end(reader);
        const ProductPlan plan = planOf(reader, *made);
        const std::string sql = fmt::format("SELECT p.id FROM catalog_products p WHERE {} {} LIMIT {}", plan.where.sql,
                                            query::orderBySql(plan.order), m_snapshots.maxIds() + 1);
        reader.run(sql, plan.where.args, [&](const sql::Row& row) { read.ids.push_back(row.integer(0)); });
        return read;
    });
    if (!rows)
        co_return std::unexpected(std::move(rows).error());
    if (rows->ids.size() > m_snapshots.maxIds())
        co_return fail(Code::ResourceExhausted, "SNAPSHOT_TOO_LARGE",
                       fmt::format("More than {} products match; narrow the filter.", m_snapshots.maxIds()), "filter");
    v1::ProductSnapshot snapshot;
    snapshot.set_row_count(static_cast<std::int64_t>(rows->ids.size()));
    setPosition(*snapshot.mutable_position(), rows->position);
    snapshot.set_id(m_snapshots.add(context.principal.user, std::move(rows->ids)));
    co_return snapshot;
}

Task<Result<v1::ReadProductSnapshotResponse>>
CatalogService::readProductSnapshot(rpc::Context& context, const v1::ReadProductSnapshotRequest& request) {
    auto ids = m_snapshots.find(request.id(), context.principal.user);
    if (!ids)
        co_return std::unexpected(std::move(ids).error());
    const auto begin = std::min<std::size_t>(static_cast<std::size_t>(request.start()), (*ids)->size());
    const auto end = std::min<std::size_t>(begin + static_cast<std::size_t>(request.size()), (*ids)->size());
    co_return co_await m_use.database.read(
        [&, begin, end](sql::Reader& reader) -> Result<v1::ReadProductSnapshotResponse> {
            v1::ReadProductSnapshotResponse response;
            for (std::size_t i = begin; i < end; ++i) {
                const ProductId id((**ids)[i]);
                v1::ProductRow& row = *response.add_rows();
                auto found = ProductStore::findRow(reader, id);
                // An account taken from the caller since takes its rows along.
                const bool visible = found && (seesEverything(context.principal) ||
                                               context.principal.actsFor(SellerId::parse(found->seller_id())));
                if (visible)
                    row = std::move(*found);
                else
                    row.set_id(id.text());
                row.set_ordinal(static_cast<std::int64_t>(i));
                row.set_gone(!visible || row.state() == v1::ARCHIVED);
            }
            return response;
        });
}

Task<Result<void>> CatalogService::watchProducts(rpc::Context& context, const v1::WatchProductsRequest& request,
                                                 rpc::StreamWriter<v1::ProductChanges>& writer) {
    events::Position after{request.after().epoch(), request.after().position()};
    if (!request.has_after()) {
        const auto end = co_await m_use.database.read(
            [this](sql::Reader& reader) -> Result<events::Position> { return m_use.outbox.end(reader); });
        if (!end)
            co_return std::unexpected(end.error());
        after = *end;
    }
    const auto onCancel = context.onCancel([notifier = m_appended]() mutable { notifier.notify(); });
    boost::asio::steady_timer pace(co_await boost::asio::this_coro::executor);
    while (!context.cancelled()) {
        const std::uint64_t seen = m_appended.version();
        pace.expires_after(watchPace);
        Result<std::vector<events::Delivered>> batch;
        if (auto recent = m_use.outbox.recentAfter(after, watchBatch))
            batch = std::move(*recent);
        else
            batch = co_await m_use.database.read(
                [&](sql::Reader& reader) { return m_use.outbox.readAfter(reader, after, watchBatch); });
        if (!batch)
            co_return std::unexpected(batch.error());
        if (batch->empty()) {
            co_await m_appended.wait(seen, std::chrono::steady_clock::now() + watchPause);
            continue;
        }
        after = batch->back().position;
        if (const auto changes = visibleChanges(*batch, context.principal); changes.rows_size() > 0)
            TP_CO_TRY(co_await writer.write(changes));
        if (batch->size() < watchBatch)
            co_await pace.async_wait(boost::asio::use_awaitable);
    }
    co_return fail(Code::Cancelled, "CANCELLED", "The stream was ended.");
}

} // namespace tradepost::catalog
