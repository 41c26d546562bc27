#include "backend/services/catalog/imports/import_work.h"

#include "backend/services/catalog/messages.h"

namespace tradepost::catalog {

using imports::v1::Import;

ImportWork::ImportWork(RunnerParts& parts, operations::Progress& progress, ImportId id)
    : m_parts(parts), m_progress(progress), m_id(id) {}

Task<Result<google::protobuf::Any>> ImportWork::run() {
    auto found = co_await m_parts.database.read([id = m_id](sql::Reader& reader) -> Result<Stored> {
        auto stored = import_store::find(reader, id);
        return stored ? Result<Stored>(std::move(*stored)) : notFound("import", id.text());
    });
    if (!found)
        co_return std::unexpected(std::move(found).error());
    m_stored = std::move(*found);
    m_stored.mutable_import()->set_operation_id(m_progress.id().text());
    TP_CO_TRY(co_await save(m_stored));
    Result<void> done = co_await work();
    // A server that stops leaves the import as it is: it goes on after the next start.
    if (!done && done.error().reason == "INTERRUPTED")
        co_return std::unexpected(done.error());
    for (const auto some : {import_store::forgetPictures, import_store::forgetPasses})
        if (const auto forgotten = co_await forget(some); !forgotten && done)
            done = forgotten;
    Stored ended = m_stored;
    Import& import = *ended.mutable_import();
    import.set_seconds_left(0);
    if (done) {
        import.set_state(goal());
    } else {
        import.set_state(done.error().code == Code::Cancelled ? Import::CANCELLED : Import::FAILED);
        import.set_error_reason(done.error().reason);
        import.set_error_message(done.error().message);
    }
    const auto saved = co_await save(std::move(ended));
    if (!saved || !done)
        co_return std::unexpected(!done ? done.error() : saved.error());
    google::protobuf::Any answer;
    answer.PackFrom(m_stored.import());
    co_return answer;
}

Task<Result<void>> ImportWork::save(Stored next) {
    setTime(*next.mutable_import()->mutable_update_time(), m_parts.clock.now());
    const auto saved = co_await m_parts.database.write([&, id = m_id](sql::Transaction& tx) -> Result<void> {
        import_store::save(tx, id, next);
        return {};
    });
    if (saved)
        m_stored = std::move(next);
    co_return saved;
}

Task<Result<ImportWork::Stored>> ImportWork::step(Step step) {
    co_return co_await m_parts.database.write(
        [this, &step](sql::Transaction& tx) -> Result<Stored> {
            auto stored = import_store::find(tx, m_id);
            if (!stored)
                return notFound("import", m_id.text());
            const auto changed = step(tx, *stored);
            if (!changed)
                return std::unexpected(changed.error());
            if (*changed) {
                setTime(*stored->mutable_import()->mutable_update_time(), m_parts.clock.now());
                import_store::save(tx, m_id, *stored);
            }
            return std::move(*stored);
        },
        sql::Priority::Bulk);
}

Task<Result<void>> ImportWork::advance(Step change) {
    auto next = co_await step(std::move(change));
    if (!next)
        co_return std::unexpected(std::move(next).error());
    m_stored = std::move(*next);
    co_return Result<void>();
}

Task<Result<void>> ImportWork::forget(bool (*some)(sql::Transaction& tx, ImportId id)) {
    for (bool more = true; more;) {
        const auto forgotten = co_await m_parts.database.write(
            [some, id = m_id](sql::Transaction& tx) -> Result<bool> { return some(tx, id); }, sql::Priority::Bulk);
        if (!forgotten)
            co_return std::unexpected(forgotten.error());
        more = *forgotten;
    }
    co_return Result<void>();
}

} // namespace tradepost::catalog
