#include "app/server/backend.h"
#include "app/server/modules.h"
#include "app/server/store_session.h"
#include "app/server/tools.h"
#include "backend/services/catalog/loader.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/demo/demo.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <google/protobuf/util/json_util.h>
#include <iostream>

namespace tradepost::server {

namespace {

class StoreSink final : public demo::DemoSink {
public:
    StoreSink(identity::Service& identity, blobs::BlobStore& media, catalog::Loader& loader)
        : m_identity(identity), m_media(media), m_loader(loader) {}

    Result<void> seller(const identity::v1::Seller& seller) override {
        return dropValue(m_identity.addSeller(seller.name(), seller.slug(), SellerId::parse(seller.id())));
    }
    Result<void> user(const demo::DemoUser& user) override {
        identity::NewUser added;
        added.id = UserId::parse(user.user.id());
        added.email = user.user.email();
        added.displayName = user.user.display_name();
        added.password = user.password;
        for (const int role : user.user.roles())
            added.roles.push_back(static_cast<rpc::Role>(role));
        for (const std::string& id : user.user.seller_ids())
            added.sellers.push_back(SellerId::parse(id));
        return dropValue(m_identity.addUser(added));
    }
    Result<void> category(const catalog::v1::Category& category) override {
        return dropValue(m_loader.category(category));
    }
    Result<void> images(std::span<const demo::DemoImage> images) override {
        std::vector<std::string_view> bytes;
        for (const demo::DemoImage& image : images)
            bytes.emplace_back(image.bytes);
        return dropValue(m_media.putAll(bytes));
    }
    Result<void> product(catalog::v1::Product product) override { return m_loader.product(std::move(product)); }

private:
    template<class T>
    static Result<void> dropValue(Result<T> result) {
        if (!result)
            return std::unexpected(std::move(result).error());
        return {};
    }
    identity::Service& m_identity;
    blobs::BlobStore& m_media;
    catalog::Loader& m_loader;
};

Result<demo::DemoSummary> fill(const Settings& settings, const demo::DemoConfig& config) {
    auto directory = DataDirectory::take(settings.data);
    if (!directory)
        return std::unexpected(std::move(directory).error());
    if (std::filesystem::exists(directory->file("catalog.db")))
        return fail(Code::FailedPrecondition, "STORE_NOT_EMPTY",
                    "There is a store in " + directory->path() + " already. Name another directory.", "data");
    Backend backend(settings, *directory);
    TP_TRY(backend.start({"identity", "media"}));
    const auto database = backend.openDatabase("catalog", {events::Outbox::schema(), catalog::schema()});
    if (!database)
        return std::unexpected(database.error());
    // A whole store: the other databases are made as well.
    for (const Module& module : modules())
        if (module.schemas != nullptr && module.name != "identity" && module.name != "catalog")
            if (const auto made = backend.openDatabase(std::string(module.name), module.schemas()); !made)
                return std::unexpected(made.error());
    events::Outbox log(**database, "catalog", backend.clock, backend.ids);
    catalog::Loader loader(**database, log, backend.ids, backend.clock);
    StoreSink sink(*backend.identity, *backend.media, loader);
    auto summary = demo::generateDemo(config, sink);
    if (summary)
        TP_TRY(loader.flush());
    return summary;
}

// Sends lines in requests below the contract's limit of 64 MiB, and adds up what became of them.
class ImportRun {
public:
    ImportRun(StoreSession& session, bool publish) : m_session(session), m_publish(publish) {}

    Result<void> read(std::istream& in) {
        constexpr std::size_t most = 8 << 20;
        for (std::string line; std::getline(in, line);) {
            if (!m_chunk.empty() && m_chunk.size() + line.size() > most)
                TP_TRY(send());
            m_chunk += line;
            m_chunk += '\n';
            ++m_lines;
        }
        return send();
    }
    const catalog::v1::ImportResult& result() const { return m_result; }

private:
    Result<void> send() {
        if (m_chunk.empty())
            return {};
        catalog::v1::ImportProductsRequest request;
        request.set_json_lines(std::move(m_chunk));
        request.set_publish(m_publish);
        m_chunk.clear();
        catalog::v1::ImportResult part;
        if (auto ran = runOperation(m_session, "tradepost.catalog.v1.CatalogService/ImportProducts", request, part);
            !ran) {
            Error error = std::move(ran).error();
            error.message = fmt::format("The import stopped after line {}: {}", m_sent, error.message);
            return std::unexpected(std::move(error));
        }
        m_result.set_created(m_result.created() + part.created());
        m_result.set_updated(m_result.updated() + part.updated());
        m_result.set_failed(m_result.failed() + part.failed());
        for (catalog::v1::ImportError& error : *part.mutable_errors())
            if (m_result.errors_size() < 1'000) {
                error.set_line(error.line() + m_sent);
                *m_result.add_errors() = std::move(error);
            }
        m_sent = m_lines;
        return {};
    }

