#include "backend/services/catalog/formats/field_values.h"
#include "backend/services/catalog/formats/html.h"
#include "backend/services/catalog/formats/known_mappings.h"
#include "backend/services/catalog/formats/table_reader.h"
#include "backend/services/catalog/formats/taxonomy.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace tradepost::catalog::formats {
namespace {

imports::v1::Mapping mappingOf(const std::string& text) {
    imports::v1::Mapping mapping;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &mapping)) << text;
    return mapping;
}

struct Table {
    explicit Table(std::string content) : text(std::move(content)) {
        TextSource source(text);
        CsvReader top(source, {});
        Record record;
        EXPECT_TRUE(top.next(record).value());
        for (const Cell& cell : record.cells)
            header.emplace_back(cell.text);
        offset = top.offset();
    }
    std::vector<ProductRow> read(const imports::v1::Mapping& mapping) {
        auto compiled = CompiledMapping::compile(mapping, header);
        if (!compiled) {
            ADD_FAILURE() << compiled.error().message;
            return {};
        }
        reader = std::make_unique<TableReader>(
            std::make_unique<TextSource>(std::string_view(text).substr(static_cast<std::size_t>(offset))), Dialect{},
            std::make_shared<const CompiledMapping>(std::move(*compiled)), offset, 2);
        std::vector<ProductRow> rows;
        ProductRow row;
        while (reader->next(row).value())
            rows.push_back(row);
        return rows;
    }
    std::string text;
    std::vector<std::string> header;
    std::int64_t offset = 0;
    std::unique_ptr<TableReader> reader;
};

