#pragma once

#include "backend/base/error.h"

#include <grpcpp/support/status.h>
#include <string_view>

namespace google::protobuf {
class Message;
}

namespace tradepost::gateway {

// The error as gRPC tells it: code, message, and in grpc-status-details-bin a google.rpc.Status with ErrorInfo (reason,
// domain "tradepost"), BadRequest when a field is at fault, and RequestInfo with the trace id. A
// `detail` goes along while it is small, because trailers are (8 KiB by default).
grpc::Status toStatus(const Error& error, std::string_view traceparent,
                      const google::protobuf::Message* detail = nullptr);

} // namespace tradepost::gateway
