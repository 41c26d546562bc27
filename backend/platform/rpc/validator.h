#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <vector>

namespace tradepost::rpc {

// The field rules of a message type, read from its descriptor once.
struct MessagePlan {
    struct Field {
        const google::protobuf::FieldDescriptor* field = nullptr;
        bool required = false;
        bool outputOnly = false;
        bool ranged = false;
        std::uint32_t maxLength = 0; // 0: no limit
        int maxItems = 0;
        std::int64_t min = 0, max = 0;
        const MessagePlan* message = nullptr; // of a message, a repeated one, or a map's value
    };
    std::vector<Field> fields;                                     // those with something to check
    const google::protobuf::FieldDescriptor* updateMask = nullptr; // of an update request
    bool isFieldMask = false;
};

// The plan of a type; lives as long as the program. Thread-safe.
const MessagePlan& planOf(const google::protobuf::Descriptor& type);

// Fields on the way from the request to one of its fields: {product, id}.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// As validate(), and tells in `hasOutputOnly` whether a field is set that only the server sets, those in `kept` aside.
Result<void> check(const google::protobuf::Message& request, const MessagePlan& plan,
                   const std::vector<FieldPath>& kept, bool& hasOutputOnly);
// Clears what only the server sets, except `kept`.
void clearOutputOnly(google::protobuf::Message& request, const MessagePlan& plan, const std::vector<FieldPath>& kept);

} // namespace tradepost::rpc
