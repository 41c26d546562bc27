#pragma once

#include "backend/services/catalog/pending_store.h"
#include "backend/services/catalog/product_fields.h"
#include "backend/services/catalog/product_store.h"
#include "backend/services/catalog/rule_book.h"
#include "backend/services/catalog/transitions.h"

#include <optional>
#include <string_view>

namespace tradepost::catalog {

// The one way in which products are edited and moved between states: decides by the policy what takes effect at once
// and what waits for a moderator. Functions run inside the caller's transaction and leave nothing behind when they
// refuse.
class Editor {
public:
    explicit Editor(events::Outbox& outbox) : m_products(outbox), m_pending(outbox) {}

    struct Edited {
        v1::Product product;                      // what is stored by now, as its owner sees it
        std::optional<events::Position> position; // of the live product's change; none: it is as it was
        bool waits = false;                       // some of the edit waits for a moderator
    };
    // `before` is what is stored, its caller may edit it. A stale etag is refused (ABORTED, STALE_ETAG); while a
    // revision is pending the etag of the live product alone is good for fields the pending revision does not change.
    Result<Edited> edit(sql::Transaction& tx, const v1::Product& before, const v1::Product& update, const Patch& patch,
                        const rpc::Principal& caller, const Change& change, std::string_view action);
    // Publish by a seller becomes Submit where the policy asks for reviews. A pending revision is folded into a product
    // that leaves the sale, and dropped with one that is archived.
    Result<Edited> move(sql::Transaction& tx, const v1::Product& before, Action action, const rpc::Principal& caller,
                        const Change& change, const Why& why = {});
    // Attributes against the definitions of the category; `complete`: required ones must be there too. Of what is
    // written, and of what is submitted or published.
    static Result<void> checkDefinitions(sql::Reader& reader, const v1::Product& product, bool complete);
    static Result<void> checkDefinitions(sql::Reader& reader, RuleBook& rules, const v1::Product& product,
                                         bool complete);
    // Whether a new product of this caller may go on sale at once.
    static bool mayPublish(sql::Reader& reader, const rpc::Principal& caller);
    static bool mayPublish(const RuleBook& rules, const rpc::Principal& caller);
    Result<Edited> discard(sql::Transaction& tx, const v1::Product& before, const rpc::Principal& caller,
                           const Change& change);
    // One decision of a moderator.
    Result<Edited> decide(sql::Transaction& tx, const v1::Decision& decision, const rpc::Principal& caller,
                          const Change& change);

private:
    Result<Edited> revise(sql::Transaction& tx, const v1::Product& before, std::optional<Pending> pending,
                          v1::Product after, const v1::ReviewPolicy& policy, const Change& change,
                          std::string_view action);
    Result<Edited> decideRevision(sql::Transaction& tx, const v1::Decision& decision, const v1::Product& live,
                                  const rpc::Principal& caller, const Change& change);

    ProductStore m_products;
    PendingStore m_pending;
};

} // namespace tradepost::catalog
