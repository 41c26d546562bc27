#include "backend/base/money.h"
#include "backend/services/catalog/formats/cell_lists.h"
#include "backend/services/catalog/formats/csv_writer.h"
#include "backend/services/catalog/formats/field_text.h"
#include "backend/services/catalog/formats/own_csv.h"

#include <fmt/format.h>

namespace tradepost::catalog::formats {

namespace {
void writeProductFields(CsvWriter& out, const v1::Product& product) {
    out.cell(product.id());
    out.cell(product.seller_id());
    out.cell(v1::ProductState_Name(product.state()));
    out.cell(product.etag());
    out.cell(product.slug());
    out.cell(product.title());
    out.cell(product.description());
    out.cell(product.language());
    out.cell(product.brand());
    out.cell(product.category_id());
    out.cell(writeList({product.tags().begin(), product.tags().end()}));
    out.cell(writeList({product.markets().begin(), product.markets().end()}));
    out.cell(product.tax_class());
    out.cell(product.seo().title());
    out.cell(product.seo().description());
    std::vector<std::string_view> urls, alts;
    bool anyAlt = false;
    for (const v1::Image& image : product.images()) {
        urls.emplace_back(image.url());
        alts.emplace_back(image.alt());
        anyAlt |= !image.alt().empty();
    }
    out.cell(writeList(urls));
    out.cell(anyAlt ? writeList(alts) : std::string());
    out.cell(writeAttributes(product));
    out.cell(writeTexts(product));
}

void writeVariant(CsvWriter& out, const v1::Variant& variant) {
    out.cell(variant.sku());
    out.cell(writeOptions(variant));
    out.exact(priceText(variant.price()));
    out.exact(variant.has_compare_at_price() ? priceText(variant.compare_at_price()) : std::string());
    out.exact(variant.price().currency());
    out.cell(variant.gtin());
    out.exact(variant.weight_g() == 0 ? std::string() : fmt::format("{}", variant.weight_g()));
    const auto millimetres = [&](std::int64_t value) {
        out.exact(variant.has_dimensions() ? fmt::format("{}", value) : std::string());
    };
    millimetres(variant.dimensions().length_mm());
    millimetres(variant.dimensions().width_mm());
    millimetres(variant.dimensions().height_mm());
}
} // namespace

std::string priceText(const common::v1::Money& money) {
    const auto currency = Currency::parse(money.currency());
    const int digits = currency ? currency->minorDigits() : 2;
    std::string text = fmt::format("{:0{}}", money.amount_minor(), digits + 1);
    if (digits > 0)
        text.insert(text.size() - static_cast<std::size_t>(digits), 1, '.');
    return text;
}

void writeOwnHeader(std::string& out) {
    CsvWriter writer(out);
    for (const std::string_view name : ownColumnNames)
        writer.cell(name);
    writer.end();
}

void writeOwnProduct(std::string& out, const v1::Product& product) {
    CsvWriter writer(out);
    for (int i = 0; i < product.variants_size(); ++i) {
        if (i == 0) {
            writeProductFields(writer, product);
        } else {
            writer.cell(product.id());
            for (std::size_t column = 1; column < static_cast<std::size_t>(OwnColumn::Sku); ++column)
                writer.empty();
        }
        writeVariant(writer, product.variants(i));
        writer.end();
    }
}

} // namespace tradepost::catalog::formats
