#pragma once

#include "app/server/settings.h"
#include "backend/base/error.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <functional>
#include <google/protobuf/message.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::server {

// How command-line tools reach a store: in this process when nobody serves the data directory (which is then owned
// until the session ends), else over the serving process's private socket. Either way they act as its first admin, by
// the contract's methods only.
class StoreSession {
public:
    virtual ~StoreSession() = default;
    // `modules` are started when the store is opened in this process.
    static Result<std::unique_ptr<StoreSession>> open(const Settings& settings,
                                                      const std::vector<std::string>& modules);
    // Blocks. `method` is "tradepost.catalog.v1.CatalogService/GetProduct".
    virtual Result<void> call(std::string_view method, const google::protobuf::Message& request,
                              google::protobuf::Message& response) = 0;
    // A streaming method: each message is read into `response`, then `take` is called; its error ends the call.
    virtual Result<void> stream(std::string_view method, const google::protobuf::Message& request,
                                google::protobuf::Message& response, const std::function<Result<void>()>& take) = 0;
};

// Calls a method that answers with an operation, waits for its end and unpacks its response; `onProgress` sees it
// meanwhile. ABORTED / OPERATION_STOPPED when it was cancelled or failed.
Result<void> runOperation(StoreSession& session, std::string_view method, const google::protobuf::Message& request,
                          google::protobuf::Message& response,
                          const std::function<void(const operations::v1::Operation&)>& onProgress = {});

} // namespace tradepost::server
