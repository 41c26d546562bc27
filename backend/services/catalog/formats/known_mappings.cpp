#include "backend/services/catalog/formats/known_mappings.h"

#include "backend/services/catalog/formats/mapping.h"

#include <algorithm>
#include <initializer_list>

namespace tradepost::catalog::formats {

using imports::v1::FieldMapping;
using imports::v1::Mapping;

namespace {
enum class Step { Split, Html, Unguard, Title, SeoTitle, SeoText };

class Builder {
public:
    Builder(std::string name, const std::vector<std::string>& header) : m_header(header) {
        m_mapping.set_name(std::move(name));
    }
    bool has(std::string_view column) const {
        return std::ranges::any_of(m_header,
                                   [&](const std::string& name) { return foldedColumn(name) == foldedColumn(column); });
    }
    // Only of columns that the file has.
    void field(std::string_view target, std::initializer_list<std::string_view> columns,
               std::initializer_list<Step> steps = {}) {
        FieldMapping field;
        field.set_target(std::string(target));
        for (const std::string_view column : columns) {
            if (!has(column))
                continue;
            if (field.column().empty())
                field.set_column(std::string(column));
            else
                field.add_fallback_columns(std::string(column));
        }
        if (field.column().empty())
            return;
        for (const Step step : steps)
            add(field, step);
        *m_mapping.add_fields() = std::move(field);
    }
    void constant(std::string_view target, std::string_view value) {
        if (value.empty())
            return;
        FieldMapping& field = *m_mapping.add_fields();
        field.set_target(std::string(target));
        field.set_constant(std::string(value));
    }
    Mapping& mapping() { return m_mapping; }

private:
    static void add(FieldMapping& field, Step step) {
        imports::v1::Transform& made = *field.add_transforms();
        switch (step) {
        case Step::Split:
            made.mutable_split()->set_separator(",");
            return;
        case Step::Html:
            made.set_strip_html(true);
            return;
        case Step::Unguard: // how barcodes are kept from becoming numbers
            made.mutable_replace()->set_pattern("^'");
            return;
        case Step::Title:
            made.set_truncate(300);
            return;
        case Step::SeoTitle:
            made.set_truncate(120);
            return;
        case Step::SeoText:
            made.set_truncate(500);
            return;
        }
    }

    const std::vector<std::string>& m_header;
    Mapping m_mapping;
};

bool hasAll(const std::vector<std::string>& header, std::initializer_list<std::string_view> names) {
    return std::ranges::all_of(names, [&](std::string_view name) {
        return std::ranges::any_of(
            header, [&](const std::string& column) { return foldedColumn(column) == foldedColumn(name); });
    });
}
} // namespace

bool isShopifyHeader(const std::vector<std::string>& header) {
    return hasAll(header, {"Handle", "Title", "Variant Price"});
}

bool isGoogleHeader(const std::vector<std::string>& header) {
    return hasAll(header, {"id", "title", "price"}) &&
           (hasAll(header, {"availability"}) || hasAll(header, {"image_link"}) || hasAll(header, {"link"}));
}

Mapping shopifyMapping(const std::vector<std::string>& header, std::string_view currency) {
    Builder made("shopify", header);
    made.mapping().set_group_column("Handle");
    made.mapping().set_make_skus(true);
    made.mapping().set_optional_category(true);
    made.field("slug", {"Handle"});
    made.field("title", {"Title"});
    made.field("description", {"Body (HTML)"}, {Step::Html});
    made.field("brand", {"Vendor"});
    made.field("category", {"Product Category", "Google Shopping / Google Product Category"});
    made.field("attributes.type", {"Type"});
    made.field("attributes.gender", {"Google Shopping / Gender"});
    made.field("attributes.age_group", {"Google Shopping / Age Group"});
    made.field("attributes.mpn", {"Google Shopping / MPN"});
    made.field("attributes.condition", {"Google Shopping / Condition"});
    made.field("tags", {"Tags"}, {Step::Split});
    made.field("state", {"Status", "Published"});
    made.field("seo.title", {"SEO Title"}, {Step::SeoTitle});
    made.field("seo.description", {"SEO Description"}, {Step::SeoText});
    made.field("tax_class", {"Variant Tax Code"});
    made.field("images", {"Image Src", "Variant Image"});
    made.field("images.alt", {"Image Alt Text"});
    made.constant("currency", currency);
    made.field("sku", {"Variant SKU"}, {Step::Unguard});
    made.field("price", {"Variant Price"});
    made.field("compare_at_price", {"Variant Compare At Price"});
    made.field("gtin", {"Variant Barcode"}, {Step::Unguard});
    made.field("weight_g", {"Variant Grams"});
    made.field("options[1].name", {"Option1 Name"});
    made.field("options[1].value", {"Option1 Value"});
    made.field("options[2].name", {"Option2 Name"});
    made.field("options[2].value", {"Option2 Value"});
    made.field("options[3].name", {"Option3 Name"});
    made.field("options[3].value", {"Option3 Value"});
    return std::move(made.mapping());
}

Mapping googleMapping(const std::vector<std::string>& header, std::string_view currency) {
    Builder made("google", header);
    if (made.has("item_group_id"))
        made.mapping().set_group_column("item_group_id");
    made.mapping().set_optional_category(true);
    made.field("title", {"title"}, {Step::Title});
    made.field("description", {"description"}, {Step::Html});
    made.field("brand", {"brand"});
    made.field("category", {"google_product_category", "product_type"});
    made.field("images", {"image_link"});
    made.field("images", {"additional_image_link"}, {Step::Split});
    made.field("state", {"availability"});
    made.field("attributes.mpn", {"mpn"});
    made.field("attributes.condition", {"condition"});
    made.field("attributes.gender", {"gender"});
    made.field("attributes.age_group", {"age_group"});
    made.field("attributes.material", {"material"});
    made.constant("currency", currency);
    made.field("sku", {"id"});
    made.field("price", {"sale_price", "price"});
    made.field("compare_at_price", {"price"});
    made.field("gtin", {"gtin"});
    made.field("weight_g", {"shipping_weight"});
    made.field("length_mm", {"shipping_length"});
    made.field("width_mm", {"shipping_width"});
    made.field("height_mm", {"shipping_height"});
    made.field("options.Color", {"color"});
    made.field("options.Size", {"size"});
    return std::move(made.mapping());
}

} // namespace tradepost::catalog::formats
