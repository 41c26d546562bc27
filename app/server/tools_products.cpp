#include "app/server/backend.h"
#include "app/server/modules.h"
#include "app/server/tools.h"
#include "backend/services/catalog/loader.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/demo/demo.h"
#include "backend/services/inventory/loader.h"

#include <filesystem>
#include <fmt/format.h>

namespace tradepost::server {

namespace {

class StoreSink final : public demo::DemoSink {
public:
    StoreSink(identity::Service& identity, blobs::BlobStore& media, catalog::Loader& loader, inventory::Loader& stock)
        : m_identity(identity), m_media(media), m_loader(loader), m_stock(stock) {}

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
    Result<void> stock(demo::DemoStock stock) override {
        return m_stock.stock({SellerId::parse(stock.sellerId), std::move(stock.sku), stock.quantity, stock.threshold,
                              stock.backorder, stock.since});
    }

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
    inventory::Loader& m_stock;
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
    const auto database =
        backend.openDatabase("catalog", {events::Outbox::schema(), catalog::schema(), catalog::import_store::schema()});
    if (!database)
        return std::unexpected(database.error());
    // A whole store: the other databases are made as well.
    for (const Module& module : modules())
        if (module.schemas != nullptr && module.name != "identity" && module.name != "media" &&
            module.name != "catalog")
            if (const auto made = backend.openDatabase(std::string(module.name), module.schemas()); !made)
                return std::unexpected(made.error());
    events::Outbox log(**database, "catalog", backend.clock, backend.ids);
    catalog::Loader loader(**database, log, backend.ids, backend.clock);
    sql::Database& shelves = backend.database("inventory");
    events::Outbox stockLog(shelves, "inventory", backend.clock, backend.ids);
    inventory::Loader stock(shelves, stockLog, backend.ids);
    StoreSink sink(*backend.identity, *backend.media, loader, stock);
    auto summary = demo::generateDemo(config, sink);
    if (summary) {
        TP_TRY(loader.flush());
        TP_TRY(stock.flush());
    }
    return summary;
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

} // namespace tradepost::server
