#pragma once

#include "backend/gateway/rest/json_codec.h"
#include "backend/platform/http/response.h"
#include "backend/platform/rpc/registry.h"

#include <string_view>

namespace tradepost::rest {

// Writes a method's messages as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
// `position` is the message's LogPosition field, whose "epoch-position" becomes the event's id, or null.
class EventStream final : public rpc::StreamWriterBase {
public:
    EventStream(http::BodyStream& body, const JsonCodec& codec, const google::protobuf::FieldDescriptor* position)
        : m_body(body), m_codec(codec), m_position(position) {}

    Task<bool> begin();
    Task<Result<void>> writeMessage(const google::protobuf::Message& message) override;
    // An event of type "error" whose data is the problem; the stream ends after it.
    Task<bool> fail(const Error& error, std::string_view traceparent);

private:
    http::BodyStream& m_body;
    const JsonCodec& m_codec;
    const google::protobuf::FieldDescriptor* m_position;
};

// Reads "epoch-position", as in Last-Event-ID, into a LogPosition.
Result<void> readEventId(std::string_view text, google::protobuf::Message& logPosition);

} // namespace tradepost::rest
