#include "backend/platform/events/payload.h"

#include <google/protobuf/message.h>
#include <mutex>

namespace tradepost::events {

struct Payload::Shared {
    const std::string bytes;
    mutable std::once_flag once;
    mutable std::unique_ptr<google::protobuf::Message> message;
};

Payload::Payload(std::string bytes) : m_shared(new Shared{std::move(bytes), {}, {}}) {}

const std::string& Payload::bytes() const {
    static const std::string none;
    return m_shared ? m_shared->bytes : none;
}

const google::protobuf::Message* Payload::message(const google::protobuf::Message& prototype) const {
    if (!m_shared)
        return &prototype; // no bytes are an empty message
    std::call_once(m_shared->once, [&] {
        std::unique_ptr<google::protobuf::Message> decoded(prototype.New());
        if (decoded->ParseFromString(m_shared->bytes))
            m_shared->message = std::move(decoded);
    });
    return m_shared->message.get();
}

} // namespace tradepost::events
