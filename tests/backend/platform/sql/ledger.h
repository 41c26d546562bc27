#pragma once

#include "backend/platform/sql/sql.h"

#include <map>
#include <set>

namespace tradepost::test {

// What the fault tests write: numbered entries of several callers, each in two tables at once, so that half a write, a
// lost one, a doubled one and a wrong order all show.
struct Ledger {
    static sql::Schema schema() {
        return {
            "ledger",
            {{1,
              "CREATE TABLE ledger_entry (position $AUTOINCREMENT, caller BIGINT NOT NULL, number BIGINT NOT NULL);\n"
              "CREATE TABLE ledger_total (caller BIGINT PRIMARY KEY, entries BIGINT NOT NULL);\n"}}};
    }

    static Result<void> append(sql::Transaction& tx, std::int64_t caller, std::int64_t number) {
        tx.exec("INSERT INTO ledger_entry (caller, number) VALUES (?, ?)", caller, number);
        tx.exec("INSERT INTO ledger_total VALUES (?, 1) ON CONFLICT (caller) DO UPDATE SET entries = "
                "ledger_total.entries + 1",
                caller);
        return {};
    }

    // Empty when every acknowledged number is there, once, in order, and nothing is there by half. Numbers that were
    // not acknowledged may be there or not: their callers never learnt.
    static std::string faults(sql::Database& db, const std::map<std::int64_t, std::set<std::int64_t>>& acknowledged) {
        std::map<std::int64_t, std::vector<std::int64_t>> entries;
        std::map<std::int64_t, std::int64_t> totals;
        auto read = db.readNow([&](sql::Reader& reader) -> Result<void> {
            reader.each("SELECT caller, number FROM ledger_entry ORDER BY position",
                        [&](const sql::Row& row) { entries[row.integer(0)].push_back(row.integer(1)); });
            reader.each("SELECT caller, entries FROM ledger_total",
                        [&](const sql::Row& row) { totals[row.integer(0)] = row.integer(1); });
            return {};
        });
        if (!read)
            return "cannot read: " + read.error().message;
        for (const auto& [caller, numbers] : entries) {
            const std::string who = "caller " + std::to_string(caller) + ": ";
            if (totals[caller] != static_cast<std::int64_t>(numbers.size()))
                return who + "half a write";
            for (std::size_t i = 1; i < numbers.size(); ++i)
                if (numbers[i] <= numbers[i - 1])
                    return who + std::to_string(numbers[i]) + " after " + std::to_string(numbers[i - 1]);
        }
        for (const auto& [caller, numbers] : acknowledged) {
            const std::set<std::int64_t> there(entries[caller].begin(), entries[caller].end());
            for (const std::int64_t number : numbers)
                if (!there.contains(number))
                    return "caller " + std::to_string(caller) + ": " + std::to_string(number) + " is lost";
        }
        return {};
    }
};

} // namespace tradepost::test
