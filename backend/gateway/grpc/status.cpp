#include "backend/gateway/grpc/status.h"

#include "backend/platform/rpc/status.h"
#include "google/rpc/error_details.pb.h"

namespace tradepost::gateway {

namespace {
constexpr std::size_t maxDetail = 4096; // bytes; grows by a third as base64
}

grpc::Status toStatus(const Error& error, std::string_view traceparent, const google::protobuf::Message* detail) {
    google::rpc::Status status = rpc::toStatus(error);
    if (traceparent.size() >= 35) {
        google::rpc::RequestInfo request;
        request.set_request_id(std::string(traceparent.substr(3, 32)));
        status.add_details()->PackFrom(request);
    }
    if (detail && detail->ByteSizeLong() <= maxDetail)
        status.add_details()->PackFrom(*detail);
    return {static_cast<grpc::StatusCode>(error.code), error.message, status.SerializeAsString()};
}

} // namespace tradepost::gateway
