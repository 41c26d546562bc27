// Load on a running server over gRPC: durable small updates with a fixed number in flight, and one at a time; and how
// long after each update's answer its event reaches a live consumer. Prints one JSON object.
//
// One thread on bare HTTP/2 frames, so that the load takes little of the machine it shares with the server; gRPC over
// HTTP/2 as in https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
//
// usage: load_grpc HOST:PORT TOKEN title|price SECONDS IN_FLIGHT CONNECTIONS PRODUCT_ID... | -   (-: ids on standard
// input)

#include "tradepost/catalog/v1/catalog.pb.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <functional>
#include <iostream>
#include <memory>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

namespace catalog = tradepost::catalog::v1;
using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double quantile(std::vector<double>& values, double q) {
    if (values.empty())
        return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// One gRPC call: what goes out, and what comes in.
struct Call {
    std::string request; // framed
    std::size_t sent = 0;
    std::string incoming; // not yet a whole message
    std::string status, problem;
    std::function<void(std::string_view message)> onMessage;
    std::function<void(Call&)> onEnd;
};

class Connection {
public:
    Connection(const std::string& host, int port, std::string authority, std::string token)
        : m_authority(std::move(authority)), m_authorization("Bearer " + std::move(token)) {
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1 ||
            ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect to " + m_authority);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

        nghttp2_session_callbacks* callbacks = nullptr;
        nghttp2_session_callbacks_new(&callbacks);
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, &Connection::onData);
        nghttp2_session_callbacks_set_on_header_callback(callbacks, &Connection::onHeader);
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &Connection::onClose);
        nghttp2_session_client_new(&m_session, callbacks, this);
        nghttp2_session_callbacks_del(callbacks);
        const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, 1 << 24}};
        nghttp2_submit_settings(m_session, NGHTTP2_FLAG_NONE, settings, std::size(settings));
        nghttp2_session_set_local_window_size(m_session, NGHTTP2_FLAG_NONE, 0, 1 << 24);
    }
    ~Connection() {
        nghttp2_session_del(m_session);
        ::close(m_socket);
    }
    Connection(const Connection&) = delete;

    int socket() const { return m_socket; }

    void call(const char* path, const google::protobuf::Message& request, std::unique_ptr<Call> call) {
        const std::string message = request.SerializeAsString();
        const auto size = static_cast<std::uint32_t>(message.size());
        call->request = {'\0', static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                         static_cast<char>(size >> 8), static_cast<char>(size)};
        call->request += message;
        const auto header = [](std::string_view name, std::string_view value) {
            return nghttp2_nv{reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                              reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(),
                              value.size(), NGHTTP2_NV_FLAG_NONE};
        };
        const nghttp2_nv headers[] = {header(":method", "POST"),
                                      header(":scheme", "http"),
                                      header(":path", path),
                                      header(":authority", m_authority),
                                      header("content-type", "application/grpc"),
                                      header("te", "trailers"),
                                      header("authorization", m_authorization)};
        const nghttp2_data_provider body{{.ptr = call.get()}, &Connection::readBody};
        const int stream = nghttp2_submit_request(m_session, nullptr, headers, std::size(headers), &body, call.get());
        if (stream < 0)
            throw std::runtime_error(nghttp2_strerror(stream));
        m_calls.emplace(stream, std::move(call));
    }
    // All that is to go out, in as few writes as the socket takes.
    void send() {
        for (;;) {
            const std::uint8_t* bytes = nullptr;
            const auto size = nghttp2_session_mem_send(m_session, &bytes);
            if (size <= 0)
                break;
            m_out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
        }
        for (std::size_t sent = 0; sent < m_out.size();) {
            const auto size = ::send(m_socket, m_out.data() + sent, m_out.size() - sent, MSG_NOSIGNAL);
            if (size <= 0)
                throw std::runtime_error("the server closed the connection");
            sent += static_cast<std::size_t>(size);
        }
        m_out.clear();
    }
    void receive() {
        static std::uint8_t buffer[1 << 18];
        const auto size = ::recv(m_socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN)
            return;
        if (size <= 0)
            throw std::runtime_error("the server closed the connection");
        if (nghttp2_session_mem_recv(m_session, buffer, static_cast<std::size_t>(size)) < 0)
            throw std::runtime_error("the server does not speak HTTP/2");
    }

