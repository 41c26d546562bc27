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
    };
    // Called within a transaction for each product that was made or changed.
    using OnChange = std::function<void(sql::Transaction& tx, const v1::Product& after, bool created)>;

    Importer(events::Outbox& outbox, IdSource& ids, const Clock& clock, Options options, OnChange onChange = {});

    struct Row {
        std::int64_t line = 0;
        v1::Product product;
    };
    // Reads one line; blank ones are skipped. What is wrong with it goes into the result.
    void parse(std::int64_t line, std::string_view text, std::vector<Row>& rows);
    // The outcome of rows within one transaction; add() it once that has been committed.
    v1::ImportResult apply(sql::Transaction& tx, const std::vector<Row>& rows);
    void add(const v1::ImportResult& outcome);
    const v1::ImportResult& result() const { return m_result; }

    static constexpr std::size_t maxLineBytes = 2u << 20;
    static constexpr std::size_t rowsPerWrite = 200; // keeps what waits behind a write of bulk priority short

private:
    enum class Outcome { Created, Updated, Unchanged };
    Result<Outcome> applyRow(sql::Transaction& tx, const v1::Product& row);
    Result<Outcome> create(sql::Transaction& tx, v1::Product product);
    Result<Outcome> update(sql::Transaction& tx, const v1::Product& row, v1::Product before);

    ProductStore m_products;
    Editor m_editor;
    IdSource& m_ids;
    const Clock& m_clock;
    const Options m_options;
    const OnChange m_onChange;
    v1::ImportResult m_result;
};

} // namespace tradepost::catalog
