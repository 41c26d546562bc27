#pragma once

#include "backend/base/error.h"

#include <grpcpp/support/status.h>
#include <string_view>

namespace tradepost::gateway {

// The error as gRPC tells it: code, message, and in grpc-status-details-bin a google.rpc.Status with ErrorInfo (reason,
// domain "tradepost"), BadRequest when a field is at fault, and RequestInfo with the trace id.
grpc::Status toStatus(const Error& error, std::string_view traceparent);

} // namespace tradepost::gateway
