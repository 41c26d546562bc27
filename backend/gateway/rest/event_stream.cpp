#include "backend/gateway/rest/event_stream.h"
#include "backend/platform/http/errors.h"

#include "tradepost/common/v1/common.pb.h"

#include <charconv>

namespace tradepost::rest {

Task<bool> EventStream::begin() {
    return m_body.write("retry: 2000\n\n");
}

Task<Result<void>> EventStream::writeMessage(const google::protobuf::Message& message) {
    std::string event;
    if (m_position && message.GetReflection()->HasField(message, m_position)) {
        const auto& position =
            static_cast<const common::v1::LogPosition&>(message.GetReflection()->GetMessage(message, m_position));
        event.append("id: ").append(std::to_string(position.epoch())).append("-");
        event.append(std::to_string(position.position())).append("\n");
    }
    event.append("data: "); // JSON as we write it has no line breaks
    m_codec.write(event, message);
    event.append("\n\n");
    if (!co_await m_body.write(std::move(event)))
        co_return tradepost::fail(Code::Cancelled, "CANCELLED", "The reader is gone, or the server stops.");
    co_return Result<void>();
}

Task<bool> EventStream::fail(const Error& error, std::string_view traceparent) {
    http::Response problem;
    http::answerError(problem, error, traceparent);
    return m_body.write("event: error\ndata: " + problem.body + "\n\n");
}

Result<void> readEventId(std::string_view text, google::protobuf::Message& logPosition) {
    const auto* const end = text.data() + text.size();
    std::int64_t epoch = 0, position = 0;
    const auto first = std::from_chars(text.data(), end, epoch);
    bool good = first.ec == std::errc() && first.ptr != end && *first.ptr == '-' && epoch >= 0;
    if (good) {
        const auto second = std::from_chars(first.ptr + 1, end, position);
        good = second.ec == std::errc() && second.ptr == end && position >= 0;
    }
    if (!good)
        return invalid("Last-Event-ID", "Expected the id of an event of this stream, such as \"1-345\".");
    auto& target = static_cast<common::v1::LogPosition&>(logPosition);
    target.set_epoch(epoch);
    target.set_position(position);
    return {};
}

} // namespace tradepost::rest
