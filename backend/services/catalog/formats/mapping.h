#pragma once

#include "backend/services/catalog/formats/csv_reader.h"
#include "backend/services/catalog/formats/transforms.h"
#include "tradepost/imports/v1/mapping.pb.h"

#include <string>
#include <string_view>
#include <vector>

namespace tradepost::catalog::formats {

// A field of a product as mappings name it.
struct Target {
    enum class Kind : std::uint8_t {
        Id,
        Etag,
        SellerId,
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
        State,
        Images,
        ImageAlt,
        TextTitle,
        TextDescription,
        TextAttribute,
        NumberAttribute,
        FlagAttribute,
        Sku,
        Price,
        CompareAtPrice,
        Currency,
        Gtin,
        Weight,
        Length,
        Width,
        Height,
        Option,
        OptionName,
        OptionValue
    };
    Kind kind{};
    std::string name; // of an attribute or option, the language of a text
    std::string unit; // of a number
    int number = 0;   // of an option, from 1
    bool ofVariant() const { return kind >= Kind::Sku; }
};
// INVALID_ARGUMENT / UNKNOWN_TARGET names what there is.
Result<Target> parseTarget(std::string_view text);

// "Image Link", "image_link" and "g:image_link" are one column.
std::string foldedColumn(std::string_view name);

// A mapping bound to the columns of one file. Const use is thread-safe.
class CompiledMapping {
public:
    // INVALID_ARGUMENT names the field of the mapping at fault: a target or step that is wrong, a column that the
    // header lacks and that nothing stands in for.
    static Result<CompiledMapping> compile(const imports::v1::Mapping& mapping, const std::vector<std::string>& header);
    // The part of it that needs no file.
    static Result<void> check(const imports::v1::Mapping& mapping);

    struct Field {
        Target target;
        std::vector<int> columns; // the first that is not empty counts
        std::string constant, otherwise;
        Transforms transforms;
    };
    const std::vector<Field>& fields() const { return m_fields; }
    const std::vector<std::string>& productFields() const { return m_productFields; }
    const imports::v1::Mapping& mapping() const { return m_mapping; }
    int groupColumn() const { return m_groupColumn; } // -1: none
    int onlyColumn() const { return m_onlyColumn; }
    const std::vector<std::string>& header() const { return m_header; }

private:
    CompiledMapping() = default;
    imports::v1::Mapping m_mapping;
    std::vector<std::string> m_header;
    std::vector<Field> m_fields;
    std::vector<std::string> m_productFields;
    int m_groupColumn = -1, m_onlyColumn = -1;
};

} // namespace tradepost::catalog::formats
