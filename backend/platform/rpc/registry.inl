#pragma once

#include <type_traits>

namespace tradepost::rpc {

template<class Service, class Req, class Resp>
void Registry::add(std::string_view fullName, Service& service,
                   Task<Result<Resp>> (Service::*method)(Context&, const Req&)) {
    static_assert(std::is_base_of_v<google::protobuf::Message, Req> &&
                  std::is_base_of_v<google::protobuf::Message, Resp>);
    insert(
        fullName, Req::default_instance(), Resp::default_instance(),
        [&service, method](Context& context, const google::protobuf::Message& request)
            -> Task<Result<std::unique_ptr<google::protobuf::Message>>> {
            Result<Resp> result = co_await (service.*method)(context, static_cast<const Req&>(request));
            if (!result)
                co_return std::unexpected(std::move(result).error());
            co_return std::make_unique<Resp>(std::move(*result));
        },
        nullptr);
}

template<class Service, class Req, class Resp>
void Registry::add(std::string_view fullName, Service& service,
                   Task<Result<void>> (Service::*method)(Context&, const Req&, StreamWriter<Resp>&)) {
    static_assert(std::is_base_of_v<google::protobuf::Message, Req> &&
                  std::is_base_of_v<google::protobuf::Message, Resp>);
    insert(fullName, Req::default_instance(), Resp::default_instance(), nullptr,
           [&service, method](Context& context, const google::protobuf::Message& request,
                              StreamWriterBase& base) -> Task<Result<void>> {
               StreamWriter<Resp> writer(base);
               co_return co_await (service.*method)(context, static_cast<const Req&>(request), writer);
           });
}

template<class Resp, class Req>
Task<Result<Resp>> callInProcess(const Registry& registry, std::string_view fullName, Context& caller,
                                 const Req& request) {
    const Method* method = registry.find(fullName);
    if (method == nullptr || method->streaming())
        co_return fail(Code::Unimplemented, "NO_SUCH_METHOD",
                       std::string("This server does not offer ").append(fullName).append("."));
    if (method->requestPrototype != &Req::default_instance() || method->responsePrototype != &Resp::default_instance())
        co_return fail(Code::Internal, "WRONG_TYPE",
                       std::string("The call of ").append(fullName).append(" does not use its message types."));
    Context context = caller.child();
    const CancelState::Handle handle = caller.onCancel([&context] { context.cancel(); });
    auto result = co_await method->call(context, request);
    if (!result) {
        caller.errorDetail = std::move(context.errorDetail);
        co_return std::unexpected(std::move(result).error());
    }
    co_return std::move(static_cast<Resp&>(**result));
}

} // namespace tradepost::rpc
