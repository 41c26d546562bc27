#include "backend/services/search/search_service.h"

#include "backend/services/search/native_index.h"
#include "backend/services/search/product_document.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>
#include <set>

namespace tradepost::search {
namespace {

catalog::v1::Product product(std::int64_t id, const std::string& title, std::int64_t price) {
    catalog::v1::Product product;
    product.set_id(formatId(id));
    product.set_seller_id(formatId(5));
    product.set_category_id(formatId(9));
    product.set_state(catalog::v1::PUBLISHED);
    product.set_title(title);
    product.set_brand("Sony");
    product.set_slug("slug");
    auto& text = *product.add_attributes();
    text.set_name("screen_size");
    text.set_number(15.6);
    text.set_unit("in");
    for (const char* colour : {"Red", "Blue"}) {
        auto& variant = *product.add_variants();
        variant.mutable_price()->set_amount_minor(price);
        variant.mutable_price()->set_currency("EUR");
        auto& option = *variant.add_options();
        option.set_name("Colour");
        option.set_value(colour);
    }
    return product;
}

class SearchServiceTest : public testing::Test {
protected:
    SearchServiceTest() {
        Batch batch;
        for (std::int64_t i = 1; i <= 30; ++i)
            batch.upserts.push_back(toDocument(product(i, "Laptop number" + std::to_string(i), 100 * i)));
        batch.categories.push_back({CategoryId(9), {}, "Computers", {{"de", "Rechner"}}});
        m_index->apply(std::move(batch));
    }

    Result<v1::SearchResponse> call(const v1::SearchRequest& request, const std::string& language = {}) {
        rpc::Context context;
        context.language = language;
        boost::asio::io_context io;
        auto answer = boost::asio::co_spawn(io, m_service.search(context, request), boost::asio::use_future);
        io.run();
        return answer.get();
    }
    void expectInvalid(const v1::SearchRequest& request, const std::string& field) {
        const auto answer = call(request);
        ASSERT_FALSE(answer) << field;
        EXPECT_EQ(answer.error().code, Code::InvalidArgument);
        EXPECT_EQ(answer.error().field, field);
        EXPECT_FALSE(answer.error().message.empty());
    }

    std::unique_ptr<SearchIndex> m_index = openNativeIndex();
    query::PageTokens m_tokens{"a secret of thirty-two characters"};
    SearchService m_service{*m_index, m_tokens, [](SellerId id) { return id.value() == 5 ? "Shop Five" : ""; }};
};

TEST_F(SearchServiceTest, AnswersHitsTotalAndFacets) {
    v1::SearchRequest request;
    request.set_q("laptop");
    request.add_attributes("Colour:Red");
    request.set_order_by("price desc");
    for (const char* facet : {"category", "seller", "Colour", "screen_size"})
        request.add_facets(facet);
    const auto answer = call(request, "de");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->total(), 30);
    EXPECT_EQ(answer->hits_size(), 24);
    EXPECT_EQ(answer->hits(0).product_id(), formatId(30));
    EXPECT_EQ(answer->hits(0).price().amount_minor(), 3000);
    EXPECT_EQ(answer->hits(0).price().currency(), "EUR");
    EXPECT_EQ(answer->facets(0).values(0).label(), "Rechner");
    EXPECT_EQ(answer->facets(1).values(0).label(), "Shop Five");
    ASSERT_EQ(answer->facets(2).values_size(), 2);
    EXPECT_TRUE(answer->facets(2).values(1).selected());
    EXPECT_EQ(answer->facets(3).values(0).value(), "15.6 in");
}

TEST_F(SearchServiceTest, PagesThroughEverythingOnceInEveryOrder) {
    for (const char* order : {"", "price", "price desc", "newest"}) {
        v1::SearchRequest request;
        request.set_q("laptop");
        request.set_order_by(order);
        request.set_page_size(7);
        std::set<std::string> seen;
        int pages = 0;
        for (;; ++pages) {
            const auto answer = call(request);
            ASSERT_TRUE(answer);
            for (const auto& hit : answer->hits())
                EXPECT_TRUE(seen.insert(hit.product_id()).second);
            if (answer->next_page_token().empty())
                break;
            request.set_page_token(answer->next_page_token());
        }
        EXPECT_EQ(seen.size(), 30u) << order;
        EXPECT_EQ(pages, 4) << order;
    }
}

TEST_F(SearchServiceTest, NamesTheFieldAtFault) {
    v1::SearchRequest request;
    request.set_order_by("colour");
    expectInvalid(request, "order_by");
    request.Clear();
    request.add_category_ids(formatId(9));
    request.add_category_ids("computers");
    expectInvalid(request, "category_ids[1]");
    request.Clear();
    request.add_seller_ids("x");
    expectInvalid(request, "seller_ids[0]");
    request.Clear();
    request.add_attributes("Red");
    expectInvalid(request, "attributes[0]");
    request.Clear();
    request.set_price_min(-1);
    expectInvalid(request, "price_min");
    request.Clear();
    request.set_price_min(5);
    request.set_price_max(4);
    expectInvalid(request, "price_max");
    request.Clear();
    request.set_page_size(201);
    expectInvalid(request, "page_size");
    request.Clear();
    request.set_page_token("nonsense");
    expectInvalid(request, "page_token");
}

TEST_F(SearchServiceTest, RefusesATokenOfAnotherSearch) {
    v1::SearchRequest request;
    request.set_page_size(5);
    const auto first = call(request);
    ASSERT_TRUE(first);
    request.set_page_token(first->next_page_token());
    request.set_page_size(10);
    request.add_facets("brand");
    EXPECT_TRUE(call(request)) << "size and facets may change from page to page";
    request.set_q("laptop");
    expectInvalid(request, "page_token");
    request.clear_q();
    request.set_order_by("price");
    expectInvalid(request, "page_token");
}

} // namespace
} // namespace tradepost::search
