#include "backend/services/eventlog/service.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>

namespace tradepost::eventlog {

namespace {

constexpr int defaultPage = 100;
constexpr std::int64_t microsPerSecond = 1'000'000;

template<class F>
auto callThere(F fn) -> Task<std::invoke_result_t<F&>> {
    co_return fn();
}

// Runs `fn` on the pool and resumes where it was called from.
template<class F>
auto callOn(boost::asio::thread_pool& pool, F fn) -> Task<std::invoke_result_t<F&>> {
    co_return co_await boost::asio::co_spawn(pool, callThere(std::move(fn)), boost::asio::use_awaitable);
}

void fill(common::v1::LogPosition& out, events::Position position) {
    out.set_epoch(position.epoch);
    out.set_position(position.value);
}

v1::DeadLetter toProto(const events::DeadLetter& letter) {
    v1::DeadLetter out;
    const auto& event = letter.delivered.event;
    out.set_id(formatId(letter.id));
    out.set_consumer(letter.consumer);
    out.set_event_id(event.id.text());
    out.set_event_type(event.type);
    out.set_key(event.key);
    fill(*out.mutable_position(), letter.delivered.position);
    out.set_cause(letter.cause);
    out.set_attempts(letter.attempts);
    out.set_parked(letter.parked);
    out.mutable_create_time()->set_seconds(letter.created / microsPerSecond);
    out.mutable_create_time()->set_nanos(static_cast<std::int32_t>(letter.created % microsPerSecond * 1000));
    out.set_state(static_cast<v1::DeadLetter::State>(letter.state));
    out.set_note(letter.note);
    return out;
}

Result<v1::DeadLetter> toProto(Result<events::DeadLetter> letter) {
    if (!letter)
        return std::unexpected(std::move(letter).error());
    return toProto(*letter);
}

} // namespace

EventLogService::EventLogService(events::EventFeed& feed, const std::vector<events::Outbox*>& logs,
                                 const query::PageTokens& tokens)
    : m_feed(feed), m_logs(logs), m_tokens(tokens), m_threads(2) {}

EventLogService::~EventLogService() {
    m_threads.join();
}

Task<Result<v1::ListConsumersResponse>> EventLogService::listConsumers(rpc::Context&, const v1::ListConsumersRequest&) {
    auto read = [this] { return readConsumers(); };
    co_return co_await callOn(m_threads, std::move(read));
}

Result<v1::ListConsumersResponse> EventLogService::readConsumers() const {
    v1::ListConsumersResponse response;
    std::set<std::string> running;
    for (const auto& status : m_feed.consumers()) {
        auto& consumer = *response.add_consumers();
        consumer.set_name(status.name);
        consumer.set_log(status.log);
        fill(*consumer.mutable_position(), status.position);
        consumer.set_lag(status.lag);
        consumer.set_dead_letters(status.deadLetters);
        consumer.set_running(true);
        running.insert(status.name);
    }
    for (auto* const log : m_logs) {
        events::Position end;
        const auto registered = log->database().readNow(
            [&](sql::Reader& reader) -> Result<std::vector<std::pair<std::string, events::Position>>> {
                end = log->end(reader);
                return log->registeredConsumers(reader);
            });
        if (!registered)
            return std::unexpected(registered.error());
        for (const auto& [name, position] : *registered) {
            if (running.contains(name))
                continue;
            auto& consumer = *response.add_consumers();
            consumer.set_name(name);
            consumer.set_log(log->name());
            fill(*consumer.mutable_position(), position);
            consumer.set_lag(position.epoch == end.epoch ? end.value - position.value : end.value);
        }
    }
    return response;
}

Task<Result<google::protobuf::Empty>> EventLogService::forgetConsumer(rpc::Context&,
                                                                      const v1::ForgetConsumerRequest& request) {
    auto forgetThere = [this, name = request.name()] { return forget(name); };
    const auto forgotten = co_await callOn(m_threads, std::move(forgetThere));
    if (!forgotten)
        co_return std::unexpected(forgotten.error());
    co_return google::protobuf::Empty();
}

// Names are unlike each other over all logs.
Result<void> EventLogService::forget(const std::string& consumer) {
    for (auto* const log : m_logs) {
        auto forgotten = m_feed.forget(*log, consumer);
        if (forgotten || forgotten.error().code != Code::NotFound)
            return forgotten;
    }
    return notFound("consumer", consumer);
}

Task<Result<v1::ListDeadLettersResponse>> EventLogService::listDeadLetters(rpc::Context&,
                                                                           const v1::ListDeadLettersRequest& request) {
    std::int64_t after = 0;
    if (!request.page_token().empty()) {
        const auto last = m_tokens.open(request.page_token(), request.consumer(), "id");
        if (!last)
            co_return std::unexpected(last.error());
        const auto* id = last->size() == 1 ? std::get_if<std::int64_t>(&last->front()) : nullptr;
        if (!id)
            co_return invalid("page_token", "This is not a token of this list: begin again without one.",
                              "INVALID_PAGE_TOKEN");
        after = *id;
    }
    const int size = request.page_size() == 0 ? defaultPage : request.page_size();
    auto read = [this, consumer = request.consumer(), after, size] {
        return m_feed.deadLetters(consumer, after, size);
    };
    const auto letters = co_await callOn(m_threads, std::move(read));
    if (!letters)
        co_return std::unexpected(letters.error());
    v1::ListDeadLettersResponse response;
    for (const auto& letter : *letters)
        *response.add_dead_letters() = toProto(letter);
    if (letters->size() == static_cast<std::size_t>(size))
        response.set_next_page_token(m_tokens.make(request.consumer(), "id", {letters->back().id}));
    co_return response;
}

Task<Result<v1::DeadLetter>> EventLogService::redriveDeadLetter(rpc::Context&, const v1::DeadLetterRequest& request) {
    const auto id = parseId(request.id());
    if (id == 0)
        co_return notFound("dead letter", request.id());
    auto redrive = [this, id] { return m_feed.redrive(id); };
    co_return toProto(co_await callOn(m_threads, std::move(redrive)));
}

Task<Result<v1::DeadLetter>> EventLogService::skipDeadLetter(rpc::Context&, const v1::SkipDeadLetterRequest& request) {
    const auto id = parseId(request.id());
    if (id == 0)
        co_return notFound("dead letter", request.id());
    auto skip = [this, id, reason = request.reason()] { return m_feed.skip(id, reason); };
    co_return toProto(co_await callOn(m_threads, std::move(skip)));
}

} // namespace tradepost::eventlog
