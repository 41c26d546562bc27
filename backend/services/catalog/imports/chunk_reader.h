#pragma once

#include "backend/services/catalog/formats/product_file.h"
#include "backend/services/catalog/importer.h"
#include "backend/services/catalog/imports/category_resolver.h"
#include "backend/services/catalog/product_fields.h"
#include "tradepost/imports/v1/imports.pb.h"

#include <memory>
#include <vector>

namespace tradepost::catalog {

// Some products of a file, ready to be written: categories found, contents validated.
struct ImportChunk {
    struct Item {
        formats::ProductRow source;
        Importer::Row row; // without what is in problems
    };
    std::vector<Item> items;
    std::int64_t begin = 0, end = 0, endLine = 1; // bytes of the prepared file
};

// Reads a prepared file chunk by chunk; everything of an import that needs no transaction happens here. Not
// thread-safe.
class ChunkReader {
public:
    struct Options {
        imports::v1::Publish publish = imports::v1::LEAVE;
        std::string seller; // of rows that name none
        bool optionalCategory = false;
    };
    ChunkReader(std::unique_ptr<formats::ProductReader> reader, std::shared_ptr<const CategoryResolver> categories,
                Options options);

    // Empty at the end of the file.
    Result<ImportChunk> read();
    // Where and why the catalog refused a row.
    formats::Problem explain(const formats::ProductRow& row, const Error& error) const {
        return m_reader->explain(row, error);
    }

    static constexpr std::size_t rows = 400, bytes = 2u << 20; // keeps what waits behind a chunk's write short

private:
    void prepare(ImportChunk::Item& item) const;

    std::unique_ptr<formats::ProductReader> m_reader;
    std::shared_ptr<const CategoryResolver> m_categories;
    const Options m_options;
    Patch m_patch;
    bool m_partial = false;
};

} // namespace tradepost::catalog
