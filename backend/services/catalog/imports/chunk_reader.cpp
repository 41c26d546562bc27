#include "backend/services/catalog/imports/chunk_reader.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/validation.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::catalog {

ChunkReader::ChunkReader(std::unique_ptr<formats::ProductReader> reader,
                         std::shared_ptr<const CategoryResolver> categories, Options options)
    : m_reader(std::move(reader)), m_categories(std::move(categories)), m_options(std::move(options)) {
    const std::vector<std::string>& fields = m_reader->fields();
    for (const ProductField& field : productFields())
        if (std::ranges::find(fields, field.name) != fields.end())
            m_patch.fields.push_back(&field);
    // A table without titles makes no products: it is a list of prices, codes or translations.
    m_partial = !fields.empty() && std::ranges::find(fields, "title") == fields.end();
}

Result<ImportChunk> ChunkReader::read() {
    ImportChunk chunk;
    chunk.begin = m_reader->offset();
    std::size_t size = 0;
    while (chunk.items.size() < rows && size < bytes) {
        ImportChunk::Item& item = chunk.items.emplace_back();
        const auto more = m_reader->next(item.source);
        if (!more)
            return std::unexpected(more.error());
        if (!*more) {
            chunk.items.pop_back();
            break;
        }
        size += item.source.raw.size();
        prepare(item);
    }
    chunk.end = m_reader->offset();
    chunk.endLine = m_reader->line();
    return chunk;
}

void ChunkReader::prepare(ImportChunk::Item& item) const {
    formats::ProductRow& source = item.source;
    Importer::Row& row = item.row;
    row.line = source.line;
    if (!source.problems.empty())
        return;
    v1::Product& product = source.product;
    if (product.seller_id().empty())
        product.set_seller_id(m_options.seller);
    if (!product.category_id().empty()) {
        if (const auto found = m_categories->find(product.category_id())) {
            product.set_category_id(*found);
        } else if (m_options.optionalCategory) {
            product.clear_category_id();
        } else {
            source.problems.push_back(m_reader->explain(
                source, Error{Code::InvalidArgument, "UNKNOWN_CATEGORY",
                              fmt::format("There is no category '{}'.", query::excerpt(product.category_id(), 100)),
                              "product.category_id"}));
            return;
        }
    }
    row.publish =
        m_options.publish == imports::v1::ALL || (m_options.publish == imports::v1::AS_IN_FILE && source.publish);
    row.partial = m_partial;
    row.patch = m_reader->fields().empty() ? nullptr : &m_patch;
    const auto valid = validateProduct(product, "product");
    row.validated = valid.has_value();
    // What lacks a field may still change a product that has it: the catalog knows.
    if (!valid && valid.error().reason != "FIELD_REQUIRED")
        source.problems.push_back(m_reader->explain(source, valid.error()));
}

} // namespace tradepost::catalog
