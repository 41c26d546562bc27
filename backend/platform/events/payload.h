#pragma once

#include <memory>
#include <string>

namespace google::protobuf {
class Message;
}

namespace tradepost::events {

// The bytes of a protobuf message that never change. Copies share them, and what was decoded of them: every reader of a
// log in this process gets the same message, decoded by the first one that asks. Thread-safe.
class Payload {
public:
    Payload() = default;
    Payload(std::string bytes); // implicit: a payload is its bytes

    const std::string& bytes() const;
    std::size_t size() const { return bytes().size(); }
    // As a message of `prototype`'s type, which must be the same in every call; nullptr when the bytes are none. Lives
    // as long as any copy of this.
    const google::protobuf::Message* message(const google::protobuf::Message& prototype) const;

    friend bool operator==(const Payload& a, const Payload& b) { return a.bytes() == b.bytes(); }

private:
    struct Shared;
    std::shared_ptr<const Shared> m_shared;
};

} // namespace tradepost::events
