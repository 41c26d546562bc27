#pragma once

#include "backend/services/catalog/formats/product_file.h"
#include "backend/services/catalog/formats/zip_reader.h"
#include "backend/services/catalog/importer.h"
#include "backend/services/catalog/imports/category_resolver.h"
#include "backend/services/catalog/product_fields.h"
#include "tradepost/imports/v1/storage.pb.h"

#include <memory>
#include <vector>

namespace tradepost::catalog {

// Some products of a file, ready to be written: categories found, contents validated.
struct ImportChunk {
    struct Item {
        formats::ProductRow source;
        Importer::Row row; // without what is in problems
        // When some pictures are still to come: all of its pictures, which the product lacks then.
        imports::v1::OpenPictures pictures;
        std::vector<formats::Problem> missing; // pictures that the zip lacks
        std::int64_t end = 0, endLine = 1;     // where the prepared file goes on behind it, in bytes
    };
    std::vector<Item> items;
};

// Reads a prepared file chunk by chunk; everything of an import that needs no transaction happens here. Not
// thread-safe.
class ChunkReader {
public:
    struct Options {
        imports::v1::Publish publish = imports::v1::LEAVE;
        std::string seller; // of rows that name none
        bool optionalCategory = false;
        bool fetch = false;                      // pictures with an address elsewhere are to come
        const formats::ZipReader* zip = nullptr; // pictures with a relative one are in it
        bool ownLines = true;                    // lines are those of the rows, not of the feed they were made of
    };
    ChunkReader(std::unique_ptr<formats::ProductReader> reader, std::shared_ptr<const CategoryResolver> categories,
                Options options);

    // Empty at the end of the file.
    Result<ImportChunk> read();
    // Where and why the catalog refused a row.
    formats::Problem explain(const formats::ProductRow& row, const Error& error) const {
        return m_reader->explain(row, error);
    }

    static constexpr std::size_t rows = 400, bytes = 2u << 20;

private:
    void prepare(ImportChunk::Item& item) const;
    void withhold(ImportChunk::Item& item) const;

    std::unique_ptr<formats::ProductReader> m_reader;
    std::shared_ptr<const CategoryResolver> m_categories;
    const Options m_options;
    Patch m_patch, m_withoutImages;
    bool m_partial = false;
};

} // namespace tradepost::catalog
