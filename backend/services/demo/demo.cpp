#include "backend/services/demo/demo.h"

#include "backend/platform/blobs/blob_store.h"
#include "backend/services/demo/products.h"
#include "backend/services/demo/random.h"
#include "backend/services/demo/world.h"

#include <fmt/format.h>
#include <map>

namespace tradepost::demo {

namespace {

constexpr std::int64_t mostProducts = 100'000'000; // GTINs and SKUs are made for so many

using PictureUrls = std::map<std::pair<std::string_view, std::uint32_t>, std::string>;

std::vector<DemoImage> drawAll(PictureUrls& urls) {
    std::vector<DemoImage> images;
    for (std::size_t kind = 0; kind < kinds().size(); ++kind)
        for (const Colour* colour : paletteOf(kind)) {
            std::string& url = urls[{kinds()[kind].shape, colour->rgb}];
            std::string svg = draw(kinds()[kind].shape, *colour);
            url = fmt::format("/media/{}.svg", blobs::BlobId::of(svg).text());
            images.push_back({url, std::move(svg)});
        }
    return images;
}

// Most of it is there, some is running out, a little is sold out.
DemoStock stockOf(const catalog::v1::Product& product, const catalog::v1::Variant& variant, Random& random) {
    DemoStock stock{product.seller_id(), variant.sku()};
    const std::size_t lot = random.below(100);
    stock.quantity = lot < 4 ? 0 : lot < 12 ? random.between(1, 4) : random.between(6, 240);
    stock.threshold = 5;
    stock.backorder = random.chance(3);
    stock.since = product.create_time().seconds() * 1'000'000;
    return stock;
}

} // namespace

Result<DemoSummary> generateDemo(const DemoConfig& config, DemoSink& sink) {
    if (config.products < 0 || config.products > mostProducts)
        return invalid("products", fmt::format("The number of products must be between 0 and {}.", mostProducts));
    World world(config);
    DemoSummary summary;
    for (const identity::v1::Seller& seller : world.sellers)
        TP_TRY(sink.seller(seller));
    for (const DemoUser& user : world.users)
        TP_TRY(sink.user(user));
    for (const catalog::v1::Category& category : world.categories)
        TP_TRY(sink.category(category));
    summary.sellers = static_cast<std::int64_t>(world.sellers.size());
    summary.users = static_cast<std::int64_t>(world.users.size());
    summary.categories = static_cast<std::int64_t>(world.categories.size());

    ProductMaker maker(world);
    PictureUrls urls;
    const std::vector<DemoImage> images = drawAll(urls);
    TP_TRY(sink.images(images));
    summary.images = static_cast<std::int64_t>(images.size());
    for (std::int64_t n = 0; n < config.products; ++n) {
        ProductMaker::Made made = maker.make(n, config.products);
        const Kind& kind = kinds()[made.kind];
        for (const Colour* colour : made.pictured) {
            catalog::v1::Image& image = *made.product.add_images();
            image.set_url(urls.at({kind.shape, colour->rgb}));
            image.set_alt(fmt::format("{} ({})", made.product.title(), colour->en));
        }
        ++summary.products;
        summary.variants += made.product.variants_size();
        summary.published += made.product.state() == catalog::v1::PUBLISHED;
        // Draws of its own: what products look like does not depend on their stock.
        Random random(config.seed * 0x9e3779b97f4a7c15u + static_cast<std::uint64_t>(n));
        std::vector<DemoStock> shelf;
        for (const catalog::v1::Variant& variant : made.product.variants())
            shelf.push_back(stockOf(made.product, variant, random));
        TP_TRY(sink.product(std::move(made.product)));
        for (DemoStock& stock : shelf)
            TP_TRY(sink.stock(std::move(stock)));
    }
    return summary;
}

} // namespace tradepost::demo
