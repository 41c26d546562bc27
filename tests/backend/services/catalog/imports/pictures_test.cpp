#include "backend/platform/blobs/blob_store.h"
#include "tests/backend/services/catalog/imports/fixture.h"
#include "tests/support/file_server.h"
#include "tests/support/zip_maker.h"

#include <set>
#include <sys/wait.h>
#include <unistd.h>

namespace tradepost::catalog {
namespace {

using imports::v1::Import;
using imports::v1::ImportRow;
using Filter = imports::v1::ListImportRowsRequest;

std::string addressOf(const std::string& bytes) {
    return "/media/" + blobs::BlobId::of(bytes).text() + ".png";
}

// Stands in for the media service: takes what begins like a PNG.
struct Media {
    std::mutex mutex;
    std::set<std::string> kept, renewed;

    PictureParts parts() {
        PictureParts parts;
        parts.keep = [this](std::string bytes, SellerId seller) -> Task<Result<std::string>> {
            EXPECT_EQ(seller, SellerId(7));
            if (!bytes.starts_with("PNG"))
                co_return invalid("content", "This is no picture.", "MEDIA_TYPE_REFUSED");
            const std::lock_guard lock(mutex);
            kept.insert(bytes);
            co_return addressOf(bytes);
        };
        parts.renew = [this](std::vector<std::string> ids) -> Task<Result<void>> {
            const std::lock_guard lock(mutex);
            renewed.insert(ids.begin(), ids.end());
            co_return Result<void>();
        };
        return parts;
    }
};

// Loopback is allowed here, where the other people's server is this test's own.
fetch::Config local() {
    fetch::Config config;
    config.loopback = true;
    return config;
}

imports::v1::ImportOptions fetching() {
    imports::v1::ImportOptions options;
    options.set_pictures(imports::v1::ImportOptions::FETCH);
    return options;
}

class ImportPictures : public ImportsTest {
public:
    void open() override {
        world = std::make_unique<ImportWorld>(db(), database().directory(), media.parts(), local());
        ASSERT_TRUE(world->operations->recover());
    }
    void uploadZip(const std::string& id, const std::string& bytes) {
        imports::v1::UploadImportDataRequest data;
        data.set_id(id);
        data.set_pictures(true);
        data.set_data(bytes);
        const auto done = world->call(&ImportService::uploadImportData, seller, data);
        ASSERT_TRUE(done) << done.error().message;
        EXPECT_EQ(done->pictures_bytes(), static_cast<std::int64_t>(bytes.size()));
    }
    std::vector<std::string> imagesOf(const std::string& sku) {
        std::vector<std::string> urls;
        const auto product = bySku(sku);
        for (const v1::Image& image : product->images())
            urls.push_back(image.url());
        return urls;
    }
    // "line column value reason", of rows that went in.
    std::vector<std::string> problems(const std::string& id) {
        std::vector<std::string> told;
        for (const ImportRow& row : world->rows(seller, id, Filter::PICTURES))
            for (const auto& problem : row.problems()) {
                told.push_back(
                    fmt::format("{} {} {} {}", problem.line(), problem.column(), problem.value(), problem.reason()));
                EXPECT_FALSE(problem.message().empty() || problem.fix().empty());
            }
        return told;
    }

