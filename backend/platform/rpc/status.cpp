#include "backend/platform/rpc/status.h"

#include "google/rpc/error_details.pb.h"

namespace tradepost::rpc {

google::rpc::Status toStatus(const Error& error) {
    google::rpc::Status status;
    status.set_code(static_cast<int>(error.code));
    status.set_message(error.message);
    google::rpc::ErrorInfo info;
    info.set_reason(error.reason);
    info.set_domain("tradepost");
    status.add_details()->PackFrom(info);
    if (!error.field.empty()) {
        google::rpc::BadRequest badRequest;
        auto& violation = *badRequest.add_field_violations();
        violation.set_field(error.field);
        violation.set_description(error.message);
        status.add_details()->PackFrom(badRequest);
    }
    return status;
}

} // namespace tradepost::rpc
