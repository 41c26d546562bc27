#pragma once

#include "backend/services/inventory/stock_command.h"

#include <optional>
#include <string>
#include <vector>

// Stock promised to carts and checkouts. A hold's state changes once from HELD to one of the others, in the database's
// one writer: whoever comes first, its expiry or the checkout, has it.
namespace tradepost::inventory {

struct HoldRow {
    HoldId id;
    std::string owner;
    std::int64_t version = 0; // of the owner's lines
    v1::HoldState state = v1::HELD;
    Micros expires = 0; // 0: not by itself
};

class Holds {
public:
    static std::optional<HoldRow> find(sql::Reader& reader, const std::string& owner);
    static v1::Hold describe(sql::Reader& reader, const HoldRow& hold);

    // Makes the hold of `owner` be exactly `lines`, until `expires`. A hold that was released or expired begins anew;
    // one that was sold is refused (HOLD_OVER). Lines of an older version than those held change nothing. Where there
    // is too little, OUT_OF_STOCK: `shortages` says of what, and nothing was written.
    struct Wish {
        std::string owner;
        std::vector<v1::HoldLine> lines;
        Micros expires = 0; // 0: not by itself
        std::int64_t version = 0;
    };
    static Result<HoldRow> set(StockCommand& command, IdSource& ids, const Wish& wish, v1::Shortages& shortages);
    // Gives everything back. False when nothing was held; then, if there is no row yet, one is made that says so.
    static bool release(StockCommand& command, IdSource& ids, const std::string& owner, v1::HoldState as);
    // Turns the hold into a sale. False when nothing was held.
    static bool commit(StockCommand& command, const std::string& owner);
    // Takes a sale back, to where it was held. False when nothing was sold.
    static bool takeBack(StockCommand& command, const std::string& owner);
    // What `from` holds is `to`'s from now on; false when it holds nothing any more, or `to` has a row.
    static bool give(sql::Transaction& tx, const std::string& from, const std::string& to, Micros expires, Micros now);

    static std::vector<HoldRow> due(sql::Reader& reader, Micros now, int limit); // the longest overdue first
    static std::optional<Micros> nextExpiry(sql::Reader& reader);
    // Forgets what was released or expired before `old`: by then nothing late comes for it.
    static void prune(sql::Transaction& tx, Micros old);
};

} // namespace tradepost::inventory