    using Urls = std::vector<std::string>;
    Media media;
    test::FileServer server;
};

TRADEPOST_ON_EVERY_ENGINE(ImportPictures);

TEST_P(ImportPictures, AreFetchedAndWhatIsNotThereIsToldByRow) {
    server.file("/a.png", "PNG a");
    server.file("/b.png", "PNG b");
    server.file("/page", "<html>");
    const std::string own = addressOf("PNG own");
    const std::string file = fmt::format("sku,title,price,currency,images,image_alts\n"
                                         "A,First,1,EUR,{0}|{1}|{2},one|two|three\n"
                                         "B,Second,1,EUR,{0}|{3},\n"
                                         "C,Third,1,EUR,{4}|{5},\n"
                                         "D,Fourth,1,EUR,,\n"
                                         "E,Fifth,cheap,EUR,{0},\n",
                                         server.url("/a.png"), own, server.url("/b.png"), server.url("/none"),
                                         "http://169.254.169.254/latest", server.url("/page"));
    const Import done = world->import(seller, file, fetching());
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.created(), 4);
    EXPECT_EQ(done.failed(), 1);
    EXPECT_EQ(done.pictures_total(), 6);
    EXPECT_EQ(done.pictures_done(), 3);
    EXPECT_EQ(done.pictures_failed(), 3);
    EXPECT_EQ(imagesOf("A"), (Urls{addressOf("PNG a"), own, addressOf("PNG b")}));
    EXPECT_EQ(bySku("A")->images(2).alt(), "three");
    EXPECT_EQ(imagesOf("B"), Urls{addressOf("PNG a")});
    EXPECT_EQ(imagesOf("C"), Urls{});
    EXPECT_EQ(problems(done.id()), (Urls{fmt::format("3 images {} FETCH_STATUS", server.url("/none")),
                                         "4 images http://169.254.169.254/latest FETCH_ADDRESS_REFUSED",
                                         fmt::format("4 images {} MEDIA_TYPE_REFUSED", server.url("/page"))}));
    EXPECT_EQ(server.asked("/a.png"), 1) << "two rows have it";
    EXPECT_EQ(number("SELECT COUNT(*) FROM imports_pictures"), 0);

    // Once more: the same pictures, so nothing changes.
    const auto events = eventCount();
    const Import again = world->import(seller, file, fetching());
    EXPECT_EQ(again.unchanged(), 4);
    EXPECT_EQ(again.pictures_failed(), 3);
    EXPECT_EQ(eventCount(), events);

