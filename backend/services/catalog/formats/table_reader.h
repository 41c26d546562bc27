#pragma once

#include "backend/services/catalog/formats/mapping.h"
#include "backend/services/catalog/formats/product_reader.h"

#include <memory>

namespace tradepost::catalog::formats {

// Products out of a table by a mapping. Texts that are not UTF-8, or that hold U+FFFD where bytes were lost on the way,
// are problems of their row.
class TableReader final : public ProductReader {
public:
    // `source` begins with the row at `offset`, in `line`; the header has been read before.
    TableReader(std::unique_ptr<ByteSource> source, Dialect dialect, std::shared_ptr<const CompiledMapping> mapping,
                std::int64_t offset, std::int64_t line);

    Result<bool> next(ProductRow& row) override;
    const std::vector<std::string>& fields() const override { return m_mapping->productFields(); }
    Problem explain(const ProductRow& row, const Error& error) const override;
    std::int64_t offset() const override;
    std::int64_t line() const override;
    std::int64_t skipped() const { return m_skipped; } // rows that the mapping leaves out

private:
    using Field = CompiledMapping::Field;
    struct Group;
    Result<bool> advance(); // the next record that counts into m_record
    std::string_view groupOf(const Record& record) const;
    void take(Group& group, ProductRow& row);
    void finish(Group& group, ProductRow& row);
    bool valuesOf(const Field& field, ProductRow& row);
    void problem(ProductRow& row, const Field& field, std::string reason, std::string message, std::string fix = {});
    void setProductField(const Field& field, Group& group, ProductRow& row);
    void setVariantField(const Field& field, Group& group, v1::Variant& variant, ProductRow& row);
    void setPrice(const Field& field, Group& group, common::v1::Money& money, ProductRow& row);
    bool checkText(ProductRow& row);

    std::unique_ptr<ByteSource> m_source;
    const Dialect m_dialect;
    std::shared_ptr<const CompiledMapping> m_mapping;
    CsvReader m_csv;
    Record m_record;
    bool m_have = false; // m_record belongs to the next product
    std::vector<std::string> m_values;
    std::int64_t m_skipped = 0;
};

} // namespace tradepost::catalog::formats
