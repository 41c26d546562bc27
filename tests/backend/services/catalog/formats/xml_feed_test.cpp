#include "backend/services/catalog/formats/product_file.h"
#include "backend/services/catalog/formats/xml_feed.h"
#include "tests/support/temporary_directory.h"

#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>

namespace tradepost::catalog::formats {
namespace {

Result<std::string> converted(const std::string& xml, XmlLimits limits = {}) {
    std::string csv;
    const auto done =
        convertXmlFeed([&]() -> Result<std::unique_ptr<ByteSource>> { return std::make_unique<TextSource>(xml); },
                       [&](std::string_view piece) -> Result<void> {
                           csv.append(piece);
                           return {};
                       },
                       limits);
    return done ? Result<std::string>(csv) : std::unexpected(done.error());
}

constexpr std::string_view feed = R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>A1</g:id><title>Lamp &amp; shade</title><g:price>19.99 EUR</g:price><g:availability>in stock</g:availability>
 <g:image_link>https://x/1.jpg</g:image_link><g:additional_image_link>https://x/2.jpg</g:additional_image_link>
 <g:additional_image_link>https://x/3.jpg</g:additional_image_link></item>
<item><g:id>B1</g:id><title><![CDATA[=Table]]></title><g:price>5 EUR</g:price></item>
</channel></rss>)";

TEST(XmlFeed, BecomesATable) {
    EXPECT_EQ(converted(std::string(feed)).value(),
              "#line,id,title,price,availability,image_link,additional_image_link\r\n"
              "3,A1,Lamp & shade,19.99 EUR,in stock,https://x/1.jpg,\"https://x/2.jpg,https://x/3.jpg\"\r\n"
              "6,B1,'=Table,5 EUR,,,\r\n");
    EXPECT_EQ(
        converted("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>x</title></entry></feed>").value(),
        "#line,id,title\r\n1,1,x\r\n");
}

TEST(XmlFeed, ItsProductsKnowTheirLines) {
    test::TemporaryDirectory directory;
    std::ofstream(directory.path() + "/feed.xml") << feed;
    const auto file =
        prepareFile(directory.path() + "/feed.xml", directory.path() + "/rows.csv", {}, [] { return true; }).value();
    EXPECT_EQ(file.shape.format, Format::GoogleXml);
    EXPECT_EQ(file.records, 2);
    auto reader = openProducts(file, {}, "", file.shape.dataOffset, file.shape.dataLine).value();
    ProductRow row;
    ASSERT_TRUE(reader->next(row).value());
    EXPECT_EQ(row.product.title(), "Lamp & shade");
    EXPECT_EQ(row.product.images_size(), 3);
    EXPECT_EQ(row.line, 3);
    ASSERT_TRUE(reader->next(row).value());
    EXPECT_EQ(row.product.title(), "=Table");
    EXPECT_EQ(row.line, 6);
    EXPECT_EQ(row.variantLines, std::vector<std::int64_t>{6});
    EXPECT_EQ(reader->explain(row, {Code::InvalidArgument, "X", "y", "product.title"}).value, "'=Table");
    EXPECT_FALSE(reader->next(row).value());
}

// As programs write it: without line ends, so that there is no first line of a thousand bytes to look at.
TEST(XmlFeed, MayStandOnOneLine) {
    const test::TemporaryDirectory directory;
    std::string xml = "<rss><channel>";
    for (int i = 0; i < 30; ++i)
        xml += fmt::format("<item><id>{}</id><title>Lamp</title><price>1 EUR</price></item>", i);
    std::ofstream(directory.path() + "/feed.xml") << xml << "</channel></rss>";
    const auto file =
        prepareFile(directory.path() + "/feed.xml", directory.path() + "/rows.csv", {}, [] { return true; });
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->shape.format, Format::GoogleXml);
    EXPECT_EQ(file->records, 30);
}

TEST(XmlFeed, BombsAreRefusedByName) {
    const auto reasonOf = [](const std::string& xml, XmlLimits limits = {}) {
        const auto done = converted(xml, limits);
        return done ? std::string("none") : done.error().reason;
    };
    EXPECT_EQ(reasonOf(R"(<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>)"), "DOCTYPE_REFUSED");
    EXPECT_EQ(reasonOf(R"(<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>)"), "DOCTYPE_REFUSED");
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_EQ(reasonOf(deep), "XML_TOO_DEEP");
    EXPECT_EQ(reasonOf("<rss><item><a>" + std::string(2 << 20, 'x') + "</a></item></rss>"), "XML_TOO_LARGE");
    std::string wide = "<rss><item>";
    for (int i = 0; i < 1000; ++i)
        wide += fmt::format("<a{}>x</a{}>", i, i);
    EXPECT_EQ(reasonOf(wide + "</item></rss>"), "TOO_MANY_COLUMNS");
    EXPECT_EQ(reasonOf("<rss><item><a>x</b></item></rss>"), "INVALID_XML");
    EXPECT_EQ(reasonOf("<rss><item><a>&undefined;</a></item></rss>"), "INVALID_XML");
    EXPECT_EQ(reasonOf("<rss><item><a>\xff</a></item></rss>"), "INVALID_XML");
    EXPECT_EQ(reasonOf("<rss></rss>"), "NO_ITEMS");
}

} // namespace
} // namespace tradepost::catalog::formats