    // A new picture at the address changes the product; taken back, it has the old one.
    server.file("/a.png", "PNG new");
    const Import changed = world->import(seller, file, fetching());
    EXPECT_EQ(changed.updated(), 2);
    EXPECT_EQ(changed.unchanged(), 2);
    EXPECT_EQ(imagesOf("B"), Urls{addressOf("PNG new")});
    world->call(&ImportService::rollBackImport, seller, world->named(changed.id())).value();
    EXPECT_EQ(world->wait(seller, changed.id()).rolled_back(), 2);
    EXPECT_EQ(imagesOf("B"), Urls{addressOf("PNG a")});
}

TEST_P(ImportPictures, StayWhereTheyAreUnlessAskedFor) {
    const Import done =
        world->import(seller, fmt::format("sku,title,price,currency,images\nA,First,1,EUR,{}\n", server.url("/a.png")));
    EXPECT_EQ(imagesOf("A"), Urls{server.url("/a.png")});
    EXPECT_EQ(done.pictures_total(), 0);
    const std::string dry =
        world
            ->upload(seller, fmt::format("sku,title,price,currency,images\nB,Second,1,EUR,{}\n", server.url("/a.png")),
                     fetching())
            .id();
    EXPECT_EQ(world->start(seller, dry, true).created(), 1);
    EXPECT_EQ(server.asked("/a.png"), 0);
}

TEST_P(ImportPictures, ComeOutOfAZip) {
    const std::string file = "sku,title,price,currency,images\n"
                             "A,First,1,EUR,a.png|./lamps/b.png|none.png\n"
                             "B,Second,1,EUR,text.png\n";
    const std::string zip =
        test::zipOf({{"a.png", "PNG a"}, {"lamps/b.png", "PNG b", true}, {"text.png", "no picture"}});
    const std::string id = world->upload(seller, file).id();
    uploadZip(id, zip);
    const Import staged = world->start(seller, id, true);
    EXPECT_EQ(staged.created(), 2);
    EXPECT_EQ(problems(id), Urls{"2 images none.png PICTURE_NOT_IN_ZIP"});
    const Import done = world->start(seller, id);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(imagesOf("A"), (Urls{addressOf("PNG a"), addressOf("PNG b")}));
    EXPECT_EQ(imagesOf("B"), Urls{});
    EXPECT_EQ(problems(id), (Urls{"2 images none.png PICTURE_NOT_IN_ZIP", "3 images text.png MEDIA_TYPE_REFUSED"}));
    EXPECT_EQ(done.pictures_done(), 2);
    EXPECT_EQ(done.pictures_failed(), 2);
    // Without one, there is nothing that such a name could mean.
    const Import without = world->import(seller, file);
    EXPECT_EQ(without.failed(), 2);
    EXPECT_EQ(world->rows(seller, without.id(), Filter::ERRORS).at(0).problems(0).reason(), "INVALID_URL");
}

TEST_P(ImportPictures, AnEvilZipIsRefusedBeforeAnythingIsDone) {
    const std::string id = world->upload(seller, "sku,title,price,currency,images\nA,First,1,EUR,a.png\n").id();
    uploadZip(id, test::zipOf({{"a.png", "PNG a"}, {"../b.png", "PNG b"}}));
    const Import done = world->start(seller, id);
    EXPECT_EQ(done.state(), Import::FAILED);
    EXPECT_EQ(done.error_reason(), "ZIP_PATH");
    EXPECT_NE(done.error_message().find("../b.png"), std::string::npos);
    EXPECT_EQ(products(), 0);
}

TEST_P(ImportPictures, RowsDoNotWaitForThemAndARestartGoesOn) {
    for (int i = 0; i < 3; ++i)
        server.file(fmt::format("/{}.png", i), fmt::format("PNG {}", i));
    server.raw("/slow.png", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nPNG", true);
    std::string file = "sku,title,price,currency,images\n";
    for (int i = 0; i < 3; ++i)
        file += fmt::format("S{0},Lamp {0},1,EUR,{1}\n", i, server.url(fmt::format("/{}.png", i)));
    file += fmt::format("SLOW,Slow,1,EUR,{}\nLAST,Last,1,EUR,\n", server.url("/slow.png"));
    const std::string id = world->upload(seller, file, fetching()).id();
    imports::v1::StartImportRequest request;
    request.set_id(id);
    ASSERT_TRUE(world->call(&ImportService::startImport, seller, request));
    while (server.asked("/slow.png") == 0 || number("SELECT COUNT(*) FROM imports_pictures") < 3)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_EQ(products(), 5);
    const auto running = world->call(&ImportService::getImport, seller, world->named(id)).value();
    EXPECT_EQ(running.state(), Import::IMPORTING);
    EXPECT_EQ(running.created(), 5);
    restart();
    EXPECT_EQ(number("SELECT COUNT(*) FROM imports_pictures"), 3);
    server.file("/slow.png", "PNG slow");
    const Import done = world->wait(seller, id);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.created(), 5);
    EXPECT_EQ(done.pictures_done(), 4) << problems(id).size();
    EXPECT_EQ(imagesOf("SLOW"), Urls{addressOf("PNG slow")});
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(server.asked(fmt::format("/{}.png", i)), 1) << "what had come is not asked for again";
}

TEST_P(ImportPictures, AreNotPutOverWhatSomebodyDidMeanwhile) {
    server.file("/a.png", "PNG a");
    std::atomic<bool> edited{false};
    world->afterChunk = [&] {
        if (edited.exchange(true))
            return;
        const auto done = db().writeNow([&](sql::Transaction& tx) -> Result<void> {
            const auto id = ProductStore::findBySku(tx, SellerId(7), "A");
            v1::Product before = ProductStore::find(tx, *id).value();
            v1::Product after = before;
            after.set_title("Edited");
            ProductStore store(*world->log);
            const auto position =
                store.update(tx, before, after, {"title"}, "update", {UserId(1), systemClock().now(), {}});
            return position ? Result<void>() : std::unexpected(position.error());
        });
        EXPECT_TRUE(done);
    };
    const Import done = world->import(
        seller, fmt::format("sku,title,price,currency,images\nA,First,1,EUR,{}\n", server.url("/a.png")), fetching());
    EXPECT_EQ(problems(done.id()), Urls{fmt::format("2 images {} PRODUCT_CHANGED", server.url("/a.png"))});
    EXPECT_EQ(bySku("A")->title(), "Edited");
    EXPECT_EQ(imagesOf("A"), Urls{});
}

TEST_P(ImportPictures, AHostThatFailsAgainAndAgainIsAskedNoMore) {
    std::string file = "sku,title,price,currency,images\n";
    for (int i = 0; i < 30; ++i) {
        server.raw(fmt::format("/{}", i), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nPNG"); // cut off
        file += fmt::format("S{0},Lamp,1,EUR,{1}\n", i, server.url(fmt::format("/{}", i)));
    }
    const Import done = world->import(seller, file, fetching());
    EXPECT_EQ(done.created(), 30);
    EXPECT_EQ(done.pictures_failed(), 30);
    int asked = 0;
    for (int i = 0; i < 30; ++i)
        asked += server.asked(fmt::format("/{}", i));
    EXPECT_GE(asked, PictureTaker::hostFailures);
    EXPECT_LE(asked, PictureTaker::hostFailures + 3) << "those under way at that moment";
}

// The sweep removes pictures that nothing refers to: those of rows that are still to come are renewed at the beginning.
TEST_P(ImportPictures, UploadedOnesOfRowsToComeAreRenewed) {
    const std::string id = blobs::BlobId::of("PNG own").text();
    std::string file = someProducts(900);
    file.replace(file.find("tags"), 4, "images");
    for (std::size_t at = file.find("light|new"); at != std::string::npos; at = file.find("light|new", at))
        file.replace(at, 9, "/media/" + id + ".png");
    file += fmt::format("LAST,Last,1,EUR,/media/{}\n", blobs::BlobId::of("PNG last").text());
    std::set<std::string> atFirst;
    world->afterChunk = [&] {
        const std::lock_guard lock(media.mutex);
        if (atFirst.empty())
            atFirst = media.renewed;
    };
    EXPECT_EQ(world->import(seller, file).created(), 901);
    EXPECT_EQ(atFirst, (std::set{id, blobs::BlobId::of("PNG last").text()}));
}

// Killed at any moment while pictures come, it goes on: each product has its picture in the end, once.
TEST(ImportPicturesCrash, GoesOnAfterAKill) {
    const test::TemporaryDirectory directory;
    constexpr int count = 60;
    test::FileServer server;
    std::string file = "sku,title,price,currency,images\n";
    for (int i = 0; i < count; ++i) {
        server.file(fmt::format("/{}.png", i), fmt::format("PNG {}", i));
        file += fmt::format("S{0},Lamp {0},1,EUR,{1}\n", i, server.url(fmt::format("/{}.png", i)));
    }
    rpc::Context seller = callerWith({rpc::Role::SELLER}, 100, {7});
    const auto openIn = [&] {
        sql::Config config;
        config.url = "sqlite:" + directory.path() + "/catalog.db";
        return sql::openDatabase(config).value();
    };
    Media media;
    std::string id;
    {
        const auto database = openIn();
        ImportWorld::migrate(*database);
        ImportWorld world(*database, directory.path(), media.parts(), local());
        id = world.upload(seller, file, fetching()).id();
    }
    for (int round = 0; round < 5; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            const auto database = openIn();
            ImportWorld world(*database, directory.path(), media.parts(), local());
            if (!world.operations->recover())
                ::_exit(1);
            world.start(seller, id);
            ::_exit(0);
        }
        const int wanted = count * (round + 1) / 6;
        for (int patience = 0; patience < 5'000; ++patience) {
            int asked = 0;
            for (int i = 0; i < count; ++i)
                asked += server.asked(fmt::format("/{}.png", i)) > 0 ? 1 : 0;
            if (asked >= wanted)
                break;
            ::usleep(1'000);
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    const auto database = openIn();
    ImportWorld world(*database, directory.path(), media.parts(), local());
    ASSERT_TRUE(world.operations->recover());
    Import done = world.wait(seller, id);
    if (done.state() != Import::IMPORTED)
        done = world.start(seller, id);
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.created(), count);
    EXPECT_EQ(done.pictures_done(), count);
    EXPECT_EQ(done.pictures_failed(), 0);
    int asked = 0;
    for (int i = 0; i < count; ++i) {
        asked += server.asked(fmt::format("/{}.png", i));
        const auto product = database->readNow([&](sql::Reader& reader) -> Result<v1::Product> {
            return ProductStore::find(reader, *ProductStore::findBySku(reader, SellerId(7), fmt::format("S{}", i)))
                .value();
        });
        ASSERT_EQ(product->images_size(), 1) << i;
        EXPECT_EQ(product->images(0).url(), addressOf(fmt::format("PNG {}", i)));
    }
    EXPECT_LE(asked, count + 5 * 4) << "only those under way at a kill are asked for twice";
}

} // namespace
} // namespace tradepost::catalog
