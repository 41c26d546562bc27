#include "backend/services/catalog/formats/encoding.h"

#include "backend/services/catalog/formats/product_file.h"
#include "tests/support/temporary_directory.h"

#include <fstream>
#include <gtest/gtest.h>

namespace tradepost::catalog::formats {
namespace {

using namespace std::string_literals;

std::string decoded(Encoding encoding, std::string_view bytes) {
    std::string out;
    Decoder decoder(encoding);
    for (std::size_t i = 0; i < bytes.size(); ++i) // one by one
        decoder.decode(bytes.substr(i, 1), i + 1 == bytes.size(), out);
    return out;
}

TEST(Encoding, IsDetected) {
    EXPECT_EQ(detectEncoding("\xef\xbb\xbfsku").bom, 3u);
    EXPECT_EQ(detectEncoding("\xff\xfes\0k\0"s).encoding, Encoding::Utf16Le);
    EXPECT_EQ(detectEncoding("\xfe\xff\0s"s).encoding, Encoding::Utf16Be);
    EXPECT_EQ(detectEncoding("s\0k\0u\0,\0"s).encoding, Encoding::Utf16Le);
    EXPECT_EQ(detectEncoding("\0s\0k\0u"s).encoding, Encoding::Utf16Be);
    EXPECT_EQ(detectEncoding("plain").encoding, Encoding::Utf8);
    EXPECT_EQ(detectEncoding("Größe").encoding, Encoding::Utf8);
    EXPECT_EQ(detectEncoding("Gr\xf6\xdf"
                             "e, 5 \x80")
                  .encoding,
              Encoding::Windows1252);
    std::string damaged = "\xf6";
    for (int i = 0; i < 20; ++i)
        damaged += " größer";
    EXPECT_EQ(detectEncoding(damaged).encoding, Encoding::Utf8) << "one broken byte among many sound ones";
}

TEST(Encoding, BecomesUtf8AndWhatCannotStaysRecognisable) {
    EXPECT_EQ(decoded(Encoding::Windows1252, "Gr\xf6\xdf"
                                             "e \x80\x99"),
              "Größe €™");
    EXPECT_EQ(decoded(Encoding::Utf16Le, "\x3d\xd8\x00\xde!\0"s), "😀!");
    EXPECT_EQ(decoded(Encoding::Utf16Be, "\xd8\x3d\xde\0\0!"s), "😀!");
    for (const auto& [encoding, bytes] : {std::pair{Encoding::Windows1252, "ab\x81"s},
                                          {Encoding::Utf16Le, "a\0\x3d\xd8"
                                                              "b\0"s},
                                          {Encoding::Utf16Le, "a\0\x00\xde"s},
                                          {Encoding::Utf16Le, "a\0b"s},
                                          {Encoding::Utf8, "a\xc3"s}})
        EXPECT_NE(firstUndecodable(decoded(encoding, bytes)), std::string::npos) << bytes;
    EXPECT_EQ(firstUndecodable("twelve letters: Größe 😀"), std::string::npos);
    EXPECT_EQ(firstUndecodable("eight letters\xe9 then"), 13u);
    EXPECT_EQ(firstUndecodable("\xed\xa0\x80"), 0u) << "a surrogate";
    EXPECT_EQ(firstUndecodable("\xc0\xaf"), 0u) << "an overlong form";
}

class Files : public testing::Test {
protected:
    std::string write(const std::string& name, const std::string& bytes) {
        std::ofstream(directory.path() + "/" + name, std::ios::binary) << bytes;
        return directory.path() + "/" + name;
    }
    // Titles, or the reasons of problems.
    std::vector<std::string> titles(const std::string& bytes, Overrides overrides = {}) {
        const auto file =
            prepareFile(write("in", bytes), directory.path() + "/converted", overrides, [] { return true; });
        if (!file)
            return {file.error().reason};
        shape = file->shape;
        auto reader = openProducts(*file, {}, "EUR", file->shape.dataOffset, file->shape.dataLine);
        if (!reader)
            return {reader.error().reason};
        std::vector<std::string> found;
        ProductRow row;
        while ((*reader)->next(row).value())
            found.push_back(row.problems.empty() ? row.product.title()
                                                 : std::to_string(row.line) + " " + row.problems[0].reason);
        EXPECT_EQ(static_cast<std::int64_t>(found.size()), file->records);
        return found;
    }
    // Titles of the first products, as a preview shows them.
    std::vector<std::string> previewed(const std::string& bytes, std::size_t most = 20) {
        const std::string path = write("in", bytes);
        shape = detectFile(path, {}).value();
        const auto rows = previewProducts(path, shape, {}, "EUR", most);
        if (!rows)
            return {rows.error().reason};
        std::vector<std::string> found;
        for (const ProductRow& row : *rows)
            found.push_back(row.problems.empty() ? row.product.title()
                                                 : std::to_string(row.line) + " " + row.problems[0].reason);
        return found;
    }
    test::TemporaryDirectory directory;
    FileShape shape;
};

std::string utf16(std::string_view text) {
    std::string out = "\xff\xfe";
    for (const char c : text) {
        out.push_back(c);
        out.push_back('\0');
    }
    return out;
}

TEST_F(Files, OfEveryEncodingReadTheSame) {
    const std::vector<std::string> lamp{"Lampe", "Tisch"};
    const std::string text = "sku;title;price;currency\r\nL1;Lampe;1.50;EUR\r\nT1;Tisch;2;EUR\r\n";
    EXPECT_EQ(titles(text), lamp);
    EXPECT_EQ(shape.format, Format::OwnCsv);
    EXPECT_EQ(shape.dialect.delimiter, ';');
    EXPECT_EQ(titles("\xef\xbb\xbf" + text), lamp);
    EXPECT_TRUE(shape.mark);
    EXPECT_EQ(titles(utf16(text)), lamp);
    EXPECT_EQ(shape.encoding, Encoding::Utf16Le);
    EXPECT_EQ(titles("sku,title,price,currency\nG,Gr\xf6\xdf"
                     "e,1,EUR\n"),
              std::vector<std::string>{"Größe"});
    EXPECT_EQ(shape.encoding, Encoding::Windows1252);
}

TEST_F(Files, OfEveryEncodingHaveAPreview) {
    const std::vector<std::string> lamp{"Lampe", "3 NOT_A_PRICE"};
    const std::string text = "sku;title;price;currency\r\nL1;Lampe;1.50;EUR\r\nT1;Tisch;cheap;EUR\r\n";
    EXPECT_EQ(previewed(text), lamp);
    EXPECT_EQ(previewed("\xef\xbb\xbf" + text), lamp);
    EXPECT_EQ(previewed(utf16(text)), lamp);
    EXPECT_EQ(shape.header, (std::vector<std::string>{"sku", "title", "price", "currency"}));
    EXPECT_EQ(previewed("sku,title,price,currency\nG,Gr\xf6\xdf"
                        "e,1,EUR\nT,Tisch,2,EUR\n",
                        1),
              std::vector<std::string>{"Größe"});
    EXPECT_EQ(previewed("<rss><channel><item><id>A</id><title>Lampe</title><price>1 EUR</price></item>"
                        "<item><id>B</id><title>Tisch</title><price>cheap</price></item></channel></rss>"),
              (std::vector<std::string>{"Lampe", "1 NOT_A_PRICE"}));
    EXPECT_EQ(shape.header, (std::vector<std::string>{"#line", "id", "title", "price"}));
}

// What comes later is not looked at, and what the beginning cuts through is not shown.
TEST_F(Files, APreviewReadsTheBeginningOnly) {
    std::string rows = "sku,title,price,currency,description\n";
    for (int i = 0; i < 12; ++i)
        rows += "S" + std::to_string(i) + ",Lamp,1,EUR," + std::string(60'000, 'x') + "\n";
    EXPECT_EQ(previewed(utf16(rows)).size(), 8u) << "a MiB of UTF-16";
    std::string feed = "<rss><channel>";
    for (int i = 0; i < 30; ++i)
        feed += "<item><id>" + std::to_string(i) + "</id><title>Lamp</title><price>1 EUR</price></item>";
    EXPECT_EQ(previewed(feed + "<broken").size(), 20u);
    EXPECT_EQ(previewed("<rss><channel><item><id>1</id></item><broken"), std::vector<std::string>{"INVALID_XML"});
}

TEST_F(Files, UndecodableRowsAreToldByLine) {
    std::string text = "sku,title,price,currency\n";
    for (int i = 0; i < 30; ++i)
        text += "S" + std::to_string(i) + ",größer,1,EUR\n";
    text += "X,Gr\xf6\xdf"
            "e,1,EUR\nY,lost \ufffd,1,EUR\n";
    const auto found = titles(text);
    ASSERT_EQ(found.size(), 32u);
    EXPECT_EQ(found[30], "32 UNDECODABLE");
    EXPECT_EQ(found[31], "33 UNDECODABLE");
}

TEST_F(Files, WhatIsNoTableIsRefusedByName) {
    EXPECT_EQ(titles(""), std::vector<std::string>{"EMPTY_FILE"});
    EXPECT_EQ(titles("  \n"), std::vector<std::string>{"EMPTY_FILE"});
    EXPECT_EQ(titles("PK\x03\x04\0\0\0\0 zip"s), std::vector<std::string>{"NOT_TEXT"});
    EXPECT_EQ(titles("colour,size\nred,5\n"), std::vector<std::string>{"UNKNOWN_FORMAT"});
    EXPECT_EQ(titles("sku,titel\nA,b\n", {.format = Format::OwnCsv, .encoding = {}, .delimiter = {}, .quoting = {}}),
              std::vector<std::string>{"UNKNOWN_COLUMN"});
    EXPECT_EQ(titles("sku,title,price,currency\nA,x,1,EUR\nB,\"never closed,1,EUR\n"),
              std::vector<std::string>{"UNCLOSED_QUOTE"})
        << "at its end, before anything is done with its beginning";
    EXPECT_EQ(titles("{\"title\":\"x\"}\n" + std::string(3 << 20, 'x')), std::vector<std::string>{"LINE_TOO_LONG"});
    EXPECT_EQ(titles("{\"title\":\"x\"}\n{broken\n"), (std::vector<std::string>{"x", "2 INVALID_JSON"}));
}

} // namespace
} // namespace tradepost::catalog::formats
