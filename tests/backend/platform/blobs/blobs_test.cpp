#include "tests/backend/platform/blobs/blob_store_contract.h"

#include "backend/platform/blobs/disk_blobs.h"

#include <filesystem>
#include <fstream>

namespace tradepost::blobs {
namespace {

namespace fs = std::filesystem;

// Directories that go with the program.
class Directories {
public:
    ~Directories() {
        for (const std::string& made : m_made)
            fs::remove_all(made);
    }
    std::string make() {
        std::string directory = fs::temp_directory_path() / "tradepost-blobs-XXXXXX";
        EXPECT_NE(mkdtemp(directory.data()), nullptr);
        return m_made.emplace_back(directory);
    }

private:
    std::vector<std::string> m_made;
};

std::string freshDirectory() {
    static Directories directories;
    return directories.make();
}

INSTANTIATE_TEST_SUITE_P(Disk, BlobStoreContract,
                         testing::Values(BlobStoreFixture{
                             "disk", [] { return *openDiskBlobs({freshDirectory() + "/blobs", 1 << 20}); }}));

TEST(BlobId, ParsesHashesOnly) {
    // The hash of the empty string, FIPS 180-4.
    const std::string text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    EXPECT_EQ(BlobId::of("").text(), text);
    EXPECT_EQ(BlobId::parse(text), BlobId::of(""));
    std::string upper = text;
    upper[0] = 'E';
    for (const std::string& bad :
         {std::string(), upper, text + "0", text.substr(1), "../../../../etc/passwd" + text.substr(22),
          std::string(64, '/'), std::string(64, '\0')})
        EXPECT_EQ(BlobId::parse(bad), std::nullopt) << bad;
}

TEST(ContentType, IsToldFromTheBytes) {
    EXPECT_EQ(contentType("\x89PNG\r\n\x1a\n...."), "image/png");
    EXPECT_EQ(contentType("\xff\xd8\xff\xe0"), "image/jpeg");
    EXPECT_EQ(contentType("RIFF\x01\x01\x01\x01WEBPVP8 "), "image/webp");
    EXPECT_EQ(contentType("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml");
    EXPECT_EQ(contentType("\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->\n<svg>"), "image/svg+xml");
    EXPECT_EQ(contentType("<html><svg>"), "application/octet-stream");
    EXPECT_EQ(contentType("<svgx>"), "application/octet-stream");
    EXPECT_EQ(contentType("<?xml"), "application/octet-stream");
    EXPECT_EQ(contentType(""), "application/octet-stream");
    EXPECT_EQ(extensionOf("image/svg+xml"), ".svg");
    EXPECT_EQ(extensionOf("text/html"), "");
}

TEST(DiskBlobs, ForgetsWhatACrashLeftUnfinishedAndKeepsTheRest) {
    const std::string directory = freshDirectory();
    BlobId id;
    {
        const auto store = openDiskBlobs({directory});
        id = *(*store)->put("kept");
        EXPECT_TRUE(fs::is_empty(directory + "/unfinished"));
    }
    std::ofstream(directory + "/unfinished/half") << "ha";
    const auto store = openDiskBlobs({directory});
    EXPECT_TRUE(fs::is_empty(directory + "/unfinished"));
    EXPECT_EQ((*(*store)->get(id))->bytes(), "kept");
}

TEST(DiskBlobs, NoticesDamage) {
    const std::string directory = freshDirectory();
    const auto store = openDiskBlobs({directory});
    const BlobId id = *(*store)->put("kept");
    fs::permissions(directory + "/" + id.text().substr(0, 2) + "/" + id.text().substr(2), fs::perms::all);
    std::ofstream(directory + "/" + id.text().substr(0, 2) + "/" + id.text().substr(2)) << "lost";
    const auto verified = (*store)->verify(id);
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().reason, "BLOB_CORRUPT");
}

TEST(DiskBlobs, ADirectoryThatCannotBeMadeIsAnError) {
    const auto store = openDiskBlobs({"/dev/null/blobs"});
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, Code::Unavailable);
}

} // namespace
} // namespace tradepost::blobs
