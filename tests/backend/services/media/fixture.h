#pragma once

#include "backend/platform/blobs/disk_blobs.h"
#include "backend/services/media/edge.h"
#include "backend/services/media/references.h"
#include "backend/services/media/schema.h"
#include "backend/services/media/sweeper.h"
#include "tests/support/databases.h"
#include "tests/support/media_samples.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <vips/vips8>

namespace tradepost::media {

class ManualClock final : public Clock {
public:
    Micros now() const override { return at; }
    std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
    std::atomic<Micros> at = 1'780'000'000'000'000;
    void pass(std::chrono::seconds time) { at += std::chrono::microseconds(time).count(); }
};

// "seller7" acts for account 7, "seller8" for 8, "moderator" moderates.
class Tokens final : public rpc::Authenticator {
public:
    Result<rpc::Principal> authenticate(std::string_view token) const override {
        rpc::Principal caller;
        caller.user = UserId(1);
        caller.roles = {token == "moderator" ? rpc::Role::MODERATOR : rpc::Role::SELLER};
        if (token.starts_with("seller"))
            caller.sellers = {SellerId(token.back() - '0')};
        else if (token != "moderator")
            return fail(Code::Unauthenticated, "BAD_TOKEN", "No.");
        return caller;
    }
};

// A picture with a gradient, so that equal sizes of other shades are other files.
inline std::string picture(int width, int height, const char* suffix = ".jpg", int shade = 0, int orientation = 0) {
    vips::VImage image = vips::VImage::black(width, height).bandjoin_const({double(shade), 128.0}) + 10;
    image = image.cast(VIPS_FORMAT_UCHAR).copy(vips::VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
    if (orientation != 0)
        image.set(VIPS_META_ORIENTATION, orientation);
    image.set("exif-ifd0-Artist", "somebody");
    void* bytes = nullptr;
    std::size_t size = 0;
    image.write_to_buffer(suffix, &bytes, &size);
    std::string result(static_cast<const char*>(bytes), size);
    g_free(bytes);
    return result;
}
inline vips::VImage decoded(const std::string& bytes) {
    return vips::VImage::new_from_buffer(bytes.data(), bytes.size(), "");
}

struct Answer {
    int status = 0;
    std::string head, body;
    bool has(std::string_view line) const { return head.find(line) != std::string::npos; }
};

class MediaTest : public test::DatabaseTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(events::Outbox::schema()));
        ASSERT_TRUE(db().migrate(schema()));
        open();
    }
    void finish() override { close(); }
    void open() {
        blobs = blobs::openDiskBlobs({database().directory() + "/media", 1 << 20}).value();
        log.emplace(db(), "media", clock, ids);
        visibility.emplace();
        RenditionConfig config;
        config.directory = database().directory() + "/renditions";
        config.queue = queue;
        renditions.emplace(*blobs, renderer, config);
        ASSERT_TRUE(renditions->open());
        service.emplace(Dependencies{db(),
                                     *blobs,
                                     *renditions,
                                     renderer,
                                     *visibility,
                                     ids,
                                     clock,
                                     "secret",
                                     1 << 20,
                                     {},
                                     [this](std::string_view step) {
                                         if (step == crashAt)
                                             throw std::runtime_error("crash");
                                     }});
        edge.emplace(*service, tokens);
        references.emplace(db(), *log, *visibility, clock,
                           [this](const auto& onProduct, const auto&) -> Result<events::Position> {
                               for (const auto& each : catalog)
                                   onProduct(each);
                               return events::Position{1, position};
                           });
        projection = references->projection();
        SweepConfig sweep;
        sweep.grace = std::chrono::hours(1);
        sweep.referencesKnown = [this] {
            if (beforeMark)
                beforeMark();
            return Result<void>();
        };
        sweeper.emplace(db(), *blobs, *renditions, *visibility, service->swept(), clock, sweep);
    }
    void close() {
        sweeper.reset();
        references.reset();
        edge.reset();
        service.reset();
        renditions.reset();
        log.reset();
        blobs.reset();
    }

    template<class T>
    T run(Task<T> task) {
        boost::asio::io_context io;
        auto answer = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
        io.run();
        return answer.get();
    }
    // As the server does it, without a socket; the body comes in pieces.
    Answer send(const std::string& head, const std::string& body = {}) {
        http::Limits limits;
        http::RequestReader reader(limits);
        std::string text = head + "Host: x\r\n";
        if (!head.starts_with("G") && !head.starts_with("H") && head.find("chunked") == std::string::npos)
            text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        text += "\r\n" + body;
        http::Response out;
        bool handled = false;
        bool complete = false;
        for (std::size_t at = 0; !complete;) {
            const auto progress = reader.advance();
            if (progress == http::RequestReader::Progress::NeedMore) {
                const auto space = reader.space();
                const auto size = std::min(space.size(), text.size() - at);
                std::copy_n(text.data() + at, size, space.data());
                at += size;
                reader.commit(size);
            } else if (progress == http::RequestReader::Progress::Head) {
                std::uint64_t limit = 0;
                if (!edge->admit(reader.request(), limit, out)) {
                    handled = true;
                    break;
                }
                reader.setBodyLimit(limit);
                reader.setSink(edge->bodySink(reader.request()));
            } else if (progress == http::RequestReader::Progress::Failed) {
                http::answerProblem(out, reader.problem());
                handled = true;
                break;
            } else {
                complete = true;
            }
            if (reader.request().sink() && !reader.request().body().empty()) {
                if (const auto problem = run(reader.request().sink()->write(reader.request().body()))) {
                    http::answerProblem(out, *problem);
                    handled = true;
                    break;
                }
                reader.clearBody();
            }
        }
        if (!handled && !edge->answerNow(reader.request(), out))
            out = run(edge->handle(reader.request()));
        Answer answer;
        const auto rendered = http::render(answer.head, reader.request(), out, {}, true);
        const auto end = answer.head.find("\r\n\r\n");
        answer.body = answer.head.substr(end + 4) + std::string(rendered.body);
        answer.head.resize(end + 2);
        answer.status = out.status;
        return answer;
    }
    Answer get(const std::string& path, const std::string& lines = {}) {
        return send("GET " + path + " HTTP/1.1\r\n" + lines);
    }
    Answer upload(const std::string& bytes, const std::string& token = "seller7") {
        return send("POST /v1/media HTTP/1.1\r\nAuthorization: Bearer " + token + "\r\n", bytes);
    }
    static std::string hashOf(const std::string& bytes) { return blobs::BlobId::of(bytes).text(); }

    // What the catalog would announce.
    void product(std::int64_t id, const std::vector<std::string>& hashes, catalog::v1::ProductState state) {
        catalog::v1::ProductChanged event;
        event.mutable_product()->set_id(ProductId(id).text());
        event.mutable_product()->set_state(state);
        for (const std::string& hash : hashes)
            event.mutable_product()->add_images()->set_url("/media/" + hash + ".jpg");
        apply(event, event.GetDescriptor()->full_name());
    }
    void pending(std::int64_t id, const std::vector<std::string>& hashes) {
        catalog::v1::PendingRevisionChanged event;
        event.mutable_revision()->set_product_id(ProductId(id).text());
        for (const std::string& hash : hashes)
            event.mutable_revision()->mutable_product()->add_images()->set_url("/media/" + hash);
        apply(event, event.GetDescriptor()->full_name());
    }
    void apply(const google::protobuf::Message& event, const std::string& type) {
        events::Delivered delivered;
        delivered.position = {1, ++position};
        delivered.event.type = type;
        delivered.event.payload = event.SerializeAsString();
        projection.apply({delivered});
    }
    std::size_t withdrawn() {
        return db()
            .readNow([&](sql::Reader& reader) { return log->readAfter(reader, {log->end(reader).epoch, 0}, 1000); })
            .value()
            .size();
    }

    ManualClock clock;
    IdSource ids{clock};
    Tokens tokens;
    Renderer renderer;
    std::size_t queue = 64;
    std::string crashAt;
    std::function<void()> beforeMark;
    std::vector<catalog::v1::Product> catalog;
    std::int64_t position = 0;
    std::unique_ptr<blobs::BlobStore> blobs;
    std::optional<events::Outbox> log;
    std::optional<Visibility> visibility;
    std::optional<Renditions> renditions;
    std::optional<MediaService> service;
    std::optional<MediaEdge> edge;
    std::optional<References> references;
    events::Projection projection;
    std::optional<Sweeper> sweeper;
};

} // namespace tradepost::media
