#include "backend/services/catalog/formats/own_csv.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/formats/cell_lists.h"
#include "backend/services/catalog/formats/field_values.h"
#include "backend/services/catalog/formats/formula.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace tradepost::catalog::formats {

using C = OwnColumn;

const std::array<std::string_view, ownColumns> ownColumnNames = {
    "id",         "seller_id",   "state",     "etag",     "slug",      "title",     "description",      "language",
    "brand",      "category_id", "tags",      "markets",  "tax_class", "seo_title", "seo_description",  "images",
    "image_alts", "attributes",  "texts",     "sku",      "options",   "price",     "compare_at_price", "currency",
    "gtin",       "weight_g",    "length_mm", "width_mm", "height_mm"};

namespace {
constexpr std::size_t maxRows = 600, quoted = 100;

// What a column's field is called in the product; empty for those that are not fields to write.
std::string_view fieldOf(OwnColumn column) {
    switch (column) {
    case C::Id:
    case C::SellerId:
    case C::State:
    case C::Etag:
        return "";
    case C::SeoTitle:
    case C::SeoDescription:
        return "seo";
    case C::ImageAlts:
        return "images";
    default:
        return column >= C::Sku ? "variants" : ownColumnNames[static_cast<std::size_t>(column)];
    }
}

std::size_t knownColumn(std::string_view name) {
    const auto* found = std::ranges::find(ownColumnNames, name == "category" ? "category_id" : name);
    return static_cast<std::size_t>(found - ownColumnNames.begin());
}
} // namespace

bool isOwnHeader(const std::vector<std::string>& header) {
    return std::ranges::find(header, "sku") != header.end() && std::ranges::all_of(header, [](const std::string& name) {
               return name == errorsColumn || knownColumn(name) < ownColumns;
           });
}

OwnCsvReader::OwnCsvReader(std::unique_ptr<ByteSource> source, Dialect dialect, std::vector<std::string> header,
                           std::int64_t offset, std::int64_t line)
    : m_source(std::move(source)), m_dialect(dialect), m_header(std::move(header)),
      m_csv(*m_source, dialect, offset, line) {
    m_columns.fill(-1);
    for (std::size_t i = 0; i < m_header.size(); ++i)
        if (const std::size_t known = knownColumn(m_header[i]); known < ownColumns)
            m_columns[known] = static_cast<int>(i);
    for (std::size_t i = 0; i < ownColumns; ++i) {
        const std::string_view field = fieldOf(static_cast<C>(i));
        if (m_columns[i] >= 0 && !field.empty() && std::ranges::find(m_fields, field) == m_fields.end())
            m_fields.emplace_back(field);
    }
}

std::string_view OwnCsvReader::cell(OwnColumn column) const {
    const auto at = static_cast<std::size_t>(m_columns[static_cast<std::size_t>(column)]);
    return at < m_record.cells.size() ? withoutGuard(m_record.cells[at].text) : std::string_view();
}

bool OwnCsvReader::continues(const ProductRow& row) const {
    if (!has(C::Title) || !cell(C::Title).empty())
        return false;
    const std::string_view id = cell(C::Id);
    return id.empty() ? !cell(C::Options).empty() : id == row.product.id();
}

Result<bool> OwnCsvReader::next(ProductRow& row) {
    row = {};
    if (!m_have) {
        const auto first = m_csv.next(m_record);
        if (!first || !*first)
            return first;
    }
    row.line = m_record.line;
    row.offset = m_record.offset;
    do {
        if (row.variantLines.size() < maxRows) {
            row.raw.append(m_record.raw);
            if (!row.raw.ends_with('\n') && !row.raw.ends_with('\r'))
                row.raw.push_back('\n');
            if (checkCells(m_record, m_header, row.problems)) {
                if (row.variantLines.empty())
                    readProduct(row);
                readVariant(row);
            }
            row.variantLines.push_back(m_record.line);
        }
        const auto more = m_csv.next(m_record);
        if (!more)
            return more;
        m_have = *more;
    } while (m_have && continues(row));
    return true;
}

void OwnCsvReader::problem(ProductRow& row, OwnColumn column, const Error& error) {
    const auto name = ownColumnNames[static_cast<std::size_t>(column)];
    if (row.problems.size() < 20)
        row.problems.push_back({m_record.line, std::string(name), query::excerpt(cell(column), quoted), error.reason,
                                error.message, fixOf(error.reason)});
}