private:
    static Call* callOf(nghttp2_session* session, std::int32_t stream) {
        return static_cast<Call*>(nghttp2_session_get_stream_user_data(session, stream));
    }
    static ssize_t readBody(nghttp2_session*, std::int32_t, std::uint8_t* buffer, std::size_t length,
                            std::uint32_t* flags, nghttp2_data_source* source, void*) {
        auto& call = *static_cast<Call*>(source->ptr);
        const std::size_t size = std::min(length, call.request.size() - call.sent);
        std::memcpy(buffer, call.request.data() + call.sent, size);
        call.sent += size;
        if (call.sent == call.request.size())
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        return static_cast<ssize_t>(size);
    }
    static int onData(nghttp2_session* session, std::uint8_t, std::int32_t stream, const std::uint8_t* bytes,
                      std::size_t size, void*) {
        Call* call = callOf(session, stream);
        if (!call)
            return 0;
        call->incoming.append(reinterpret_cast<const char*>(bytes), size);
        std::size_t at = 0;
        for (; call->incoming.size() - at >= 5;) {
            const auto* head = reinterpret_cast<const unsigned char*>(call->incoming.data()) + at;
            const std::size_t length =
                std::size_t{head[1]} << 24 | std::size_t{head[2]} << 16 | std::size_t{head[3]} << 8 | head[4];
            if (call->incoming.size() - at < 5 + length)
                break;
            call->onMessage(std::string_view(call->incoming).substr(at + 5, length));
            at += 5 + length;
        }
        call->incoming.erase(0, at);
        return 0;
    }
    static int onHeader(nghttp2_session* session, const nghttp2_frame* frame, const std::uint8_t* name,
                        std::size_t nameSize, const std::uint8_t* value, std::size_t valueSize, std::uint8_t, void*) {
        const std::string_view key(reinterpret_cast<const char*>(name), nameSize);
        if (!key.starts_with("grpc-"))
            return 0;
        if (Call* call = callOf(session, frame->hd.stream_id)) {
            const std::string_view text(reinterpret_cast<const char*>(value), valueSize);
            if (key == "grpc-status")
                call->status = text;
            else if (key == "grpc-message")
                call->problem = text;
        }
        return 0;
    }
    static int onClose(nghttp2_session*, std::int32_t stream, std::uint32_t, void* self) {
        auto& calls = static_cast<Connection*>(self)->m_calls;
        const auto found = calls.find(stream);
        if (found == calls.end())
            return 0;
        const auto call = std::move(found->second);
        calls.erase(found);
        call->onEnd(*call);
        return 0;
    }

    const std::string m_authority, m_authorization;
    int m_socket = -1;
    nghttp2_session* m_session = nullptr;
    std::unordered_map<std::int32_t, std::unique_ptr<Call>> m_calls;
    std::string m_out;
};

// The time from an update's answer to the arrival of its event, matched by product and what was written.
class Arrivals {
public:
    void note(const std::string& id, std::int64_t written, bool answer) {
        const auto now = Clock::now();
        auto [it, first] =
            m_waiting.try_emplace(std::hash<std::string>()(id) ^ static_cast<std::size_t>(written), now, answer);
        if (first)
            return;
        if (it->second.second != answer)
            m_delays.push_back(answer ? 0 : milliseconds(now - it->second.first));
        m_waiting.erase(it);
    }
    std::vector<double> take() { return std::exchange(m_delays, {}); }

private:
    std::unordered_map<std::size_t, std::pair<Clock::time_point, bool>> m_waiting;
    std::vector<double> m_delays;
};

struct Outcome {
    double perSecond = 0, p50 = 0, p99 = 0;
    std::uint64_t done = 0, failed = 0;
    std::string firstError;
};

class Load {
public:
    Load(const std::string& host, int port, const std::string& token, bool price, int connections,
         std::vector<std::string> ids)
        : m_price(price), m_ids(std::move(ids)) {
        for (int i = 0; i <= connections; ++i)
            m_connections.push_back(std::make_unique<Connection>(host, port, fmt::format("{}:{}", host, port), token));
        watch(*m_connections.back());
        turnUntil([&, end = Clock::now() + std::chrono::milliseconds(300)] { return Clock::now() > end; });
    }

    Outcome run(int inFlight, std::chrono::seconds duration) {
        const auto begin = Clock::now();
        m_end = begin + duration;
        m_latencies.clear();
        m_outcome = {};
        for (m_open = 0; m_open < inFlight; ++m_open)
            next(*m_connections[static_cast<std::size_t>(m_open) % (m_connections.size() - 1)]);
        turnUntil([this] { return m_open == 0; });
        const double seconds = milliseconds(Clock::now() - begin) / 1000;
        m_outcome.perSecond = static_cast<double>(m_outcome.done) / seconds;
        m_outcome.p50 = quantile(m_latencies, 0.5);
        m_outcome.p99 = quantile(m_latencies, 0.99);
        m_total += m_outcome.done;
        return m_outcome;
    }
    void settle() {
        turnUntil([&, end = Clock::now() + std::chrono::milliseconds(300)] { return Clock::now() > end; });
    }
    std::vector<double> takeDelays() { return m_arrivals.take(); }
    std::uint64_t total() const { return m_total; }

private:
    void watch(Connection& connection) {
        auto call = std::make_unique<Call>();
        call->onMessage = [this](std::string_view message) {
            m_changes.Clear();
            m_changes.ParseFromArray(message.data(), static_cast<int>(message.size()));
            for (const auto& row : m_changes.rows())
                m_arrivals.note(row.id(), written(row.title(), row.price()), false);
        };
        call->onEnd = [](Call& ended) { throw std::runtime_error("the stream of changes ended: " + ended.problem); };
        connection.call("/tradepost.catalog.v1.CatalogService/WatchProducts", catalog::WatchProductsRequest(),
                        std::move(call));
    }
    std::int64_t written(const std::string& title, const tradepost::common::v1::Money& price) const {
        return m_price ? price.amount_minor() : std::atoll(title.c_str() + title.rfind(' ') + 1);
    }

