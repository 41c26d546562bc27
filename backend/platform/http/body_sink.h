#pragma once

#include "backend/base/task.h"
#include "backend/platform/http/problem.h"

#include <optional>
#include <string_view>

namespace tradepost::http {

// Takes the body of one request as it comes, so that none of it need fit into memory. Made by Handler::bodySink(), gone
// with the request: then what it took without the request being handled is given up.
class BodySink {
public:
    virtual ~BodySink() = default;
    // Suspends while it is busy; meanwhile nothing more is read. A problem is the request's answer, and ends it.
    virtual Task<std::optional<Problem>> write(std::string_view bytes) = 0;
};

} // namespace tradepost::http
