#include "tests/backend/services/media/fixture.h"

#include <filesystem>
#include <thread>

namespace tradepost::media {
namespace {

using catalog::v1::DRAFT;
using catalog::v1::PUBLISHED;
using catalog::v1::UNPUBLISHED;

TRADEPOST_ON_EVERY_ENGINE(MediaTest);

std::string member(const std::string& json, const std::string& name) {
    const auto at = json.find("\"" + name + "\":\"");
    const auto begin = at + name.size() + 4;
    return at == std::string::npos ? std::string() : json.substr(begin, json.find('"', begin) - begin);
}

TEST_P(MediaTest, TakesAFileInAndShowsItToWhomItMay) {
    const std::string bytes = picture(400, 300);
    const auto stored = upload(bytes);
    ASSERT_EQ(stored.status, 201) << stored.body;
    const std::string url = "/media/" + hashOf(bytes) + ".jpg";
    EXPECT_EQ(member(stored.body, "url"), url);
    EXPECT_NE(stored.body.find("\"width\":400"), std::string::npos) << stored.body;
    EXPECT_EQ(upload(bytes).status, 201) << "again: the same file";

    EXPECT_EQ(get(url).status, 404) << "no product shows it";
    EXPECT_EQ(get(url, "Authorization: Bearer seller8\r\n").status, 404);
    const auto own = get(url, "Authorization: Bearer seller7\r\n");
    EXPECT_EQ(own.status, 200);
    EXPECT_EQ(own.body, bytes);
    EXPECT_TRUE(own.has("Cache-Control: private, no-store"));
    EXPECT_EQ(get(url, "Authorization: Bearer moderator\r\n").status, 200);
    const std::string preview = member(stored.body, "previewUrl");
    EXPECT_EQ(get(preview).status, 200);
    EXPECT_EQ(get(preview.substr(0, preview.size() - 1) + "!").status, 404);
    clock.pass(std::chrono::hours(2));
    EXPECT_EQ(get(preview).status, 404) << "for an hour";

    product(1, {hashOf(bytes)}, DRAFT);
    EXPECT_EQ(get(url).status, 404);
    product(1, {hashOf(bytes)}, PUBLISHED);
    const auto shown = get(url);
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.has("Cache-Control: public, max-age=31536000, immutable"));
    EXPECT_TRUE(shown.has("X-Content-Type-Options: nosniff"));
    EXPECT_TRUE(shown.has("Content-Type: image/jpeg"));
    product(2, {hashOf(bytes)}, PUBLISHED);
    product(1, {hashOf(bytes)}, UNPUBLISHED);
    EXPECT_EQ(get(url).status, 200) << "another one shows it";
    EXPECT_EQ(withdrawn(), 0u);
    product(2, {}, PUBLISHED);
    EXPECT_EQ(get(url).status, 404);
    EXPECT_EQ(get("/media/" + hashOf(bytes) + "/160.webp").status, 404);
    EXPECT_EQ(withdrawn(), 1u);
}

TEST_P(MediaTest, AnswersRangesAndConditions) {
    const std::string bytes = test::mp4(64, 48, 100, 10), url = "/media/" + hashOf(bytes) + ".mp4";
    ASSERT_EQ(upload(bytes).status, 201);
    product(1, {hashOf(bytes)}, PUBLISHED);
    const auto range = [&](const std::string& value, const std::string& more = {}) {
        return get(url, "Range: " + value + "\r\n" + more);
    };
    const std::string size = std::to_string(bytes.size()), etag = '"' + hashOf(bytes) + '"';
    const auto whole = get(url);
    EXPECT_TRUE(whole.has("Accept-Ranges: bytes"));
    EXPECT_TRUE(whole.has("Content-Type: video/mp4"));
    EXPECT_TRUE(whole.has("ETag: " + etag));
    const auto part = range("bytes=4-7");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "ftyp");
    EXPECT_TRUE(part.has("Content-Range: bytes 4-7/" + size));
    EXPECT_TRUE(part.has("Content-Length: 4\r\n"));
    EXPECT_EQ(range("bytes=-3").body, bytes.substr(bytes.size() - 3));
    EXPECT_EQ(range("bytes=10-").body, bytes.substr(10));
    EXPECT_EQ(range("bytes=0-999999999999999999999").body, bytes);
    EXPECT_EQ(range("bytes=-999999").status, 206);
    const auto past = range("bytes=" + size + "-");
    EXPECT_EQ(past.status, 416);
    EXPECT_TRUE(past.has("Content-Range: bytes */" + size));
    EXPECT_TRUE(past.body.empty());
    EXPECT_EQ(range("bytes=-0").status, 416);
    for (const char* ignored : {"bytes=0-1,3-4", "bytes=7-4", "bytes=a-b", "lines=0-1", "bytes=", "bytes=-"})
        EXPECT_EQ(range(ignored).status, 200) << ignored;
    EXPECT_EQ(range("bytes=0-3", "If-Range: " + etag + "\r\n").status, 206);
    EXPECT_EQ(range("bytes=0-3", "If-Range: \"other\"\r\n").status, 200);
    EXPECT_EQ(range("bytes=0-3", "If-Range: W/" + etag + "\r\n").status, 200) << "a weak tag guards no part";
    EXPECT_EQ(get(url, "If-None-Match: " + etag + "\r\n").status, 304);
    const auto head = send("HEAD " + url + " HTTP/1.1\r\nRange: bytes=0-3\r\n");
    EXPECT_EQ(head.status, 200);
    EXPECT_TRUE(head.body.empty());
    EXPECT_TRUE(head.has("Content-Length: " + size));
    EXPECT_EQ(get(url + "/320.webp").status, 404);
    EXPECT_EQ(get("/media/" + hashOf(bytes) + "/320.webp").status, 404) << "of a film there is none";
    EXPECT_EQ(send("POST " + url + " HTTP/1.1\r\n", "x").status, 405);
}

