#pragma once

#include "backend/base/task.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/context.h"
#include "backend/services/search/search_index.h"
#include "tradepost/search/v1/search.pb.h"

#include <functional>
#include <string>

namespace tradepost::search {

// tradepost.search.v1.SearchService: translates requests into queries of the index. Thread-safe; index and page tokens
// must outlive it. Work is done on the caller's thread: well under a millisecond for all but the broadest queries.
class SearchService {
public:
    // The name of a seller for facet labels; an empty answer shows the id. Must be quick and thread-safe.
    using SellerName = std::function<std::string(SellerId)>;

    SearchService(const SearchIndex& index, const query::PageTokens& tokens, SellerName sellerName = {});

    Task<Result<v1::SearchResponse>> search(rpc::Context& context, const v1::SearchRequest& request);

private:
    Result<Query> makeQuery(const rpc::Context& context, const v1::SearchRequest& request) const;
    v1::SearchResponse makeResponse(const v1::SearchRequest& request, const Answer& answer) const;

    const SearchIndex& m_index;
    const query::PageTokens& m_tokens;
    SellerName m_sellerName;
};

} // namespace tradepost::search
