#include "backend/gateway/grpc/status.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tradepost::gateway {

namespace {
constexpr std::size_t maxDetail = 4096; // bytes; grows by a third as base64
}

grpc::Status toStatus(const Error& error, std::string_view traceparent, const google::protobuf::Message* detail) {
    google::rpc::Status status;
    status.set_code(static_cast<int>(error.code));
    status.set_message(error.message);
    google::rpc::ErrorInfo info;
    info.set_reason(error.reason);
    info.set_domain("tradepost");
    status.add_details()->PackFrom(info);
    if (!error.field.empty()) {
        google::rpc::BadRequest badRequest;
        auto* violation = badRequest.add_field_violations();
        violation->set_field(error.field);
        violation->set_description(error.message);
        status.add_details()->PackFrom(badRequest);
    }
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
