#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/formats/byte_source.h"
#include "backend/services/catalog/imports/runner.h"
#include "backend/services/catalog/messages.h"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>
#include <set>

// The pictures of an import: after its rows are in, chunk by chunk.
namespace tradepost::catalog {

using imports::v1::ImportRow;
using imports::v1::OpenPictures;

namespace asio = boost::asio;

namespace {
constexpr std::int64_t maxPictures = 200'000; // of one import
constexpr Micros renewEvery = std::int64_t{20} * 60 * 1'000'000;
constexpr std::size_t idDigits = 64, valueShown = 200;

// Finds the ids of media files in a text of any format: runs of so many hexadecimal digits.
class IdFinder {
public:
    void take(std::string_view text, std::set<std::string>& ids) {
        for (const char c : text) {
            const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (digit && m_run.size() <= idDigits) {
                m_run.push_back(c);
            } else if (!digit) {
                if (m_run.size() == idDigits)
                    ids.insert(m_run);
                m_run.clear();
            }
        }
    }

private:
    std::string m_run;
};
} // namespace

// Media files that the file refers to from here on stay until their rows are in, however long that takes.
Task<Result<void>> ImportRun::renewPictures(std::int64_t offset) {
    const Micros now = m_parts.clock.now();
    if (!m_parts.pictures.renew || m_stored.dry_run() || now - m_renewed < renewEvery)
        co_return Result<void>();
    m_renewed = now;
    auto source = formats::openFile(preparedFile(m_stored, m_parts.spool, m_id).path, offset);
    if (!source)
        co_return std::unexpected(std::move(source).error());
    IdFinder finder;
    std::string bytes(1u << 20, '\0');
    for (bool more = true; more;) {
        std::set<std::string> ids;
        const auto scan = [&]() -> Task<Result<bool>> {
            while (ids.size() < 500) {
                const auto got = (*source)->read(bytes.data(), bytes.size());
                if (!got)
                    co_return std::unexpected(got.error());
                finder.take(*got == 0 ? std::string_view("\n") : std::string_view(bytes).substr(0, *got), ids);
                if (*got == 0)
                    co_return false;
            }
            co_return true;
        };
        const auto scanned = co_await asio::co_spawn(m_parts.threads, scan, asio::use_awaitable);
        if (!scanned)
            co_return std::unexpected(scanned.error());
        more = *scanned;
        if (!ids.empty())
            TP_CO_TRY(co_await m_parts.pictures.renew({ids.begin(), ids.end()}));
    }
    co_return Result<void>();
}

Task<Result<void>> ImportRun::pictures() {
    if (m_stored.dry_run() || m_stored.import().pictures_total() == 0)
        co_return Result<void>();
    PictureTaker taker(m_parts.database, m_parts.pictures, m_progress, m_id, m_zip ? &*m_zip : nullptr);
    while (m_stored.pictures_chunk() < m_stored.chunks()) {
        TP_CO_TRY(co_await renewPictures(m_stored.data_offset())); // rows wait for their other pictures too
        TP_CO_TRY(co_await picturesOf(m_stored.pictures_chunk(), taker));
        TP_CO_TRY(co_await m_progress.checkpoint());
    }
    co_return Result<void>();
}

Task<Result<void>> ImportRun::picturesOf(std::int64_t number, PictureTaker& taker) {
    struct Found {
        imports::v1::StoredChunk chunk;
        std::set<PictureTaker::Source> sources;
    };
    const auto found = co_await m_parts.database.read([&](sql::Reader& reader) -> Result<Found> {
        Found made;
        auto chunk = import_store::nextChunk(reader, m_id, m_stored.pass(), number, false);
        if (!chunk || chunk->number != number)
            return made;
        made.chunk = std::move(chunk->rows);
        for (const OpenPictures& open : made.chunk.open()) {
            const auto product = ProductStore::find(reader, ProductId::parse(made.chunk.rows(open.row()).product_id()));
            for (const OpenPictures::Place& place : open.places())
                if (product)
                    made.sources.emplace(SellerId::parse(product->seller_id()), open.images(place.image()).url());
        }
        return made;
    });
    if (!found)
        co_return std::unexpected(found.error());
    std::set<PictureTaker::Source> sources = found->sources;
    // Those beyond the number are told as problems, for nothing is known of them.
    const std::int64_t room = maxPictures - m_stored.import().pictures_done() - m_stored.import().pictures_failed();
    while (static_cast<std::int64_t>(sources.size()) > std::max<std::int64_t>(room, 0))
        sources.erase(std::prev(sources.end()));
    const auto taken = co_await taker.take(sources);
    if (!taken)
        co_return std::unexpected(taken.error());
    for (imports::v1::StoredChunk chunk = found->chunk;;) {
        imports::v1::StoredChunk after; // what its rows still wait for is left open in it
        TP_CO_TRY(co_await advance([&](sql::Transaction& tx, Stored& stored) -> Result<bool> {
            after = chunk;
            int done = 0;
            while (done < chunk.open_size() && (done == 0 || !tx.shareIsUsed())) {
                const OpenPictures& open = chunk.open(done++);
                setPictures(tx, open, *after.mutable_rows(open.row()), *taken, stored);
            }
            after.mutable_open()->DeleteSubrange(0, done);
            if (done > 0)
                import_store::saveChunk(tx, m_id, stored.pass(), number, after);
            if (after.open_size() == 0)
                stored.set_pictures_chunk(number + 1);
            return true;
        }));
        if (after.open_size() == 0)
            co_return Result<void>();
        chunk = std::move(after);
    }
}

// Gives a row's product the pictures that have come, and tells the row of the others.
void ImportRun::setPictures(sql::Transaction& tx, const OpenPictures& open, ImportRow& row,
                            const PictureTaker::Taken& taken, Stored& next) {
    imports::v1::Import& import = *next.mutable_import();
    const ProductId id = ProductId::parse(row.product_id());
    const auto product = ProductStore::find(tx, id);
    const SellerId seller = product ? SellerId::parse(product->seller_id()) : SellerId();
    std::map<int, std::string> urls; // of open images; empty: it did not come
    std::int64_t failed = 0;
    const int told = row.problems_size();
    const auto tell = [&](const OpenPictures::Place& place, const Error& error) {
        formats::Problem problem{
            place.line(), place.column(), query::excerpt(open.images(place.image()).url(), valueShown),
            error.reason, error.message,  formats::fixOf(error.reason)};
        setProblem(*row.add_problems(), problem);
        ++failed;
    };
    for (const OpenPictures::Place& place : open.places()) {
        const auto found = taken.find({seller, open.images(place.image()).url()});
        if (found != taken.end() && found->second) {
            urls[place.image()] = *found->second;
            continue;
        }
        urls[place.image()] = {};
        tell(place, found != taken.end() ? found->second.error()
                                         : Error{Code::ResourceExhausted,
                                                 "TOO_MANY_PICTURES",
                                                 fmt::format("An import takes at most {} pictures.", maxPictures),
                                                 {}});
    }
    v1::Product given;
    for (int i = 0; i < open.images_size(); ++i) {
        const auto url = urls.find(i);
        if (url != urls.end() && url->second.empty())
            continue;
        *given.add_images() = open.images(i);
        if (url != urls.end())
            given.mutable_images(given.images_size() - 1)->set_url(url->second);
    }
    const auto applied = m_importer->setImages(tx, id, row.revision_after(), given);
    if (!applied) {
        row.mutable_problems()->DeleteSubrange(told, row.problems_size() - told);
        failed = 0;
        for (const OpenPictures::Place& place : open.places())
            tell(place, applied.error());
    } else {
        if (applied->outcome == Importer::Outcome::Updated && row.outcome() == ImportRow::UNCHANGED) {
            row.set_outcome(ImportRow::UPDATE);
            import.set_unchanged(import.unchanged() - 1);
            import.set_updated(import.updated() + 1);
        }
        row.set_revision_after(applied->after);
        row.set_waits(row.waits() || applied->waits);
    }
    import.set_pictures_failed(import.pictures_failed() + failed);
    import.set_pictures_done(import.pictures_done() + open.places_size() - failed);
}

} // namespace tradepost::catalog
