#pragma once

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::rest {

struct MessagePlan;

enum class WellKnown { None, Timestamp, Duration, FieldMask, Any, Empty, Wrapper, Dynamic };

struct FieldPlan {
    const google::protobuf::FieldDescriptor* field = nullptr;
    std::string key;                      // "\"amountMinor\":"
    const MessagePlan* message = nullptr; // of message fields, also of repeated ones; of maps the entry
    bool outputOnly = false;
};

// What is looked up once per message type instead of once per message.
struct MessagePlan {
    const google::protobuf::Descriptor* type = nullptr;
    WellKnown wellKnown = WellKnown::None;
    std::vector<FieldPlan> fields;                               // in order of declaration
    std::map<std::string, const FieldPlan*, std::less<>> byName; // JSON and proto spelling
};

WellKnown wellKnownType(const google::protobuf::Descriptor* type);

} // namespace tradepost::rest