    StoreSession& m_session;
    const bool m_publish;
    std::string m_chunk;
    std::int64_t m_lines = 0, m_sent = 0;
    catalog::v1::ImportResult m_result;
};

Result<std::int64_t> writeProducts(StoreSession& session, const std::string& filter, std::ostream& out) {
    catalog::v1::ListProductsRequest request;
    request.set_filter(filter);
    request.set_order_by("create_time");
    request.set_page_size(200);
    std::int64_t count = 0;
    do {
        catalog::v1::ListProductsResponse page;
        TP_TRY(session.call("tradepost.catalog.v1.CatalogService/ListProducts", request, page));
        for (const catalog::v1::Product& product : page.products()) {
            std::string line;
            if (!google::protobuf::util::MessageToJsonString(product, &line).ok())
                return fail(Code::Internal, "NOT_JSON", "Product " + product.id() + " cannot be written as JSON.");
            out << line << '\n';
            ++count;
        }
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty() && out);
    out.flush();
    if (!out)
        return fail(Code::Unavailable, "FILE_NOT_WRITTEN", "The products could not be written; is the disk full?");
    return count;
}

} // namespace

int makeDemo(const Settings& settings, std::int64_t products, std::uint64_t seed, const Output& output) {
    demo::DemoConfig config;
    config.products = products;
    config.seed = seed;
    const auto summary = fill(settings, config);
    if (!summary)
        return output.failure(summary.error());
    output.line(fmt::format("Made {} products of {} sellers in {}.\nSign in with:", summary->products, summary->sellers,
                            settings.data));
    boost::json::array signIns;
    for (const demo::DemoUser& user : demo::demoUsers(config)) {
        std::string role = options::v1::Role_Name(user.user.roles(0));
        std::ranges::transform(role, role.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        output.line(fmt::format("  {:<10} {:<24} {}", role, user.user.email(), user.password));
        signIns.push_back({{"role", role}, {"email", user.user.email()}, {"password", user.password}});
    }
    output.result({{"products", summary->products},
                   {"variants", summary->variants},
                   {"published", summary->published},
                   {"sellers", summary->sellers},
                   {"categories", summary->categories},
                   {"images", summary->images},
                   {"signIns", std::move(signIns)}});
    return Success;
}

int importProducts(const Settings& settings, const std::string& file, bool publish, const Output& output) {
    std::ifstream in;
    if (file != "-") {
        in.open(file);
        if (!in)
            return output.failure({Code::InvalidArgument, "NO_SUCH_FILE", file + " cannot be read.", "file"});
    }
    const auto session = StoreSession::open(settings, {"catalog"});
    if (!session)
        return output.failure(session.error());
    ImportRun run(**session, publish);
    if (const auto read = run.read(file == "-" ? std::cin : in); !read)
        return output.failure(read.error());
    const catalog::v1::ImportResult& result = run.result();
    boost::json::array errors;
    for (const catalog::v1::ImportError& error : result.errors()) {
        output.line(fmt::format("line {}: {}", error.line(), error.message()));
        errors.push_back({{"line", error.line()},
                          {"field", error.field()},
                          {"reason", error.reason()},
                          {"message", error.message()}});
    }
    output.line(fmt::format("{} created, {} updated, {} failed.", result.created(), result.updated(), result.failed()));
    output.result({{"created", result.created()},
                   {"updated", result.updated()},
                   {"failed", result.failed()},
                   {"errors", std::move(errors)}});
    return result.failed() == 0 ? Success : Failed;
}

int exportProducts(const Settings& settings, const std::string& file, const std::string& filter, const Output& output) {
    if (file == "-" && output.json())
        return output.failure({Code::InvalidArgument, "STDOUT_TAKEN",
                               "With --json the outcome goes to stdout, so name a file for the products.", "output"});
    const auto session = StoreSession::open(settings, {"catalog"});
    if (!session)
        return output.failure(session.error());
    std::ofstream out;
    if (file != "-") {
        out.open(file, std::ios::trunc);
        if (!out)
            return output.failure({Code::InvalidArgument, "FILE_NOT_WRITTEN", file + " cannot be written.", "output"});
    }
    const auto count = writeProducts(**session, filter, file == "-" ? std::cout : out);
    if (!count)
        return output.failure(count.error());
    if (file != "-")
        output.line(fmt::format("{} products written to {}.", *count, file));
    output.result({{"products", *count}});
    return Success;
}

} // namespace tradepost::server
