#pragma once

#include "backend/platform/query/query.h"

namespace tradepost::query {

// A comparison that every row of a list passes: one of those joined by AND on the top level of its filter, without NOT.
struct Term {
    const Field* field; // points into the fields passed in
    std::string test;   // "p.price_minor < ?"; of a child's field without its existsIn
    sql::Value value;
    bool seekable; // an index on the column finds its rows: = < <= > >=
};

// For who chooses the index to read a list by. None where OR stands on the top level, or parseFilter() refuses.
std::vector<Term> requiredTerms(std::string_view filter, const std::vector<Field>& fields);

} // namespace tradepost::query