TEST_P(MediaTest, MakesRenditionsUprightSmallAndBare) {
    const std::string bytes = picture(800, 400, ".jpg", 50, 6);
    ASSERT_TRUE(upload(bytes).body.find("\"width\":400,\"height\":800") != std::string::npos);
    product(1, {hashOf(bytes)}, PUBLISHED);
    const std::string at = "/media/" + hashOf(bytes) + "/160";
    const auto webp = get(at + ".webp");
    ASSERT_EQ(webp.status, 200) << webp.body;
    EXPECT_TRUE(webp.has("Content-Type: image/webp"));
    EXPECT_EQ(decoded(webp.body).width(), 160);
    EXPECT_EQ(decoded(webp.body).height(), 320) << "turned upright";
    const auto jpg = get(at + ".jpg");
    EXPECT_EQ(jpg.body.substr(0, 3), "\xff\xd8\xff");
    EXPECT_EQ(jpg.body.find("somebody"), std::string::npos) << "no metadata";
    EXPECT_EQ(decoded(get("/media/" + hashOf(bytes) + "/2048.jpg").body).width(), 400) << "not enlarged";
    const auto liked = get(at, "Accept: image/avif,image/webp,*/*\r\n");
    EXPECT_EQ(liked.body, webp.body);
    EXPECT_TRUE(liked.has("Vary: Accept"));
    EXPECT_EQ(get(at, "Accept: */*\r\n").body, jpg.body);
    for (const char* wrong : {"/161.webp", "/160.png", "/0160.webp", "/", "/160.webp/x", "/99999999999.webp"})
        EXPECT_EQ(get("/media/" + hashOf(bytes) + wrong).status, 404) << wrong;
    const auto made = renditions->stats().rendered;
    EXPECT_EQ(get(at + ".webp").body, webp.body);
    EXPECT_EQ(renditions->stats().rendered, made);
    close();
    open();
    EXPECT_EQ(get(at + ".webp").body, webp.body);
    EXPECT_EQ(renditions->stats().rendered, 0u) << "kept in a file";
    const std::string still = test::gif(30, 20), animation = picture(60, 40, ".gif");
    EXPECT_EQ(upload(animation).status, 201);
    for (const char* suffix : {".png", ".webp", ".avif"}) {
        const std::string other = picture(300, 200, suffix, 7);
        const auto stored = upload(other);
        ASSERT_EQ(stored.status, 201) << suffix << stored.body;
        product(9, {hashOf(other)}, PUBLISHED);
        EXPECT_EQ(decoded(get("/media/" + hashOf(other) + "/160.jpg").body).width(), 160) << suffix;
    }
}

TEST_P(MediaTest, ManyWhoAskAtOnceGetOneRendition) {
    const std::string bytes = picture(1500, 1000, ".jpg", 90);
    ASSERT_EQ(upload(bytes).status, 201);
    const RenditionKey key{blobs::BlobId::of(bytes), 640, Format::Webp};
    boost::asio::io_context io;
    std::vector<std::future<Result<std::shared_ptr<const Rendition>>>> answers;
    for (int i = 0; i < 20; ++i)
        answers.push_back(boost::asio::co_spawn(io, renditions->get(key), boost::asio::use_future));
    std::thread other([&] { io.run(); });
    io.run();
    other.join();
    for (auto& answer : answers)
        EXPECT_TRUE(answer.get());
    EXPECT_EQ(renditions->stats().rendered, 1u);
}

