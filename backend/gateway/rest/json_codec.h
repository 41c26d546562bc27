#pragma once

#include "backend/base/error.h"

#include <google/protobuf/message.h>

#include <cstddef>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tradepost::rest {

struct MessagePlan;

// The JSON mapping of Protocol Buffers 3 (https://protobuf.dev/programming-guides/json/) with the choices of this API:
// zero values are printed (unset messages, oneof members and optional fields are not), 64-bit integers are strings,
// enums go by name. Reading is strict: an unknown or repeated name, a wrong type or range is an error whose `field` is
// the JSON path ("product.variants[2].price.amountMinor"). Output-only fields are ignored when read. Thread-safe.
class JsonCodec {
public:
    static constexpr std::size_t maxDepth = 32;

    JsonCodec();
    ~JsonCodec();
    JsonCodec(const JsonCodec&) = delete;
    JsonCodec& operator=(const JsonCodec&) = delete;

    void write(std::string& out, const google::protobuf::Message& message) const;

    // Reads `json` into `message`; `path` names the message within the request, empty for the request itself.
    Result<void> read(std::string_view json, google::protobuf::Message& message, std::string_view path) const;
    // Reads a JSON merge patch (RFC 7396) of `message`: a member sets its field, null clears it, an object goes into a
    // singular message or a map, where null takes an entry out; lists are replaced whole. Answers with the paths for a
    // FieldMask, as rpc::copyPath() takes them. `etag` is set but no path.
    Result<std::vector<std::string>> readMergePatch(std::string_view json, google::protobuf::Message& message,
                                                    std::string_view path) const;
    // Sets a field from text, as in a path or query: `name` is dotted, in JSON or proto spelling. A repeated field gets
    // one more item, a Timestamp or FieldMask is written as in JSON.
    Result<void> setFromText(google::protobuf::Message& message, std::string_view name, std::string_view text) const;

private:
    const MessagePlan& plan(const google::protobuf::Descriptor* type) const;

    mutable std::shared_mutex m_mutex; // of m_plans; a plan never changes once it can be found
    mutable std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<MessagePlan>> m_plans;
    friend class JsonWriter;
    friend class JsonReader;
};

// "product.weight_g" as JSON spells it: "product.weightG".
std::string jsonPath(std::string_view protoPath);

} // namespace tradepost::rest
