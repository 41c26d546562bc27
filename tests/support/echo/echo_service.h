#pragma once

#include "backend/platform/rpc/registry.h"
#include "tradepost/testing/v1/echo.pb.h"

#include <atomic>

namespace tradepost::testing {

// Implements the contract tradepost.testing.v1; see its comments for what each method does.
class EchoService {
public:
    Task<Result<v1::EchoResponse>> echo(rpc::Context& context, const v1::EchoRequest& request);
    Task<Result<v1::Thing>> updateThing(rpc::Context& context, const v1::UpdateThingRequest& request);
    Task<Result<void>> count(rpc::Context& context, const v1::CountRequest& request,
                             rpc::StreamWriter<v1::CountResponse>& writer);
    Task<Result<void>> wait(rpc::Context& context, const v1::CountRequest& request,
                            rpc::StreamWriter<v1::CountResponse>& writer);
    Task<Result<v1::EchoResponse>> sleep(rpc::Context& context, const v1::SleepRequest& request);
    Task<Result<v1::EchoResponse>> refuse(rpc::Context& context, const v1::FailRequest& request);
    Task<Result<v1::EchoResponse>> throwUp(rpc::Context& context, const v1::FailRequest& request);
    Task<Result<v1::EchoResponse>> upload(rpc::Context& context, const v1::UploadRequest& request);

    std::atomic<int> running{0}; // methods at work
    std::atomic<int> sent{0};    // messages that streams have handed over
};

void registerEcho(rpc::Registry& registry, EchoService& service);

} // namespace tradepost::testing
