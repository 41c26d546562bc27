#include "backend/services/catalog/formats/own_csv.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

namespace tradepost::catalog::formats {
namespace {

std::vector<ProductRow> readAll(const std::string& text) {
    TextSource source(text);
    CsvReader header(source, {});
    Record record;
    EXPECT_TRUE(header.next(record).value());
    std::vector<std::string> names;
    for (const Cell& cell : record.cells)
        names.emplace_back(cell.text);
    EXPECT_TRUE(isOwnHeader(names)) << text;
    OwnCsvReader reader(
        std::make_unique<TextSource>(std::string_view(text).substr(static_cast<std::size_t>(header.offset()))), {},
        names, header.offset(), header.line());
    std::vector<ProductRow> rows;
    ProductRow row;
    while (reader.next(row).value())
        rows.push_back(row);
    return rows;
}

v1::Product everything() {
    v1::Product product;
    product.set_id("0k3v9x7c5q2mr");
    product.set_seller_id("0k3v9x7c5q2ms");
    product.set_state(v1::PUBLISHED);
    product.set_etag("3");
    product.set_slug("desk-lamp");
    product.set_title("=cmd|' /C calc'!A0");
    product.set_description("Two\r\nlines, \"quoted\"; 'and' | more\\n ");
    product.set_language("de");
    product.set_brand("'=Lumen");
    product.set_category_id("0k3v9x7c5q2mt");
    for (const char* tag : {"a|b", "back\\slash", "line\nend", "=x", " spaced "})
        product.add_tags(tag);
    product.add_markets("DE");
    product.add_markets("AT");
    product.set_tax_class("reduced");
    product.mutable_seo()->set_title("SEO");
    product.mutable_seo()->set_description("@SEO");
    product.add_images()->set_url("https://example.org/a|b.jpg");
    product.add_images()->set_url("https://example.org/b.jpg");
    product.mutable_images(1)->set_alt("Second | image");
    const auto attribute = [&](const char* name) -> v1::Attribute& {
        auto& made = *product.add_attributes();
        made.set_name(name);
        return made;
    };
    attribute("power").set_number(0.1);
    product.mutable_attributes(0)->set_unit("kW h|x");
    attribute("huge").set_number(1.7976931348623157e308);
    attribute("a=b#?").set_text("x=y|#z?");
    attribute("empty").set_text("");
    attribute("wireless").set_flag(false);
    attribute("hash#").set_text("5");
    (*product.mutable_texts())["fr"].set_title("Lampe \"à\" poser");
    (*product.mutable_texts())["en-GB"].set_description("Line\nbreak");
    (*product.mutable_texts())["nl"];
    for (int i = 0; i < 3; ++i) {
        auto& variant = *product.add_variants();
        variant.set_sku(i == 0 ? "-L1" : "L" + std::to_string(i));
        variant.mutable_price()->set_amount_minor(i == 0 ? 5 : 123456);
        variant.mutable_price()->set_currency("EUR");
        auto& option = *variant.add_options();
        option.set_name("Größe=|");
        option.set_value("=" + std::to_string(i));
    }
    product.mutable_variants(1)->mutable_compare_at_price()->set_currency("EUR");
    product.mutable_variants(1)->set_gtin("4006381333931");
    product.mutable_variants(1)->set_weight_g(1200);
    product.mutable_variants(2)->mutable_dimensions()->set_width_mm(30);
    return product;
}

TEST(OwnCsv, EveryFieldComesBackAndTheBytesAreTheSame) {
    v1::Product second;
    second.set_title("Kettle");
    auto& variant = *second.add_variants();
    variant.set_sku("K");
    variant.mutable_price()->set_amount_minor(700);
    variant.mutable_price()->set_currency("JPY");
    std::string text;
    writeOwnHeader(text);
    writeOwnProduct(text, everything());
    writeOwnProduct(text, second);
    const auto rows = readAll(text);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_TRUE(rows[0].problems.empty()) << rows[0].problems[0].message;
    EXPECT_TRUE(rows[0].publish);
    EXPECT_FALSE(rows[1].publish);
    v1::Product expected = everything();
    expected.clear_state();
    google::protobuf::util::MessageDifferencer differ;
    std::string difference;
    differ.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differ.Compare(rows[0].product, expected)) << difference;
    EXPECT_EQ(rows[1].product.variants(0).price().amount_minor(), 700);

