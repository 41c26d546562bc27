#pragma once

#include "backend/services/catalog/history.h"
#include "backend/services/catalog/product_store.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <optional>
#include <string>
#include <vector>

namespace tradepost::catalog {

// An edit of a published product that waits for a moderator: the fields it is about, as they are to be, and as they
// were on sale when it was last edited.
struct Pending {
    std::int64_t revision = 0; // the position of its history entry: never used twice
    v1::ProductState state = v1::SUBMITTED;
    std::vector<std::string> fields;
    v1::Product base, proposed; // only these fields
    UserId author;
    Micros created = 0, updated = 0;
    std::string reason; // of the last decision

    std::string etag() const; // "p17"
};

// The product as it would be on sale: three-way by field. What was changed on sale meanwhile stays where the pending
// revision did not change it, within the variants by SKU and field too (a price). Where both did, the pending one wins:
// it is what was reviewed.
v1::Product candidateOf(const v1::Product& live, const Pending& pending);
// The names of the writable fields in which two products differ.
std::vector<std::string> differingFields(const v1::Product& a, const v1::Product& b);
// "5p17", of both; "5" when there is no pending revision.
std::string combinedEtag(const v1::Product& live, const std::optional<Pending>& pending);
// Fills what an owner or moderator sees of it beside the live product.
void showPending(v1::Product& live, const std::optional<Pending>& pending);
v1::PendingRevision describe(const v1::Product& live, const Pending& pending);

// The pending revisions, one a product, each change with its history entry and event.
class PendingStore {
public:
    explicit PendingStore(events::Outbox& outbox) : m_outbox(outbox) {}

    static std::optional<Pending> find(sql::Reader& reader, ProductId id);
    // Those that are SUBMITTED, by id, with the products they belong to.
    static void eachSubmitted(sql::Reader& reader,
                              const std::function<void(const v1::Product& live, const Pending&)>& onPending);

    // Writes it, with a new revision.
    events::Position save(sql::Transaction& tx, const v1::Product& live, Pending& pending, std::string_view action,
                          const Change& change, const Why& why = {});
    // Tells that it looks different because the live product does.
    events::Position announce(sql::Transaction& tx, const v1::Product& live, const Pending& pending,
                              const Change& change);
    // Without a history entry when `action` is empty: another entry tells.
    events::Position remove(sql::Transaction& tx, const v1::Product& live, std::string_view action,
                            const Change& change);

private:
    events::Outbox& m_outbox;
};

} // namespace tradepost::catalog