    void next(Connection& connection) {
        const auto turn = m_turn++;
        const std::string& id = m_ids[turn % m_ids.size()];
        catalog::UpdateProductRequest request;
        auto& product = *request.mutable_product();
        product.set_id(id);
        if (m_price) {
            product.mutable_price()->set_amount_minor(static_cast<std::int64_t>(1'000 + turn));
            product.mutable_price()->set_currency("EUR");
        } else {
            product.set_title(fmt::format("Desk lamp, edition {}", turn));
        }
        request.mutable_update_mask()->add_paths(m_price ? "price" : "title");
        auto call = std::make_unique<Call>();
        call->onMessage = [](std::string_view) {};
        call->onEnd = [this, &connection, &id, start = Clock::now(),
                       expected = static_cast<std::int64_t>(m_price ? 1'000 + turn : turn)](Call& ended) {
            const auto now = Clock::now();
            if (ended.status == "0") {
                ++m_outcome.done;
                m_latencies.push_back(milliseconds(now - start));
                m_arrivals.note(id, expected, true);
            } else if (m_outcome.failed++ == 0) {
                m_outcome.firstError = ended.status + " " + ended.problem;
            }
            if (now < m_end)
                next(connection);
            else
                --m_open;
        };
        connection.call("/tradepost.catalog.v1.CatalogService/UpdateProduct", request, std::move(call));
    }

    template<class Done>
    void turnUntil(Done done) {
        std::vector<pollfd> sockets;
        for (const auto& connection : m_connections)
            sockets.push_back({connection->socket(), POLLIN, 0});
        for (;;) {
            for (const auto& connection : m_connections)
                connection->send();
            if (done())
                return;
            ::poll(sockets.data(), sockets.size(), 10);
            for (std::size_t i = 0; i < sockets.size(); ++i)
                if (sockets[i].revents != 0)
                    m_connections[i]->receive();
        }
    }

    const bool m_price;
    const std::vector<std::string> m_ids;
    std::vector<std::unique_ptr<Connection>> m_connections; // the last one watches
    catalog::ProductChanges m_changes;
    Arrivals m_arrivals;
    std::uint64_t m_turn = 0, m_total = 0;
    Clock::time_point m_end;
    int m_open = 0;
    std::vector<double> m_latencies;
    Outcome m_outcome;
};

int run(int argc, char** argv) {
    if (argc < 8) {
        std::cerr << "usage: load_grpc HOST:PORT TOKEN title|price SECONDS IN_FLIGHT CONNECTIONS PRODUCT_ID... | -\n";
        return 2;
    }
    const std::string address = argv[1];
    const auto colon = address.rfind(':');
    const std::chrono::seconds duration(std::stoi(argv[4]));
    const int inFlight = std::stoi(argv[5]);
    std::vector<std::string> ids;
    if (std::string_view(argv[7]) == "-")
        for (std::string id; std::cin >> id;)
            ids.push_back(id);
    else
        ids.assign(argv + 7, argv + argc);
    Load load(address.substr(0, colon), std::stoi(address.substr(colon + 1)), argv[2], argv[3] == std::string("price"),
              std::stoi(argv[6]), std::move(ids));

    load.run(inFlight, std::chrono::seconds(1)); // warm up
    load.takeDelays();
    const Outcome many = load.run(inFlight, duration);
    load.settle();
    auto delays = load.takeDelays();
    const Outcome alone = load.run(1, std::chrono::seconds(2));

    fmt::print(
        "{{\"in_flight\": {}, \"updates_per_s\": {:.0f}, \"p50_ms\": {:.3f}, \"p99_ms\": {:.3f}, \"failed\": {}, "
        "\"alone_p50_ms\": {:.3f}, \"alone_p99_ms\": {:.3f}, \"event_p50_ms\": {:.3f}, \"event_p99_ms\": {:.3f}, "
        "\"events\": {}, \"updates\": {}}}\n",
        inFlight, many.perSecond, many.p50, many.p99, many.failed + alone.failed, alone.p50, alone.p99,
        quantile(delays, 0.5), quantile(delays, 0.99), delays.size(), load.total());
    if (!many.firstError.empty())
        std::cerr << "first error: " << many.firstError << "\n";
    return many.failed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& e) {
        std::cerr << e.what() << "\n";
        return 1;
    }
}
