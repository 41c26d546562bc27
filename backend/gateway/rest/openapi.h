#pragma once

#include "backend/gateway/rest/routes.h"

#include <string>
#include <string_view>

namespace tradepost::rest {

struct ApiInfo {
    std::string title, version;
    std::string_view descriptors; // a serialised FileDescriptorSet whose comments become descriptions
};

// An OpenAPI 3.1.0 document (https://spec.openapis.org/oas/v3.1.0) of what the routes serve: field rules as
// constraints, roles as security, errors as RFC 9457 problems.
std::string openApiDocument(const Routes& routes, const ApiInfo& info);

} // namespace tradepost::rest
