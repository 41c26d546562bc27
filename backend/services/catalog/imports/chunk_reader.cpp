#include "backend/services/catalog/imports/chunk_reader.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/slugs.h"
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
    m_withoutImages = m_patch;
    std::erase_if(m_withoutImages.fields,
                  [](const ProductField* field) { return std::string_view(field->name) == "images"; });
    // A table without titles makes no products: it is a list of prices, codes or translations.
    m_partial = !fields.empty() && std::ranges::find(fields, "title") == fields.end();
}

Result<ImportChunk> ChunkReader::read() {
    ImportChunk chunk;
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
        item.end = m_reader->offset();
        item.endLine = m_reader->line();
    }
    if (!chunk.items.empty()) { // what is empty at the file's end has been read too
        chunk.items.back().end = m_reader->offset();
        chunk.items.back().endLine = m_reader->line();
    }
    return chunk;
}

namespace {
bool isElsewhere(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

bool isRelative(std::string_view url) {
    return !url.empty() && url.front() != '/' && url.find("://") == std::string_view::npos;
}
} // namespace

// Notes which pictures of a product are still to come. Their addresses give way to one that is valid until the product
// has been looked at.
void ChunkReader::withhold(ImportChunk::Item& item) const {
    v1::Product& product = item.source.product;
    imports::v1::OpenPictures open;
    for (int i = 0; i < product.images_size(); ++i) {
        const std::string url = product.images(i).url();
        const bool packed = m_options.zip != nullptr && isRelative(url);
        if (!packed && !(m_options.fetch && isElsewhere(url))) {
            *open.add_images() = product.images(i);
            continue;
        }
        formats::Problem problem = m_reader->explain(item.source, Error{Code::NotFound, "PICTURE_NOT_IN_ZIP",
                                                                        "The zip of pictures has no file of this name.",
                                                                        fmt::format("product.images[{}].url", i)});
        const std::size_t at = item.source.raw.find(url);
        if (m_options.ownLines && problem.line == item.source.line && at != std::string::npos)
            problem.line +=
                std::count(item.source.raw.begin(), item.source.raw.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        if (packed) {
            const std::string name = url.starts_with("./") ? url.substr(2) : url;
            product.mutable_images(i)->set_url(fmt::format("/media/{}", i));
            if (!m_options.zip->contains(name)) {
                problem.value = query::excerpt(url, 200);
                item.missing.push_back(std::move(problem));
                continue;
            }
            *open.add_images() = product.images(i);
            open.mutable_images(open.images_size() - 1)->set_url(name);
        } else {
            *open.add_images() = product.images(i);
        }
        imports::v1::OpenPictures::Place& place = *open.add_places();
        place.set_image(open.images_size() - 1);
        place.set_line(problem.line);
        place.set_column(problem.column);
    }
    if (open.places_size() > 0 || !item.missing.empty())
        item.pictures = std::move(open);
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
    withhold(item);
    const auto valid = validateProduct(product, "product");
    if (item.pictures.images_size() > 0 || !item.missing.empty()) {
        product.clear_images();
        if (row.patch != nullptr)
            row.patch = &m_withoutImages;
    }
    row.validated = valid.has_value();
    if (row.validated && !m_partial) {
        row.body = Importer::bodyOf(product);
        if (product.slug().empty())
            row.slug = makeSlug(product.title());
    }
    // What lacks a field may still change a product that has it: the catalog knows.
    if (!valid && valid.error().reason != "FIELD_REQUIRED")
        source.problems.push_back(m_reader->explain(source, valid.error()));
}

} // namespace tradepost::catalog
