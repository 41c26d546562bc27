#pragma once

#include "backend/base/ids.h"
#include "backend/platform/rpc/context.h"
#include "backend/services/catalog/edits.h"
#include "backend/services/catalog/product_store.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::catalog {

// Takes products from JSON Lines: each line changes the product whose id it has, else the one of its seller with its
// first SKU, else makes a new one. Fields that a line lacks stay as they are; a stale etag refuses it. Bad lines are
// told and left out, good ones go in. Not thread-safe; the caller gives it the lines and the transactions.
class Importer {
public:
    struct Options {
        rpc::Principal caller; // whose products they are; an admin may name any seller, and new products keep their ids
        bool publish = false;
        std::string traceparent;
        // Products that were changed at or after this time are refused (DUPLICATE_ROW): by an earlier row, or by
        // somebody who edited them meanwhile. 0: the last row wins.
        Micros startedAt = 0;
    };
    // Called within a transaction for each product that was made or changed.
    using OnChange = std::function<void(sql::Transaction& tx, const v1::Product& after, bool created)>;

    Importer(events::Outbox& outbox, IdSource& ids, const Clock& clock, Options options, OnChange onChange = {});

    struct Row {
        std::int64_t line = 0;
        v1::Product product;
        const Patch* patch = nullptr; // what it writes; null: what is set
        bool validated = false;       // the product passed validateProduct(): a whole one
        bool publish = false;         // as Options::publish, for this one
        // It changes a product that is there: the variants and translations it has, and leaves the others. Found by its
        // slug too, when it has no SKU.
        bool partial = false;
        // Of a product that is new, made beforehand; empty: not made. `body` by bodyOf().
        std::string slug, body;
    };
    static std::string bodyOf(v1::Product product);
    // Reads one line; blank ones are skipped. What is wrong with it goes into the result.
    void parse(std::int64_t line, std::string_view text, std::vector<Row>& rows);
    enum class Outcome { Created, Updated, Unchanged };
    struct Applied {
        Outcome outcome = Outcome::Unchanged;
        ProductId id;
        std::int64_t before = 0, after = 0; // revisions; before is 0 of what is new
        bool waits = false;                 // part of it, for review
    };
    // At the beginning of each transaction that applies rows.
    void begin(sql::Transaction& tx) { m_rules.open(tx); }
    // `given` is the product, row.product or one that stands elsewhere.
    Result<Applied> applyRow(sql::Transaction& tx, const Row& row, const v1::Product& given);
    // Gives a product the images of `given`, if it still is at this revision (ABORTED / PRODUCT_CHANGED).
    Result<Applied> setImages(sql::Transaction& tx, ProductId id, std::int64_t revision, const v1::Product& given);
    // Within one transaction as many rows as others' work allows, from `from` on. add() the outcome once that has been
    // committed.
    struct Some {
        v1::ImportResult outcome;
        std::size_t next = 0; // row
    };
    Some apply(sql::Transaction& tx, const std::vector<Row>& rows, std::size_t from);
    void add(const v1::ImportResult& outcome);
    const v1::ImportResult& result() const { return m_result; }

    static constexpr std::size_t maxLineBytes = 2u << 20;

private:
    Result<Applied> create(sql::Transaction& tx, const Row& row, v1::Product& product, bool skuIsFree);
    Result<Applied> update(sql::Transaction& tx, const Row& row, const v1::Product& given, v1::Product before);

    ProductStore m_products;
    Editor m_editor;
    RuleBook m_rules;
    IdSource& m_ids;
    const Clock& m_clock;
    const Options m_options;
    const OnChange m_onChange;
    v1::ImportResult m_result;
    v1::Product m_new; // the one that is made, kept for its memory
};

} // namespace tradepost::catalog
