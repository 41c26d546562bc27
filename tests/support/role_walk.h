#pragma once

#include "backend/platform/rpc/registry.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

namespace tradepost::testing {

struct RoleWalk {
    int calls = 0;                   // made
    std::vector<std::string> faults; // "method as ROLE: what happened instead"
};

namespace detail {

class DeafWriter final : public rpc::StreamWriterBase {
public:
    Task<Result<void>> writeMessage(const google::protobuf::Message&) override {
        co_return fail(Code::Cancelled, "CANCELLED", "Nobody listens.");
    }
};

// Never throws: the registry turns exceptions into errors.
inline Task<void> callOnce(const rpc::Method& method, rpc::Context& context, const google::protobuf::Message& request,
                           Error& error) {
    DeafWriter writer;
    if (method.streaming()) {
        if (auto result = co_await method.stream(context, request, writer); !result)
            error = std::move(result).error();
    } else if (auto result = co_await method.call(context, request); !result) {
        error = std::move(result).error();
    }
}

} // namespace detail

// Calls every method of the registry with every role, and compares who is let in with what the contract says. The calls
// have no time left, so those let in end before their method runs: the walk changes nothing.
inline RoleWalk walkRoles(const rpc::Registry& registry) {
    RoleWalk walk;
    for (const rpc::Method* method : registry.methods()) {
        const auto& rule = method->descriptor->options().GetExtension(options::v1::rule);
        const std::unique_ptr<google::protobuf::Message> request(method->requestPrototype->New());
        for (int number = options::v1::ANYONE; number <= options::v1::ADMIN; ++number) {
            const auto role = static_cast<rpc::Role>(number);
            rpc::Context context;
            context.principal.roles = {role};
            context.deadline = std::chrono::steady_clock::time_point::min();
            Error error;
            boost::asio::io_context io;
            boost::asio::co_spawn(io, detail::callOnce(*method, context, *request, error), boost::asio::detached);
            io.run();
            ++walk.calls;

            const bool may = role == rpc::Role::ADMIN || std::ranges::count(rule.roles(), number) > 0;
            const Code refusal = role == rpc::Role::ANYONE ? Code::Unauthenticated : Code::PermissionDenied;
            // A method that is let in meets its field rules, then its deadline.
            const bool right = may ? error.code == Code::InvalidArgument || error.code == Code::DeadlineExceeded
                                   : error.code == refusal;
            if (!right)
                walk.faults.push_back(fmt::format("{} as {}: {} {}", method->fullName, options::v1::Role_Name(role),
                                                  codeName(error.code), error.reason));
        }
    }
    return walk;
}

} // namespace tradepost::testing