    std::string again;
    writeOwnHeader(again);
    v1::Product first = rows[0].product;
    first.set_state(v1::PUBLISHED);
    writeOwnProduct(again, first);
    writeOwnProduct(again, rows[1].product);
    EXPECT_EQ(again, text);
    // No cell begins as a formula does.
    TextSource source(text);
    CsvReader cells(source, {});
    Record record;
    while (cells.next(record).value())
        for (const Cell& cell : record.cells)
            EXPECT_TRUE(cell.text.empty() || std::string_view("=+-@\t\r").find(cell.text[0]) == std::string_view::npos)
                << cell.text;
}

TEST(OwnCsv, RowsBelongTogetherByIdAndEmptyTitle) {
    const auto rows = readAll("id,title,sku,price,currency,options\n"
                              ",First,A,1,EUR,\n,,B,2,EUR,Size=M\n,Second,C,3,EUR,\nx,Third,D,4,EUR,\nx,,E,5,EUR,\n"
                              "y,,F,6,EUR,\n,,G,7,EUR,\n");
    ASSERT_EQ(rows.size(), 5u) << "a forgotten title makes no variant of the product above";
    EXPECT_EQ(rows[0].product.variants_size(), 2);
    EXPECT_EQ(rows[0].variantLines, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(rows[2].product.variants_size(), 2);
    EXPECT_EQ(rows[2].raw, "x,Third,D,4,EUR,\nx,,E,5,EUR,\n");
    EXPECT_EQ(rows[3].product.id(), "y");
}

TEST(OwnCsv, ProblemsNameLineColumnValueAndFix) {
    const auto rows = readAll("title,sku,price,currency,weight_g,attributes,texts,options\n"
                              "Lamp,A,cheap,EUR,heavy,nothing,[1],x\n,B,1.005,EUR,,,,S=M\n,C,1,EURO,,,,S=L\n");
    ASSERT_EQ(rows.size(), 1u);
    std::vector<std::string> told;
    for (const Problem& problem : rows[0].problems) {
        told.push_back(std::to_string(problem.line) + " " + problem.column + " " + problem.value + " " +
                       problem.reason);
        EXPECT_FALSE(problem.message.empty() || problem.fix.empty());
    }
    EXPECT_EQ(told, (std::vector<std::string>{"2 attributes nothing NOT_A_LIST", "2 texts [1] NOT_A_LIST",
                                              "2 options x NOT_A_LIST", "2 price cheap NOT_A_PRICE",
                                              "2 weight_g heavy NOT_A_NUMBER", "3 price 1.005 PRICE_TOO_PRECISE",
                                              "4 currency EURO UNKNOWN_CURRENCY"}));
}

TEST(OwnCsv, AnErrorOfTheCatalogIsFoundInTheFile) {
    const std::string text = "title,sku,price,currency,gtin,seo_title,options\nLamp,A,1,EUR,,,\n,B,2,EUR,123,,S=M\n";
    TextSource source(text);
    OwnCsvReader reader(std::make_unique<TextSource>(std::string_view(text).substr(48)), {},
                        {"title", "sku", "price", "currency", "gtin", "seo_title", "options"}, 48, 2);
    ProductRow row;
    ASSERT_TRUE(reader.next(row).value());
    const Problem problem =
        reader.explain(row, {Code::InvalidArgument, "INVALID_GTIN", "No GTIN.", "product.variants[1].gtin"});
    EXPECT_EQ(problem.line, 3);
    EXPECT_EQ(problem.column, "gtin");
    EXPECT_EQ(problem.value, "123");
    EXPECT_EQ(reader.explain(row, {Code::InvalidArgument, "X", "y", "product.seo.title"}).column, "seo_title");
}

TEST(OwnCsv, OnlyPresentColumnsAreWritten) {
    TextSource none("");
    OwnCsvReader reader(std::make_unique<TextSource>(""), {}, {"sku", "price", "brand", "import_errors"}, 0, 1);
    EXPECT_EQ(reader.fields(), (std::vector<std::string>{"brand", "variants"}));
    EXPECT_FALSE(isOwnHeader({"title"}));
    EXPECT_FALSE(isOwnHeader({"sku", "Colour"}));
    EXPECT_TRUE(isOwnHeader({"sku", "category", "import_errors"}));
}

} // namespace
} // namespace tradepost::catalog::formats