TEST(Mapping, ConstantsDefaultsAndTransforms) {
    Table table("Artikel,Name,Preis,Farbe,Gewicht,Gruppe,Extra\n"
                "  7 , Schöne   LAMPE ,\"1.234,50 €\",rot,2.5,lights/desk,\n"
                "8,Tisch,12,,,unknown,x\n");
    const auto rows = table.read(mappingOf(R"(
        name: "de"
        fields { target: "sku" column: "Artikel" transforms { trim: true } transforms { replace { pattern: "^(.*)$" replacement: "A-\\1" } } }
        fields { target: "title" column: "name" transforms { trim: true } transforms { lower: true } }
        fields { target: "price" column: "Preis" transforms { number { decimal: "," } } }
        fields { target: "currency" constant: "EUR" }
        fields { target: "options.Farbe" column: "Farbe" default_value: "bunt" transforms { upper: true } }
        fields { target: "weight_g" column: "Gewicht" transforms { number { factor: 453.59237 round: true } } }
        fields { target: "category" column: "Gruppe" transforms { split { separator: "/" index: 1 } }
                 transforms { lookup { table { key: "LIGHTS" value: "Lampen" } ignore_case: true } } }
        fields { target: "tags" column: "Gruppe" transforms { split { separator: "/" } } }
        fields { target: "attributes.extra" column: "Extra" })"));
    ASSERT_EQ(rows.size(), 2u);
    const v1::Product& lamp = rows[0].product;
    EXPECT_TRUE(rows[0].problems.empty()) << rows[0].problems[0].message;
    EXPECT_EQ(lamp.title(), "schöne lampe");
    EXPECT_EQ(lamp.variants(0).sku(), "A-7");
    EXPECT_EQ(lamp.variants(0).price().amount_minor(), 123450);
    EXPECT_EQ(lamp.variants(0).options(0).value(), "ROT");
    EXPECT_EQ(lamp.variants(0).weight_g(), 1134);
    EXPECT_EQ(lamp.category_id(), "Lampen");
    EXPECT_EQ(lamp.tags_size(), 2);
    EXPECT_EQ(lamp.attributes_size(), 0);
    EXPECT_EQ(rows[1].product.variants(0).options(0).value(), "BUNT");
    ASSERT_EQ(rows[1].problems.size(), 1u);
    EXPECT_EQ(rows[1].problems[0].reason, "NOT_IN_TABLE");
    EXPECT_EQ(rows[1].problems[0].line, 3);
    EXPECT_EQ(rows[1].problems[0].column, "Gruppe");
    EXPECT_EQ(rows[1].problems[0].value, "unknown");
    EXPECT_EQ(table.reader->fields(),
              (std::vector<std::string>{"variants", "title", "category_id", "tags", "attributes"}));
    const Problem told =
        table.reader->explain(rows[0], {Code::InvalidArgument, "UNKNOWN_CATEGORY", "x", "product.category_id"});
    EXPECT_EQ(told.column, "Gruppe");
    EXPECT_EQ(told.value, "lights/desk");
}

TEST(Mapping, WhatIsWrongIsNamed) {
    const std::vector<std::string> header{"a", "b"};
    const auto reasonOf = [&](const std::string& text) {
        const auto compiled = CompiledMapping::compile(mappingOf("name: 'x' " + text), header);
        return compiled ? std::string("none") : compiled.error().reason + " " + compiled.error().field;
    };
    EXPECT_EQ(reasonOf(""), "FIELD_REQUIRED fields");
    EXPECT_EQ(reasonOf("fields { target: 'titel' column: 'a' }"), "UNKNOWN_TARGET fields.target");
    EXPECT_EQ(reasonOf("fields { target: 'title' column: 'c' }"), "MISSING_COLUMN fields.column");
    EXPECT_EQ(reasonOf("fields { target: 'title' column: 'c' default_value: 'x' }"), "none");
    EXPECT_EQ(reasonOf("fields { target: 'title' }"), "FIELD_REQUIRED fields.column");
    EXPECT_EQ(reasonOf("fields { target: 'title' column: 'a' transforms { replace { pattern: '(' } } }"),
              "INVALID_PATTERN transforms.replace.pattern");
    EXPECT_EQ(reasonOf("fields { target: 'title' column: 'a' } group_column: 'z'"), "MISSING_COLUMN group_column");
    for (const char* target : {"texts.de.title", "attributes.power#kW", "attributes.wireless?", "options.Size",
                               "options[2].name", "seo.title"})
        EXPECT_TRUE(parseTarget(target)) << target;
    for (const char* target :
         {"texts.de", "texts..title", "options[0].name", "options[1].x", "attributes.", "variants"})
        EXPECT_FALSE(parseTarget(target)) << target;
}

TEST(Mapping, ShopifyRowsOfOneHandleAreOneProduct) {
    Table table(
        "Handle,Title,Body (HTML),Vendor,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,"
        "Variant Grams,Variant Barcode,Image Src,Image Alt Text\n"
        "top,Top,<p>Nice &amp; warm</p><p>Soft</p>,V,\"a, b\",true,Size,S,,60,120,'4006381333931,https://x/1.jpg,One\n"
        "top,,,,,,,M,T-M,61.5,,,https://x/2.jpg,\n"
        "top,,,,,,,,,,,,https://x/3.jpg,Three\n"
        "plain,Plain,,V,,false,Title,Default Title,,5,,,,\n");
    const auto rows = table.read(shopifyMapping(table.header, "USD"));
    ASSERT_EQ(rows.size(), 2u);
    const v1::Product& top = rows[0].product;
    EXPECT_TRUE(rows[0].problems.empty()) << rows[0].problems[0].message;
    EXPECT_TRUE(rows[0].publish);
    EXPECT_EQ(top.slug(), "top");
    EXPECT_EQ(top.description(), "Nice & warm\nSoft");
    ASSERT_EQ(top.variants_size(), 2);
    EXPECT_EQ(top.variants(0).sku(), "top-s");
    EXPECT_EQ(top.variants(0).gtin(), "4006381333931");
    EXPECT_EQ(top.variants(1).sku(), "T-M");
    EXPECT_EQ(top.variants(1).options(0).name(), "Size");
    EXPECT_EQ(top.variants(1).price().amount_minor(), 6150);
    ASSERT_EQ(top.images_size(), 3);
    EXPECT_EQ(top.images(2).alt(), "Three");
    EXPECT_EQ(top.tags_size(), 2);
    EXPECT_EQ(rows[1].product.variants(0).options_size(), 0);
    EXPECT_EQ(rows[1].product.variants(0).sku(), "plain");
    EXPECT_FALSE(rows[1].publish);
}

TEST(Mapping, GoogleItemsOfOneGroupAreOneProduct) {
    Table csv("id,title,price,sale price,availability,item group id,color,gtin,image link,additional image link\n"
              "1,Shirt,20.00 EUR,15.00 EUR,in_stock,G,Red,,https://x/r.jpg,\"https://x/a.jpg,https://x/b.jpg\"\n"
              "2,Shirt,20.00 EUR,,in_stock,G,Blue,,https://x/c.jpg,\n"
              "3,Cup,EUR 5,,out_of_stock,,,,,\n4,Mug,5,,out_of_stock,,,,,\n");
    const auto rows = csv.read(googleMapping(csv.header, ""));
    ASSERT_EQ(rows.size(), 3u);
    ASSERT_EQ(rows[0].product.variants_size(), 2);
    EXPECT_EQ(rows[0].product.variants(0).price().amount_minor(), 1500);
    EXPECT_EQ(rows[0].product.variants(0).compare_at_price().amount_minor(), 2000);
    EXPECT_FALSE(rows[0].product.variants(1).has_compare_at_price());
    EXPECT_EQ(rows[0].product.images_size(), 4);
    EXPECT_TRUE(rows[0].publish);
    EXPECT_FALSE(rows[1].publish);
    EXPECT_EQ(rows[1].product.variants(0).price().amount_minor(), 500);
    ASSERT_FALSE(rows[2].problems.empty());
    EXPECT_EQ(rows[2].problems[0].reason, "NO_CURRENCY");
}

TEST(Mapping, RowsCanBeChosenAndParentsLeftOut) {
    Table table(
        "slug,sku,name,price,cur,colour\np,P,Parent,0,USD,\np,P-1,,5,USD,red\np,P-1,,4,EUR,red\nq,Q,Single,7,USD,\n");
    const auto rows = table.read(mappingOf(R"(
        name: "x" group_column: "slug" parent_row: true only_column: "cur" only_values: "USD"
        fields { target: "title" column: "name" } fields { target: "sku" column: "sku" }
        fields { target: "price" column: "price" } fields { target: "currency" column: "cur" }
        fields { target: "options.Colour" column: "colour" })"));
    ASSERT_EQ(rows.size(), 2u);
    ASSERT_EQ(rows[0].product.variants_size(), 1);
    EXPECT_EQ(rows[0].product.variants(0).sku(), "P-1");
    EXPECT_EQ(rows[0].variantLines, std::vector<std::int64_t>{3});
    EXPECT_EQ(rows[1].product.variants(0).sku(), "Q");
    EXPECT_EQ(table.reader->skipped(), 1);
}

TEST(FieldValues, PricesAndMeasures) {
    const auto minor = [](std::string_view text, std::string_view currency) {
        const auto price = readPrice(text, currency);
        return price ? price->minor : -1;
    };
    EXPECT_EQ(minor("12.99", "EUR"), 1299);
    EXPECT_EQ(minor("12.990", "EUR"), 1299);
    EXPECT_EQ(minor("1,234.5", "EUR"), 123450);
    EXPECT_EQ(minor("$5", "USD"), 500);
    EXPECT_EQ(minor("500 JPY", ""), 500);
    EXPECT_EQ(minor(".5", "EUR"), 50);
    EXPECT_EQ(readPrice("5 €", "USD")->currency.code(), "EUR");
    EXPECT_EQ(minor("12,99", "EUR"), -1) << "a comma is no decimal point";
    EXPECT_EQ(minor("1.005", "EUR"), -1);
    EXPECT_EQ(minor("99999999999999999999", "EUR"), -1);
    EXPECT_EQ(minor("", "EUR"), -1);
    EXPECT_EQ(minor("1 or 2", "EUR"), -1);
    EXPECT_EQ(readMeasure("1.5 kg", true), 1500);
    EXPECT_EQ(readMeasure("2 lb", true), 907);
    EXPECT_EQ(readMeasure("12 in", false), 305);
    EXPECT_EQ(readMeasure("heavy", true), std::nullopt);
    EXPECT_EQ(readMeasure("5 parsec", false), std::nullopt);
    EXPECT_EQ(textOfHtml("a < b &#8364; &#xD800; <script>x()</script>&bogus; <b>c</b><!-- d"),
              "a < b € &#xD800; &bogus; c");
}

TEST(Taxonomy, IsReadByLine) {
    const auto read = readTaxonomy("# Version\n1 - Animals\r\n3 - Animals > Pets > Cats & Dogs\n").value();
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[1].names, (std::vector<std::string>{"Animals", "Pets", "Cats & Dogs"}));
    EXPECT_EQ(read[1].number, "3");
    EXPECT_NE(readTaxonomy("1 - A\nno number\n").error().message.find("Line 2"), std::string::npos);
    EXPECT_FALSE(readTaxonomy("1 - A >  > B\n"));
    EXPECT_FALSE(readTaxonomy("1 - \xff\n"));
}

} // namespace
} // namespace tradepost::catalog::formats
