#include "backend/services/catalog/service.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
constexpr std::size_t rowsAtOnce = 200; // parsed
} // namespace

Importer::OnChange CatalogService::importHook() {
    return [this](sql::Transaction& tx, const v1::Product& after, bool created) {
        tx.afterCommit([this, id = ProductId::parse(after.id()), seller = SellerId::parse(after.seller_id()),
                        state = after.state(), created] {
            if (created)
                m_directory.add(id, seller, state == v1::PUBLISHED);
            productChanged(id, state);
        });
    };
}

Task<Result<operations::v1::Operation>> CatalogService::importProducts(rpc::Context& context,
                                                                       const v1::ImportProductsRequest& request) {
    if (!m_use.operations)
        co_return fail(Code::Unimplemented, "NO_IMPORTS", "This server takes no imports.");
    Importer::Options options{context.principal, request.publish(), context.traceparent};
    auto importer = std::make_shared<Importer>(m_use.outbox, m_use.ids, m_use.clock, std::move(options), importHook());
    auto lines = std::make_shared<const std::string>(request.json_lines());
    operations::NewOperation operation;
    operation.kind = "products.import";
    operation.title = fmt::format("Import of products ({} kB)", lines->size() / 1000 + 1);
    operation.owner = context.principal.user;
    operations::Work work = [this, importer,
                             lines](operations::Progress& progress) -> Task<Result<google::protobuf::Any>> {
        return runImport(progress, *importer, *lines);
    };
    co_return co_await m_use.operations->start(std::move(operation), std::move(work));
}

// `importer` and `text` are held by the operation's work, which outlives this coroutine.
Task<Result<google::protobuf::Any>> CatalogService::runImport(operations::Progress& progress, Importer& importer,
                                                              const std::string& text) {
    const std::int64_t total = std::ranges::count(text, '\n') + (text.ends_with('\n') ? 0 : 1);
    std::string_view rest = text;
    std::int64_t line = 0;
    while (!rest.empty()) {
        std::vector<Importer::Row> rows;
        while (!rest.empty() && rows.size() < rowsAtOnce) {
            const std::size_t end = rest.find('\n');
            importer.parse(++line, rest.substr(0, end), rows);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
        for (std::size_t at = 0; at < rows.size();) {
            const auto some = co_await m_use.database.write(
                [&](sql::Transaction& tx) -> Result<Importer::Some> { return importer.apply(tx, rows, at); },
                sql::Priority::Bulk);
            if (!some)
                co_return std::unexpected(some.error());
            importer.add(some->outcome);
            at = some->next;
        }
        progress.report(line, total);
        TP_CO_TRY(co_await progress.checkpoint());
    }
    google::protobuf::Any answer;
    answer.PackFrom(importer.result());
    co_return answer;
}

} // namespace tradepost::catalog
