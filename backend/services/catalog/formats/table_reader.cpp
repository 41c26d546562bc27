#include "backend/services/catalog/formats/table_reader.h"

#include "backend/base/money.h"
#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/formats/field_values.h"
#include "backend/services/catalog/formats/formula.h"
#include "backend/services/catalog/formats/xml_feed.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <set>

namespace tradepost::catalog::formats {

using Kind = Target::Kind;

namespace {
constexpr std::size_t maxGroupBytes = 8u << 20, maxGroupRows = 2000, quoted = 100;

// Of a cell; a table made from a feed says where the feed has it.
std::int64_t lineOf(const Record& record, const std::vector<std::string>& header, std::size_t cell = 0) {
    std::int64_t line = cell < record.cells.size() ? record.cells[cell].line : record.line;
    if (!header.empty() && header[0] == lineColumn)
        std::from_chars(record.cells[0].text.data(), record.cells[0].text.data() + record.cells[0].text.size(), line);
    return line;
}
} // namespace

// What is known of the product that is read.
struct TableReader::Group {
    std::string key;
    std::size_t records = 0;
    std::string currency;                    // of the row
    std::map<int, std::string> optionNames;  // from the first row that tells them
    std::map<int, std::string> optionValues; // of the row
    std::set<std::string, std::less<>> images;
    std::string imageAlt, image; // of the row
    bool variant = false;        // the row has something of a variant
    bool tooLarge = false;
};

TableReader::TableReader(std::unique_ptr<ByteSource> source, Dialect dialect,
                         std::shared_ptr<const CompiledMapping> mapping, std::int64_t offset, std::int64_t line)
    : m_source(std::move(source)), m_dialect(dialect), m_mapping(std::move(mapping)),
      m_csv(*m_source, dialect, offset, line) {}

std::int64_t TableReader::offset() const {
    return m_have ? m_record.offset : m_csv.offset();
}

std::int64_t TableReader::line() const {
    return m_have ? m_record.line : m_csv.line();
}

Result<bool> TableReader::advance() {
    const int only = m_mapping->onlyColumn();
    for (;;) {
        const auto read = m_csv.next(m_record);
        if (!read)
            return std::unexpected(read.error());
        m_have = *read;
        if (!m_have || only < 0)
            return m_have;
        const auto at = static_cast<std::size_t>(only);
        const std::string_view cell = at < m_record.cells.size() ? m_record.cells[at].text : std::string_view();
        if (std::ranges::find(m_mapping->mapping().only_values(), cell) != m_mapping->mapping().only_values().end())
            return true;
        ++m_skipped;
    }
}

std::string_view TableReader::groupOf(const Record& record) const {
    const auto at = static_cast<std::size_t>(m_mapping->groupColumn());
    return m_mapping->groupColumn() >= 0 && at < record.cells.size() ? record.cells[at].text : std::string_view();
}

Result<bool> TableReader::next(ProductRow& row) {
    row = {};
    if (!m_have) {
        const auto first = advance();
        if (!first || !*first)
            return first;
    }
    Group group;
    group.key = groupOf(m_record);
    row.line = lineOf(m_record, m_mapping->header());
    row.offset = m_record.offset;
    do {
        take(group, row);
        const auto more = advance();
        if (!more)
            return more;
    } while (m_have && !group.key.empty() && groupOf(m_record) == group.key);
    finish(group, row);
    return true;
}

void TableReader::problem(ProductRow& row, const Field& field, std::string reason, std::string message,
                          std::string fix) {
    if (row.problems.size() >= 20)
        return;
    Problem told{row.line, {}, {}, std::move(reason), std::move(message), std::move(fix)};
    if (told.fix.empty())
        told.fix = fixOf(told.reason);
    if (!field.columns.empty()) {
        const auto at = static_cast<std::size_t>(field.columns[0]);
        told.column = m_mapping->header()[at];
        if (at < m_record.cells.size()) {
            told.line = lineOf(m_record, m_mapping->header(), at);
            told.value = query::excerpt(m_record.cells[at].text, quoted);
        }
    }
    row.problems.push_back(std::move(told));
}

bool TableReader::checkText(ProductRow& row) {
    return checkCells(m_record, m_mapping->header(), row.problems);
}

// Into m_values; false when the field is empty. What its steps refuse is a problem.
bool TableReader::valuesOf(const Field& field, ProductRow& row) {
    m_values.resize(1);
    m_values[0] = field.constant;
    for (const int column : field.columns) {
        if (!m_values[0].empty())
            break;
        const auto at = static_cast<std::size_t>(column);
        if (at < m_record.cells.size())
            m_values[0] = withoutGuard(m_record.cells[at].text);
    }
    if (m_values[0].find_first_not_of(" \t\r\n") == std::string::npos)
        m_values[0] = field.otherwise;
    if (m_values[0].empty())
        return false;
    if (field.transforms.empty())
        return true;
    if (const auto run = field.transforms.run(m_values); !run) {
        problem(row, field, run.error().reason, run.error().message,
                run.error().reason == "NOT_IN_TABLE" ? "Add it to the mapping's table, or correct the cell." : "");
        return false;
    }
    std::erase_if(m_values, [](const std::string& value) { return value.empty(); });
    return !m_values.empty();
}

void TableReader::take(Group& group, ProductRow& row) {
    const bool first = group.records++ == 0;
    if (group.records > maxGroupRows || row.raw.size() + m_record.raw.size() > maxGroupBytes) {
        if (!std::exchange(group.tooLarge, true))
            row.problems.push_back({row.line,
                                    {},
                                    query::excerpt(group.key, quoted),
                                    "TOO_MANY_ROWS",
                                    fmt::format("The product has more than {} rows.", maxGroupRows),
                                    "Check the column that tells which rows belong together."});
        return;
    }
    row.raw.append(m_record.raw);
    if (!row.raw.ends_with('\n') && !row.raw.ends_with('\r'))
        row.raw.push_back('\n');
    if (!checkText(row))
        return;
    group.variant = false;
    group.optionValues.clear();
    group.image.clear();
    group.imageAlt.clear();
    v1::Variant variant;
    for (const Field& field : m_mapping->fields()) // prices need it
        if (field.target.kind == Kind::Currency && valuesOf(field, row))
            group.currency = m_values[0];
    for (const Field& field : m_mapping->fields()) {
        const Kind kind = field.target.kind;
        const bool everyRow = field.target.ofVariant() || kind == Kind::Images || kind == Kind::ImageAlt;
        if (kind == Kind::Currency || (!first && !everyRow) || !valuesOf(field, row))
            continue;
        if (field.target.ofVariant())
            setVariantField(field, group, variant, row);
        else
            setProductField(field, group, row);
    }
    if (!group.imageAlt.empty() && !group.image.empty())
        for (v1::Image& image : *row.product.mutable_images())
            if (image.url() == group.image)
                image.set_alt(group.imageAlt);
    for (const auto& [number, value] : group.optionValues) {
        const auto name = group.optionNames.find(number);
        if (name == group.optionNames.end() || (name->second == "Title" && value == "Default Title"))
            continue;
        auto& option = *variant.add_options();
        option.set_name(name->second);
        option.set_value(value);
    }
    if (variant.has_compare_at_price() && (variant.compare_at_price().amount_minor() == 0 ||
                                           variant.compare_at_price().amount_minor() == variant.price().amount_minor()))
        variant.clear_compare_at_price(); // how tables say that there is none
    const bool mapped = std::ranges::find(fields(), "variants") != fields().end();
    if (!mapped || (!first && !group.variant))
        return;
    *row.product.add_variants() = std::move(variant);
    row.variantLines.push_back(lineOf(m_record, m_mapping->header()));
}

void TableReader::finish(Group& group, ProductRow& row) {
    v1::Product& product = row.product;
    if (m_mapping->mapping().parent_row() && product.variants_size() > 1) {
        product.mutable_variants()->DeleteSubrange(0, 1);
        row.variantLines.erase(row.variantLines.begin());
    }
    if (m_mapping->mapping().make_skus())
        for (v1::Variant& variant : *product.mutable_variants())
            if (variant.sku().empty())
                variant.set_sku(madeSku(group.key.empty() ? product.slug() : group.key, variant));
}

void TableReader::setProductField(const Field& field, Group& group, ProductRow& row) {
    v1::Product& product = row.product;
    std::string& value = m_values[0];
    const auto attribute = [&]() -> v1::Attribute& {
        auto& made = *product.add_attributes();
        made.set_name(field.target.name);
        return made;
    };
    switch (field.target.kind) {
    case Kind::Id:
        product.set_id(value);
        return;
    case Kind::Etag:
        product.set_etag(value);
        return;
    case Kind::SellerId:
        product.set_seller_id(value);
        return;
    case Kind::Slug:
        product.set_slug(value);
        return;
    case Kind::Title:
        product.set_title(value);
        return;
    case Kind::Description:
        product.set_description(value);
        return;
    case Kind::Language:
        product.set_language(value);
        return;
    case Kind::Brand:
        product.set_brand(value);
        return;
    case Kind::Category:
        product.set_category_id(value);
        return;
    case Kind::TaxClass:
        product.set_tax_class(value);
        return;
    case Kind::SeoTitle:
        product.mutable_seo()->set_title(value);
        return;
    case Kind::SeoDescription:
        product.mutable_seo()->set_description(value);
        return;
    case Kind::Tags:
        for (const std::string& tag : m_values)
            if (std::ranges::find(product.tags(), tag) == product.tags().end())
                product.add_tags(tag);
        return;
    case Kind::Markets:
        for (const std::string& market : m_values)
            product.add_markets(market);
        return;
    case Kind::State:
        row.publish = saysOnSale(value);
        return;
    case Kind::Images:
        for (const std::string& url : m_values)
            if (group.images.insert(url).second)
                product.add_images()->set_url(url);
        group.image = group.image.empty() ? value : group.image;
        return;
    case Kind::ImageAlt:
        group.imageAlt = value;
        return;
    case Kind::TextTitle:
        (*product.mutable_texts())[field.target.name].set_title(value);
        return;
    case Kind::TextDescription:
        (*product.mutable_texts())[field.target.name].set_description(value);
        return;
    case Kind::TextAttribute:
        attribute().set_text(value);
        return;
    case Kind::NumberAttribute: {
        const auto number = readNumber(value);
        if (!number)
            return problem(row, field, "NOT_A_NUMBER", fmt::format("'{}' is no number.", query::excerpt(value, quoted)),
                           "Write digits with a point, or give the mapping a number step.");
        auto& made = attribute();
        made.set_number(*number);
        made.set_unit(field.target.unit);
        return;
    }
    case Kind::FlagAttribute:
        if (const auto flag = readFlag(value))
            return attribute().set_flag(*flag);
        return problem(row, field, "NOT_A_FLAG",
                       fmt::format("'{}' is neither true nor false.", query::excerpt(value, quoted)),
                       "Write true or false.");
    default:
        return;
    }
}

void TableReader::setPrice(const Field& field, Group& group, common::v1::Money& money, ProductRow& row) {
    auto price = readPrice(m_values[0], group.currency);
    if (!price)
        return problem(row, field, price.error().reason, price.error().message,
                       "Write the price as 12.99, or as 12.99 EUR.");
    money.set_amount_minor(price->minor);
    money.set_currency(std::string(price->currency.code()));
}

void TableReader::setVariantField(const Field& field, Group& group, v1::Variant& variant, ProductRow& row) {
    std::string& value = m_values[0];
    const bool told = !field.columns.empty();
    switch (field.target.kind) {
    case Kind::Sku:
        variant.set_sku(value);
        group.variant |= told;
        return;
    case Kind::Price:
        setPrice(field, group, *variant.mutable_price(), row);
        group.variant |= told;
        return;
    case Kind::CompareAtPrice:
        return setPrice(field, group, *variant.mutable_compare_at_price(), row);
    case Kind::Gtin:
        variant.set_gtin(value);
        return;
    case Kind::Weight:
    case Kind::Length:
    case Kind::Width:
    case Kind::Height: {
        const bool weight = field.target.kind == Kind::Weight;
        const auto measure = readMeasure(value, weight);
        if (!measure)
            return problem(row, field, "NOT_A_MEASURE",
                           fmt::format("'{}' is no {}.", query::excerpt(value, quoted), weight ? "weight" : "length"),
                           weight ? "Write grams, or a number with g, kg, oz or lb."
                                  : "Write millimetres, or a number with mm, cm, m or in.");
        if (weight)
            variant.set_weight_g(*measure);
        else if (field.target.kind == Kind::Length)
            variant.mutable_dimensions()->set_length_mm(*measure);
        else if (field.target.kind == Kind::Width)
            variant.mutable_dimensions()->set_width_mm(*measure);
        else
            variant.mutable_dimensions()->set_height_mm(*measure);
        return;
    }
    case Kind::Option: {
        auto& option = *variant.add_options();
        option.set_name(field.target.name);
        option.set_value(value);
        group.variant |= told;
        return;
    }
    case Kind::OptionName:
        group.optionNames.emplace(field.target.number, value);
        return;
    case Kind::OptionValue:
        group.optionValues[field.target.number] = value;
        group.variant |= told;
        return;
    default:
        return;
    }
}

namespace {
// The field of an error of the catalog: its target's name and, of a variant, which.
struct Place {
    std::string target;
    int variant = -1;
};

Place placeOf(std::string_view path, const v1::Product& product) {
    if (path.starts_with("product."))
        path.remove_prefix(8);
    const auto index = [&]() -> int { // of "name[3]..."
        const std::size_t open = path.find('[');
        int number = -1;
        if (open != std::string_view::npos)
            std::from_chars(path.data() + open + 1, path.data() + path.size(), number);
        return number;
    };
    if (path.starts_with("variants[")) {
        Place place{{}, index()};
        const std::size_t dot = path.find('.');
        std::string_view rest = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        place.target = rest.substr(0, rest.find_first_of(".["));
        if (place.target == "dimensions" && rest.size() > 11)
            place.target = rest.substr(11);
        return place;
    }
    if (path.starts_with("attributes[")) {
        const int number = index();
        return {number >= 0 && number < product.attributes_size() ? "attributes." + product.attributes(number).name()
                                                                  : "attributes"};
    }
    if (path.starts_with("texts[")) {
        std::string target(path);
        if (const std::size_t open = target.find('['), close = target.find(']'); close != std::string::npos)
            target =
                target.substr(0, open) + "." + target.substr(open + 1, close - open - 1) + target.substr(close + 1);
        return {std::move(target)};
    }
    if (path == "category_id")
        return {"category"};
    if (path.starts_with("images[") || path.starts_with("tags[") || path.starts_with("markets["))
        return {std::string(path.substr(0, path.find('['))) + (path.ends_with(".alt") ? ".alt" : "")};
    return {std::string(path)};
}
} // namespace

Problem TableReader::explain(const ProductRow& row, const Error& error) const {
    Problem told{row.line, {}, {}, error.reason, error.message, fixOf(error.reason)};
    const Place place = placeOf(error.field, row.product);
    const auto variant = static_cast<std::size_t>(std::max(place.variant, 0));
    if (place.variant >= 0 && variant < row.variantLines.size())
        told.line = row.variantLines[variant];
    for (const imports::v1::FieldMapping& field : m_mapping->mapping().fields()) {
        const std::string_view target = std::string_view(field.target()).substr(0, field.target().find_first_of("#?"));
        if (target != place.target)
            continue;
        for (const Field& compiled : m_mapping->fields()) {
            if (compiled.columns.empty() || parseTarget(field.target())->kind != compiled.target.kind ||
                parseTarget(field.target())->name != compiled.target.name)
                continue;
            const auto at = static_cast<std::size_t>(compiled.columns[0]);
            told.column = m_mapping->header()[at];
            TextSource source(row.raw);
            CsvReader records(source, m_dialect, 0, row.line);
            Record record;
            while (records.next(record).value_or(false))
                if (lineOf(record, m_mapping->header()) == told.line && at < record.cells.size()) {
                    told.line = lineOf(record, m_mapping->header(), at);
                    told.value = query::excerpt(record.cells[at].text, quoted);
                    break;
                }
            return told;
        }
    }
    return told;
}

} // namespace tradepost::catalog::formats