void OwnCsvReader::readProduct(ProductRow& row) {
    v1::Product& product = row.product;
    const auto set = [&](OwnColumn column, std::string* field) {
        if (const std::string_view text = cell(column); !text.empty())
            field->assign(text);
    };
    set(C::Id, product.mutable_id());
    set(C::SellerId, product.mutable_seller_id());
    set(C::Etag, product.mutable_etag());
    set(C::Slug, product.mutable_slug());
    set(C::Title, product.mutable_title());
    set(C::Description, product.mutable_description());
    set(C::Language, product.mutable_language());
    set(C::Brand, product.mutable_brand());
    set(C::Category, product.mutable_category_id());
    set(C::TaxClass, product.mutable_tax_class());
    row.publish = cell(C::State) == "PUBLISHED";
    if (!cell(C::SeoTitle).empty() || !cell(C::SeoDescription).empty()) {
        set(C::SeoTitle, product.mutable_seo()->mutable_title());
        set(C::SeoDescription, product.mutable_seo()->mutable_description());
    }
    for (std::string& tag : readList(cell(C::Tags)))
        product.add_tags(std::move(tag));
    for (std::string& market : readList(cell(C::Markets)))
        product.add_markets(std::move(market));
    for (std::string& url : readList(cell(C::Images)))
        product.add_images()->set_url(std::move(url));
    auto alts = readList(cell(C::ImageAlts));
    for (std::size_t i = 0; i < alts.size() && static_cast<int>(i) < product.images_size(); ++i)
        product.mutable_images(static_cast<int>(i))->set_alt(std::move(alts[i]));
    if (const auto read = readAttributes(cell(C::Attributes), product); !read)
        problem(row, C::Attributes, read.error());
    if (const auto read = readTexts(cell(C::Texts), product); !read)
        problem(row, C::Texts, read.error());
}

void OwnCsvReader::readVariant(ProductRow& row) {
    v1::Variant& variant = *row.product.add_variants();
    variant.set_sku(std::string(cell(C::Sku)));
    if (!cell(C::Options).empty())
        if (const auto read = readOptions(cell(C::Options), variant); !read)
            problem(row, C::Options, read.error());
    const auto price = [&](OwnColumn column, auto mutableMoney) {
        if (cell(column).empty())
            return;
        const auto read = readPrice(cell(column), cell(C::Currency));
        if (!read)
            return problem(row, read.error().field == "currency" ? C::Currency : column, read.error());
        common::v1::Money& money = mutableMoney();
        money.set_amount_minor(read->minor);
        money.set_currency(std::string(read->currency.code()));
    };
    price(C::Price, [&]() -> common::v1::Money& { return *variant.mutable_price(); });
    price(C::CompareAtPrice, [&]() -> common::v1::Money& { return *variant.mutable_compare_at_price(); });
    variant.set_gtin(std::string(cell(C::Gtin)));
    readMeasures(variant, row);
}

void OwnCsvReader::readMeasures(v1::Variant& variant, ProductRow& row) {
    const auto integer = [&](OwnColumn column) -> std::int64_t {
        const std::string_view text = cell(column);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size())
            problem(row, column,
                    Error{Code::InvalidArgument,
                          "NOT_A_NUMBER",
                          fmt::format("'{}' is no whole number.", query::excerpt(text, quoted)),
                          {}});
        return value;
    };
    if (!cell(C::Weight).empty())
        variant.set_weight_g(integer(C::Weight));
    if (!cell(C::Length).empty())
        variant.mutable_dimensions()->set_length_mm(integer(C::Length));
    if (!cell(C::Width).empty())
        variant.mutable_dimensions()->set_width_mm(integer(C::Width));
    if (!cell(C::Height).empty())
        variant.mutable_dimensions()->set_height_mm(integer(C::Height));
}

Problem OwnCsvReader::explain(const ProductRow& row, const Error& error) const {
    Problem told{row.line, {}, {}, error.reason, error.message, fixOf(error.reason)};
    std::string_view path = error.field;
    if (path.starts_with("product."))
        path.remove_prefix(8);
    if (path.starts_with("variants[")) {
        std::size_t variant = 0;
        std::from_chars(path.data() + 9, path.data() + path.size(), variant);
        if (variant < row.variantLines.size())
            told.line = row.variantLines[variant];
        const std::size_t dot = path.find('.');
        path = dot == std::string_view::npos ? std::string_view("sku") : path.substr(dot + 1);
        if (path.starts_with("dimensions."))
            path.remove_prefix(11);
        if (path.ends_with(".currency"))
            path = "currency";
    }
    std::string name(path.substr(0, path.find_first_of("[.")));
    if (path.starts_with("seo."))
        name = "seo_" + std::string(path.substr(4));
    else if (name == "images" && path.ends_with(".alt"))
        name = "image_alts";
    else if (name == "variants")
        name = "sku";
    const std::size_t known = knownColumn(name);
    if (known == ownColumns || m_columns[known] < 0)
        return told;
    const auto at = static_cast<std::size_t>(m_columns[known]);
    told.column = m_header[at];
    TextSource source(row.raw);
    CsvReader records(source, m_dialect, 0, row.line);
    Record record;
    while (records.next(record).value_or(false))
        if (record.line == told.line && at < record.cells.size())
            told.value = query::excerpt(record.cells[at].text, quoted);
    return told;
}

} // namespace tradepost::catalog::formats
