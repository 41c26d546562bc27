#include "backend/services/demo/demo.h"

#include "backend/platform/blobs/blob_store.h"
#include "backend/services/demo/products.h"
#include "backend/services/demo/world.h"

#include <fmt/format.h>
#include <map>

namespace tradepost::demo {

namespace {

constexpr std::int64_t mostProducts = 100'000'000; // GTINs and SKUs are made for so many

// Draws each picture once, hands it to the sink before its first use, then remembers its address.
class Pictures {
public:
    explicit Pictures(DemoSink& sink) : m_sink(sink) {}

    Result<std::string> url(std::string_view shape, const Colour& colour) {
        std::string& known = m_urls[{shape, colour.rgb}];
        if (known.empty()) {
            const std::string svg = draw(shape, colour);
            known = fmt::format("/media/{}.svg", blobs::BlobId::of(svg).text());
            TP_TRY(m_sink.image({known, svg}));
        }
        return known;
    }
    std::int64_t count() const { return static_cast<std::int64_t>(m_urls.size()); }

private:
    DemoSink& m_sink;
    std::map<std::pair<std::string_view, std::uint32_t>, std::string> m_urls;
};

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
    Pictures pictures(sink);
    for (std::int64_t n = 0; n < config.products; ++n) {
        ProductMaker::Made made = maker.make(n, config.products);
        const Kind& kind = kinds()[made.kind];
        for (const Colour* colour : made.pictured) {
            const Result<std::string> url = pictures.url(kind.shape, *colour);
            if (!url)
                return std::unexpected(url.error());
            catalog::v1::Image& image = *made.product.add_images();
            image.set_url(*url);
            image.set_alt(fmt::format("{} ({})", made.product.title(), colour->en));
        }
        ++summary.products;
        summary.variants += made.product.variants_size();
        summary.published += made.product.state() == catalog::v1::PUBLISHED;
        TP_TRY(sink.product(std::move(made.product)));
    }
    summary.images = pictures.count();
    return summary;
}

} // namespace tradepost::demo
