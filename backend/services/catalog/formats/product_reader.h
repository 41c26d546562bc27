#pragma once

#include "backend/base/error.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tradepost::catalog::formats {

// What is wrong with a row, where, and what to do about it.
struct Problem {
    std::int64_t line = 0;
    std::string column, value; // of the file; the value shortened
    std::string reason;        // UPPER_SNAKE_CASE
    std::string message, fix;
};

// One product of a file, out of one or several of its rows.
struct ProductRow {
    std::int64_t line = 0, offset = 0; // where it begins
    std::string raw;                   // its rows, as the file has them
    v1::Product product;               // category_id holds what the file says: an id, a slug or a path
    bool publish = false;              // the file says it is on sale
    std::vector<std::int64_t> variantLines;
    std::vector<Problem> problems; // when there are any, the product is incomplete
};

// Reads the products of a file one after the other, in memory that does not depend on its size. Not thread-safe.
class ProductReader {
public:
    virtual ~ProductReader() = default;
    // False at the end. An error means that the file cannot be read on; what is wrong with one row is in its problems.
    virtual Result<bool> next(ProductRow& row) = 0;
    // The top-level fields that the file's rows write, empty values too; none: those that a row sets.
    virtual const std::vector<std::string>& fields() const = 0;
    // Where an error of the catalog ("product.variants[1].price") stands in the file.
    virtual Problem explain(const ProductRow& row, const Error& error) const = 0;
    // Where the next row begins, to go on from there later.
    virtual std::int64_t offset() const = 0;
    virtual std::int64_t line() const = 0;
};

// What to do about an error of this reason; a general advice for reasons that are not known.
std::string fixOf(const std::string& reason);

} // namespace tradepost::catalog::formats
