#include "backend/services/catalog/formats/zip_reader.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/zip_maker.h"

#include <cstring>
#include <fstream>
#include <gtest/gtest.h>

namespace tradepost::catalog::formats {
namespace {

using test::ZipEntry;
using test::zipOf;

Result<ZipReader> reading(const std::string& bytes, const ZipLimits& limits = {}) {
    return ZipReader::open(
        bytes.size(),
        [bytes](std::uint64_t offset, char* into, std::size_t size) -> Result<void> {
            EXPECT_LE(offset + size, bytes.size());
            std::memcpy(into, bytes.data() + offset, size);
            return {};
        },
        limits);
}

std::string reasonOf(const std::string& bytes, const ZipLimits& limits = {}) {
    const auto zip = reading(bytes, limits);
    if (zip)
        return "opened";
    EXPECT_EQ(zip.error().field, "pictures");
    return zip.error().reason;
}

TEST(Zip, GivesItsFilesByName) {
    const std::string bytes = zipOf({{"a.png", "first"},
                                     {"lamps/", "", false, 0, 0040755},
                                     {"lamps/b.jpg", std::string(5000, 'b'), true, 0, 0100644},
                                     {"empty", ""},
                                     {"nothing", "", true}},
                                    "a comment");
    const auto zip = reading(bytes);
    ASSERT_TRUE(zip) << zip.error().message;
    EXPECT_EQ(zip->size(), 4u);
    EXPECT_EQ(zip->read("a.png").value(), "first");
    EXPECT_EQ(zip->read("lamps/b.jpg").value(), std::string(5000, 'b'));
    EXPECT_EQ(zip->read("empty").value(), "");
    EXPECT_EQ(zip->read("nothing").value(), "");
    EXPECT_TRUE(zip->contains("a.png"));
    EXPECT_EQ(zip->read("b.jpg").error().reason, "ZIP_NO_ENTRY");
    const test::TemporaryDirectory directory;
    std::ofstream(directory.path() + "/z", std::ios::binary) << bytes;
    EXPECT_EQ(openZip(directory.path() + "/z")->read("a.png").value(), "first");
    EXPECT_EQ(openZip(directory.path() + "/none").error().reason, "NO_FILE");
}

TEST(Zip, NamesThatLeadElsewhereAreRefused) {
    for (const std::string name : {"../a.png", "a/../../b.png", "/etc/a.png", "a\\b.png", "c:a.png", "..", "a/..", ""})
        EXPECT_EQ(reasonOf(zipOf({{name, "x"}})), "ZIP_PATH") << name;
    EXPECT_EQ(reasonOf(zipOf({{std::string("a\0.png", 6), "x"}})), "ZIP_PATH");
    EXPECT_EQ(reasonOf(zipOf({{"..a/b..png", "x"}})), "opened");
}

TEST(Zip, WhatIsNoPlainFileIsRefusedByName) {
    EXPECT_EQ(reasonOf(zipOf({{"link.png", "/etc/passwd", false, 0, 0120777}})), "ZIP_LINK");
    EXPECT_EQ(reasonOf(zipOf({{"pipe", "", false, 0, 0010644}})), "ZIP_LINK");
    EXPECT_EQ(reasonOf(zipOf({{"a.png", "x", false, 1}})), "ZIP_ENCRYPTED");
    EXPECT_EQ(reasonOf(zipOf({{"more.ZIP", "x"}})), "ZIP_NESTED");
    EXPECT_EQ(reasonOf(zipOf({{"more.tar.gz", "x"}})), "ZIP_NESTED");
    EXPECT_EQ(reasonOf(zipOf({{"a.png", "x"}, {"a.png", "y"}})), "ZIP_DUPLICATE");
    ZipEntry lzma{"a.png", "x"};
    lzma.method = 14;
    EXPECT_EQ(reasonOf(zipOf({lzma})), "ZIP_METHOD");
    const auto named = reading(zipOf({{"fine.png", "x"}, {"evil.png", "x", false, 0, 0120777}}));
    EXPECT_NE(named.error().message.find("'evil.png'"), std::string::npos);
}

TEST(Zip, BombsAreRefusedBeforeTheyAreUnpacked) {
    EXPECT_EQ(reasonOf(zipOf({{"a.png", std::string(2u << 20, '\0'), true}})), "ZIP_BOMB");
    ZipLimits limits;
    limits.entryBytes = 10;
    EXPECT_EQ(reasonOf(zipOf({{"a.png", "0123456789a"}}), limits), "ZIP_TOO_LARGE");
    limits.allBytes = 15;
    EXPECT_EQ(reasonOf(zipOf({{"a.png", "0123456789"}, {"b.png", "0123456789"}}), limits), "ZIP_TOO_LARGE");
    limits.entries = 1;
    EXPECT_EQ(reasonOf(zipOf({{"a.png", "1"}, {"b.png", "2"}}), limits), "ZIP_TOO_LARGE");
    // Many names for one file.
    ZipEntry again{"b.png", std::string(1000, 'x')};
    again.at = 0;
    EXPECT_EQ(reasonOf(zipOf({{"a.png", std::string(1000, 'x')}, again})), "ZIP_OVERLAP");
}

TEST(Zip, WhatLiesAboutItsSizeIsNotUnpackedFurther) {
    ZipEntry less{"a.png", std::string(100'000, 'a'), true};
    less.claims = 10;
    EXPECT_EQ(reading(zipOf({less}))->read("a.png").error().reason, "ZIP_DAMAGED");
    ZipEntry more{"a.png", "short", true};
    more.claims = 1000;
    EXPECT_EQ(reading(zipOf({more}))->read("a.png").error().reason, "ZIP_DAMAGED");
    more.deflate = false;
    EXPECT_EQ(reasonOf(zipOf({more})), "ZIP_DAMAGED");
}

TEST(Zip, WhatIsCutOrChangedIsToldSo) {
    const std::string bytes = zipOf({{"a.png", "content of the first"}, {"b.png", std::string(300, 'b'), true}});
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(reasonOf(bytes.substr(0, size)), "ZIP_DAMAGED") << size;
    std::string changed = bytes;
    changed[40] ^= 1; // of the first content
    EXPECT_EQ(reading(changed)->read("a.png").error().reason, "ZIP_DAMAGED");
    // No byte of it, changed, does more than have it refused or give some file's content.
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        changed = bytes;
        changed[i] = static_cast<char>(~changed[i]);
        const auto zip = reading(changed);
        if (zip)
            zip->each([&](const std::string& name) {
                const auto content = zip->read(name);
                EXPECT_TRUE(!content || *content == "content of the first" || *content == std::string(300, 'b')) << i;
            });
    }
}

} // namespace
} // namespace tradepost::catalog::formats
