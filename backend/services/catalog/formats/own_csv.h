#pragma once

#include "backend/services/catalog/formats/csv_reader.h"
#include "backend/services/catalog/formats/product_reader.h"

#include <array>
#include <memory>

// Our own CSV: a row for each variant, the product's fields on its first. A row without a title goes on with the
// product above when it has the same id, or no id but options. A column that is there writes its field, an empty cell
// empties it; columns may be missing. Cells with several values: cell_lists.h. Writing and reading again changes
// nothing.
namespace tradepost::catalog::formats {

enum class OwnColumn : std::uint8_t {
    Id,
    SellerId,
    State,
    Etag,
    Slug,
    Title,
    Description,
    Language,
    Brand,
    Category,
    Tags,
    Markets,
    TaxClass,
    SeoTitle,
    SeoDescription,
    Images,
    ImageAlts,
    Attributes,
    Texts,
    Sku,
    Options,
    Price,
    CompareAtPrice,
    Currency,
    Gtin,
    Weight,
    Length,
    Width,
    Height
};
inline constexpr std::size_t ownColumns = 29;
extern const std::array<std::string_view, ownColumns> ownColumnNames; // "id", "seller_id", ...
// Where bad rows come back, the reasons stand; it is ignored on the way in.
inline constexpr std::string_view errorsColumn = "import_errors";

void writeOwnHeader(std::string& out);
void writeOwnProduct(std::string& out, const v1::Product& product);

// Whether a header has the SKU and only columns of ours.
bool isOwnHeader(const std::vector<std::string>& header);

class OwnCsvReader final : public ProductReader {
public:
    // As TableReader. The header is one of ours.
    OwnCsvReader(std::unique_ptr<ByteSource> source, Dialect dialect, std::vector<std::string> header,
                 std::int64_t offset, std::int64_t line);

    Result<bool> next(ProductRow& row) override;
    const std::vector<std::string>& fields() const override { return m_fields; }
    Problem explain(const ProductRow& row, const Error& error) const override;
    std::int64_t offset() const override { return m_have ? m_record.offset : m_csv.offset(); }
    std::int64_t line() const override { return m_have ? m_record.line : m_csv.line(); }

private:
    bool has(OwnColumn column) const { return m_columns[static_cast<std::size_t>(column)] >= 0; }
    std::string_view cell(OwnColumn column) const;
    bool continues(const ProductRow& row) const;
    void readProduct(ProductRow& row);
    void readVariant(ProductRow& row);
    void readMeasures(v1::Variant& variant, ProductRow& row);
    void problem(ProductRow& row, OwnColumn column, const Error& error);

    std::unique_ptr<ByteSource> m_source;
    const Dialect m_dialect;
    const std::vector<std::string> m_header;
    std::array<int, ownColumns> m_columns;
    std::vector<std::string> m_fields;
    CsvReader m_csv;
    Record m_record;
    bool m_have = false;
};

} // namespace tradepost::catalog::formats
