#pragma once

#include "backend/base/error.h"
#include "google/rpc/status.pb.h"

namespace tradepost::rpc {

// An error as google.rpc.Status has it (https://google.aip.dev/193): ErrorInfo with the reason, BadRequest where a
// field is at fault.
google::rpc::Status toStatus(const Error& error);

} // namespace tradepost::rpc
