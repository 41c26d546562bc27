#include "backend/services/search/search_service.h"

#include "backend/services/search/product_document.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::search {

namespace {

constexpr int defaultPageSize = 24, largestPage = 200;

Result<Sort> parseSort(const std::string& orderBy) {
    if (orderBy.empty() || orderBy == "relevance" || orderBy == "relevance desc")
        return Sort::Relevance;
    if (orderBy == "price" || orderBy == "price asc")
        return Sort::Price;
    if (orderBy == "price desc")
        return Sort::PriceDescending;
    if (orderBy == "newest")
        return Sort::Newest;
    return invalid("order_by",
                   fmt::format("\"{}\" is not an order: use relevance, price, price desc or newest.", orderBy));
}

// What a page token must belong to: the request but for its page. Encoded by protobuf, whose bytes repeat here because
// the message has no maps.
std::string tokenScope(const v1::SearchRequest& request) {
    v1::SearchRequest scope = request;
    scope.clear_page_size();
    scope.clear_page_token();
    scope.clear_order_by();
    scope.clear_facets();
    scope.clear_language();
    return scope.SerializeAsString();
}

template<class IdType>
Result<std::vector<IdType>> parseIds(const google::protobuf::RepeatedPtrField<std::string>& texts,
                                     std::string_view field, std::string_view noun) {
    std::vector<IdType> ids;
    for (int i = 0; i < texts.size(); ++i) {
        const IdType id = IdType::parse(texts[i]);
        if (!id)
            return invalid(fmt::format("{}[{}]", field, i),
                           fmt::format("\"{}\" is not the id of a {}.", texts[i], noun));
        ids.push_back(id);
    }
    return ids;
}

Result<void> parseAttributes(const v1::SearchRequest& request, Query& query) {
    for (int i = 0; i < request.attributes_size(); ++i) {
        const std::string& text = request.attributes(i);
        const std::size_t colon = text.find(':');
        if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
            return invalid(fmt::format("attributes[{}]", i),
                           fmt::format("\"{}\" must be an attribute's name and value, as in colour:Red.", text));
        query.attributes.push_back({attributeName(text.substr(0, colon)), text.substr(colon + 1)});
    }
    return {};
}

Result<void> parsePrices(const v1::SearchRequest& request, Query& query) {
    if (request.price_min() < 0)
        return invalid("price_min", "A price cannot be below 0.");
    if (request.price_max() < 0)
        return invalid("price_max", "A price cannot be below 0.");
    if (request.price_max() > 0 && request.price_max() < request.price_min())
        return invalid("price_max", "price_max must not be below price_min.");
    if (request.price_min() > 0)
        query.priceMin = request.price_min();
    if (request.price_max() > 0)
        query.priceMax = request.price_max();
    return {};
}

} // namespace

SearchService::SearchService(const SearchIndex& index, const query::PageTokens& tokens, SellerName sellerName)
    : m_index(index), m_tokens(tokens), m_sellerName(std::move(sellerName)) {}

Task<Result<v1::SearchResponse>> SearchService::search(rpc::Context& context, const v1::SearchRequest& request) {
    const Result<Query> query = makeQuery(context, request);
    if (!query)
        co_return std::unexpected(query.error());
    co_return makeResponse(request, m_index.search(*query));
}

Result<Query> SearchService::makeQuery(const rpc::Context& context, const v1::SearchRequest& request) const {
    Query query;
    query.text = request.q();
    query.language = request.language().empty() ? context.language : request.language();
    auto categories = parseIds<CategoryId>(request.category_ids(), "category_ids", "category");
    if (!categories)
        return std::unexpected(categories.error());
    query.categories = std::move(*categories);
    query.brands.assign(request.brands().begin(), request.brands().end());
    auto sellers = parseIds<SellerId>(request.seller_ids(), "seller_ids", "seller");
    if (!sellers)
        return std::unexpected(sellers.error());
    query.sellers = std::move(*sellers);
    TP_TRY(parsePrices(request, query));
    TP_TRY(parseAttributes(request, query));
    const Result<Sort> sort = parseSort(request.order_by());
    if (!sort)
        return std::unexpected(sort.error());
    query.sort = *sort;
    if (request.page_size() < 0 || request.page_size() > largestPage)
        return invalid("page_size", fmt::format("page_size must be between 0 and {}.", largestPage));
    query.limit = static_cast<std::size_t>(request.page_size() == 0 ? defaultPageSize : request.page_size());
    if (!request.page_token().empty()) {
        const auto row = m_tokens.open(request.page_token(), tokenScope(request), request.order_by());
        if (!row)
            return std::unexpected(row.error());
        if (row->size() != 2 || !std::holds_alternative<double>((*row)[0]) ||
            !std::holds_alternative<std::int64_t>((*row)[1]))
            return invalid("page_token", "The page token is not one of this method; leave it out for the first page.");
        query.after = Cursor{std::get<double>((*row)[0]), ProductId(std::get<std::int64_t>((*row)[1]))};
    }
    for (const std::string& facet : request.facets()) {
        std::string name = attributeName(facet);
        if (std::ranges::find(query.facets, name) == query.facets.end())
            query.facets.push_back(std::move(name));
    }
    return query;
}

v1::SearchResponse SearchService::makeResponse(const v1::SearchRequest& request, const Answer& answer) const {
    v1::SearchResponse response;
    for (const Hit& hit : answer.hits) {
        v1::SearchHit& out = *response.add_hits();
        out.set_product_id(hit.id.text());
        out.set_title(hit.title);
        out.set_brand(hit.brand);
        out.set_category_id(hit.category.text());
        out.set_seller_id(hit.seller.text());
        out.mutable_price()->set_amount_minor(hit.price.minor);
        out.mutable_price()->set_currency(std::string(hit.price.currency.code()));
        out.set_image_url(hit.imageUrl);
        out.set_slug(hit.slug);
        out.set_score(hit.score);
    }
    response.set_total(static_cast<std::int64_t>(answer.total));
    for (const Facet& facet : answer.facets) {
        v1::Facet& out = *response.add_facets();
        out.set_name(facet.name);
        for (const FacetValue& value : facet.values) {
            v1::FacetValue& entry = *out.add_values();
            entry.set_value(value.value);
            std::string label = value.label;
            if (facet.name == "seller" && m_sellerName)
                if (std::string name = m_sellerName(SellerId::parse(value.value)); !name.empty())
                    label = std::move(name);
            entry.set_label(label);
            entry.set_count(static_cast<std::int64_t>(value.count));
            entry.set_selected(value.selected);
        }
    }
    if (answer.more && !answer.hits.empty())
        response.set_next_page_token(
            m_tokens.make(tokenScope(request), request.order_by(),
                          {sql::Value(answer.hits.back().key), sql::Value(answer.hits.back().id.value())}));
    return response;
}

} // namespace tradepost::search