TEST_P(MediaTest, RefusesWhenTooManyRenditionsWait) {
    close();
    queue = 0;
    open();
    const std::string bytes = picture(100, 100);
    ASSERT_EQ(upload(bytes).status, 201);
    product(1, {hashOf(bytes)}, PUBLISHED);
    const auto busy = get("/media/" + hashOf(bytes) + "/160.webp");
    EXPECT_EQ(busy.status, 503);
    EXPECT_TRUE(busy.has("Retry-After"));
    queue = 64;
}

TEST_P(MediaTest, RefusesWhatIsNotOfferedAndLeavesNothing) {
    EXPECT_EQ(upload("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>").status, 415);
    EXPECT_EQ(upload(test::png(16'000, 16'000)).status, 413);
    EXPECT_EQ(upload(test::png(8, 8)).status, 400) << "its header is right, its picture is not";
    EXPECT_EQ(upload(picture(100, 100).substr(0, 300)).status, 400);
    EXPECT_EQ(upload(picture(10, 10) + std::string(2 << 20, 'x')).status, 413) << "beyond what the store takes";
    EXPECT_EQ(upload("").status, 400);
    EXPECT_EQ(send("POST /v1/media HTTP/1.1\r\n", "x").status, 401);
    EXPECT_EQ(upload("x", "nobody").status, 401);
    EXPECT_EQ(
        send("POST /v1/media HTTP/1.1\r\nAuthorization: Bearer seller7\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")
            .status,
        400);
    int files = 0;
    EXPECT_TRUE(blobs->each([&](const blobs::BlobId&) { ++files; }));
    EXPECT_EQ(files, 0);
    EXPECT_TRUE(std::filesystem::is_empty(database().directory() + "/media/unfinished"));
}

TEST_P(MediaTest, SignedAddressesTakeOneFileWithinTheirTerms) {
    rpc::Context caller;
    caller.principal.roles = {rpc::Role::SELLER};
    caller.principal.sellers = {SellerId(7)};
    v1::CreateUploadRequest request;
    request.add_content_types("image/png");
    request.set_max_bytes(5000);
    request.set_valid_seconds(60);
    const auto created = run(service->createUpload(caller, request));
    ASSERT_TRUE(created);
    const std::string bytes = picture(40, 30, ".png");
    const auto put = [&](const std::string& url, const std::string& content) {
        return send("PUT " + url + " HTTP/1.1\r\n", content);
    };
    EXPECT_EQ(put(created->url(), picture(40, 30)).status, 415);
    EXPECT_EQ(put(created->url(), std::string(6000, 'x')).status, 413);
    std::string forged = created->url();
    forged.replace(forged.find(".5000."), 6, ".9000.");
    EXPECT_EQ(put(forged, bytes).status, 403);
    EXPECT_EQ(put(created->url(), bytes).status, 201);
    EXPECT_EQ(put(created->url(), bytes).status, 201) << "a retry";
    EXPECT_EQ(put(created->url(), picture(41, 30, ".png")).status, 409) << "used";
    EXPECT_EQ(get("/media/" + hashOf(bytes), "Authorization: Bearer seller7\r\n").status, 200);
    clock.pass(std::chrono::seconds(61));
    EXPECT_EQ(put(created->url(), bytes).status, 409) << "expired";
    request.add_content_types("image/svg+xml");
    EXPECT_EQ(run(service->createUpload(caller, request)).error().reason, "MEDIA_TYPE_REFUSED");
}

TEST_P(MediaTest, ACrashBetweenAnyTwoStepsLeavesAllOrNothing) {
    for (const char* step : {"written", "inspected", "noted", "stored"}) {
        const std::string bytes = picture(50, 50, ".png", step[0]);
        crashAt = step;
        EXPECT_THROW(upload(bytes), std::runtime_error);
        crashAt.clear();
        close();
        reopen();
        open();
        const auto seen = get("/media/" + hashOf(bytes), "Authorization: Bearer moderator\r\n");
        EXPECT_EQ(seen.status, step == std::string("stored") ? 200 : 404) << step;
        EXPECT_TRUE(std::filesystem::is_empty(database().directory() + "/media/unfinished"));
        if (step != std::string("stored"))
            EXPECT_FALSE(blobs->contains(blobs::BlobId::of(bytes)));
        EXPECT_EQ(upload(bytes).status, 201) << "and sending it again works";
    }
}

