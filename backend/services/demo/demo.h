#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"
#include "backend/base/ids.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/identity/v1/identity.pb.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// A believable marketplace out of a seed: sellers, people, a category tree in English and German, product families with
// variants, and drawn pictures. The same seed and size give the same bytes, ids and times included.
namespace tradepost::demo {

struct DemoConfig {
    std::uint64_t seed = 1;
    std::int64_t products = 2000;
};

// Someone to sign in as. The passwords are meant to be printed: they belong to demo stores only.
struct DemoUser {
    identity::v1::User user; // id, email, display_name, roles, seller_ids
    std::string password;
};

struct DemoImage {
    std::string url;   // "/media/<sha-256>.svg", what products refer to
    std::string bytes; // SVG
};

// What lies on the shelf of a variant.
struct DemoStock {
    std::string sellerId, sku;
    std::int64_t quantity = 0, threshold = 0;
    bool backorder = false;
    Micros since = 0;
};

// Takes what is generated, in this order: sellers, users, categories (parents first), all images at once (some hundred,
// half a megabyte), then products by time of making, each followed by the stock of its variants. An error ends the
// generation and is handed on.
class DemoSink {
public:
    virtual ~DemoSink() = default;
    virtual Result<void> seller(const identity::v1::Seller& seller) = 0;
    virtual Result<void> user(const DemoUser& user) = 0;
    virtual Result<void> category(const catalog::v1::Category& category) = 0;
    virtual Result<void> images(std::span<const DemoImage> images) = 0; // for BlobStore::putAll
    // Complete but for what the catalog derives itself: slug, price, etag, revision.
    virtual Result<void> product(catalog::v1::Product product) = 0;
    virtual Result<void> stock(DemoStock) { return {}; } // for who keeps stock
};

struct DemoSummary {
    std::int64_t sellers = 0, users = 0, categories = 0, images = 0, products = 0, variants = 0, published = 0;
};

// Needs memory for the tables only, however many products. About 100,000 products a second without the sink's work.
Result<DemoSummary> generateDemo(const DemoConfig& config, DemoSink& sink);

// The sign-ins a demo store has: one seller, moderator, operator, admin and shopper at demo.example. Ids depend on the
// seed.
std::vector<DemoUser> demoUsers(const DemoConfig& config);

} // namespace tradepost::demo
