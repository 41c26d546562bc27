#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/media/visibility.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <functional>

namespace tradepost::media {

// Hands over every product, whatever its state, and every pending revision, as of one moment, and answers with the
// catalog log's position of that moment. Blocks.
using ProductScan =
    std::function<Result<events::Position>(const std::function<void(const catalog::v1::Product&)>& onProduct,
                                           const std::function<void(const catalog::v1::Product&)>& onPending)>;

// The files an Image.url of this store names: "/media/<hash>", with anything after it, behind any host. Empty for other
// addresses and for the pictures the backend draws itself (".svg").
std::string mediaIdOf(std::string_view url);

// Which product refers to which file, derived from the catalog's log alone: the cursor stands in the transaction of the
// effect, so each event takes effect once, and a lost position means rebuilding from the catalog. When the last
// published product stops showing a file, MediaWithdrawn is appended to the media log in that transaction.
class References {
public:
    static constexpr const char* name = "media.references";

    // All outlive it; `log` is the outbox of `database`.
    References(sql::Database& database, events::Outbox& log, Visibility& visibility, const Clock& clock,
               ProductScan scan);
    events::Projection projection();

private:
    struct Change {
        ProductId product;
        store::Holder holder = store::Holder::Product;
        std::set<std::string> media;
        bool published = false;
    };
    void apply(const std::vector<events::Delivered>& batch);
    Result<events::Position> rebuild();
    void write(sql::Transaction& tx, const std::vector<Change>& changes, store::Turned& turned);
    void announce(sql::Transaction& tx, const std::vector<std::string>& hidden);
    static Change changeOf(const catalog::v1::Product& product, store::Holder holder);

    sql::Database& m_database;
    events::Outbox& m_log;
    Visibility& m_visibility;
    const Clock& m_clock;
    ProductScan m_scan;
    events::Position m_saved; // of the projection's thread
};

} // namespace tradepost::media