TEST_P(MediaTest, SweepsWhatNothingRefersTo) {
    const std::string kept = picture(50, 50), held = picture(51, 50), orphan = picture(52, 50), fresh = picture(53, 50);
    for (const std::string& bytes : {kept, held, orphan})
        ASSERT_EQ(upload(bytes).status, 201);
    product(1, {hashOf(kept)}, DRAFT);
    product(2, {}, PUBLISHED);
    pending(2, {hashOf(held)});
    product(3, {hashOf(orphan)}, PUBLISHED);
    EXPECT_EQ(get("/media/" + hashOf(orphan) + "/160.webp").status, 200);
    clock.pass(std::chrono::hours(2));
    EXPECT_EQ(sweeper->sweep().value(), 0) << "all are referred to";
    product(3, {}, PUBLISHED);
    EXPECT_EQ(sweeper->sweep().value(), 0) << "its grace begins when it loses its last reference";
    clock.pass(std::chrono::hours(2));
    ASSERT_EQ(upload(fresh).status, 201);
    EXPECT_EQ(sweeper->sweep().value(), 1);
    EXPECT_FALSE(blobs->contains(blobs::BlobId::of(orphan)));
    EXPECT_EQ(renditions->cached({blobs::BlobId::of(orphan), 160, Format::Webp}), nullptr);
    for (const std::string& bytes : {kept, held, fresh})
        EXPECT_TRUE(blobs->contains(blobs::BlobId::of(bytes)));
    EXPECT_EQ(run(service->hold({hashOf(orphan)})).error().reason, "MEDIA_MISSING");
    EXPECT_TRUE(run(service->hold({hashOf(kept)})));
    pending(2, {});
    clock.pass(std::chrono::hours(2));
    EXPECT_EQ(sweeper->sweep().value(), 2) << "what the pending revision held, and what was never used";
}

TEST_P(MediaTest, AReferenceThatComesDuringASweepSavesTheFile) {
    const std::string bytes = picture(50, 50), renewed = picture(51, 50);
    ASSERT_EQ(upload(bytes).status, 201);
    ASSERT_EQ(upload(renewed).status, 201);
    clock.pass(std::chrono::hours(2));
    beforeMark = [&] {
        product(1, {hashOf(bytes)}, PUBLISHED);
        EXPECT_TRUE(run(service->hold({hashOf(renewed)})));
    };
    EXPECT_EQ(sweeper->sweep().value(), 0);
    EXPECT_EQ(get("/media/" + hashOf(bytes)).status, 200);
    EXPECT_TRUE(blobs->contains(blobs::BlobId::of(renewed)));
}

TEST_P(MediaTest, ReferencesAreRebuiltFromTheCatalog) {
    const std::string one = picture(50, 50), two = picture(51, 50);
    ASSERT_EQ(upload(one).status, 201);
    ASSERT_EQ(upload(two).status, 201);
    product(1, {hashOf(one)}, PUBLISHED);
    catalog::v1::Product now;
    now.set_id(ProductId(2).text());
    now.set_state(PUBLISHED);
    now.add_images()->set_url("https://shop.example/media/" + hashOf(two) + ".jpg?x=1");
    catalog = {now};
    EXPECT_EQ(projection.rebuild().value(), (events::Position{1, position}));
    EXPECT_EQ(get("/media/" + hashOf(one)).status, 404);
    EXPECT_EQ(get("/media/" + hashOf(two)).status, 200);
    EXPECT_EQ(withdrawn(), 1u);
    EXPECT_EQ(references->projection().start, (events::Position{1, position})) << "it goes on from there";
}

TEST_P(MediaTest, WhatTheBackendDrewIsThereForAll) {
    const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
    ASSERT_TRUE(blobs->put(svg));
    const auto shown = get("/media/" + hashOf(svg) + ".svg");
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.has("Content-Type: image/svg+xml"));
    EXPECT_TRUE(shown.has("Content-Security-Policy: default-src 'none'"));
    EXPECT_EQ(mediaIdOf("/media/" + hashOf(svg) + ".svg"), "");
    EXPECT_EQ(get("/media/..%2f..%2fetc%2fpasswd").status, 404);
}

} // namespace
} // namespace tradepost::media
