#pragma once

#include "backend/base/task.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>
#include <string>
#include <utility>

namespace tradepost::test {

struct ShopAnswer {
    unsigned status = 0;
    boost::json::value body;

    bool ok() const { return status / 100 == 2; }
    std::string text(const char* member) const {
        const auto* const found = body.is_object() ? body.as_object().if_contains(member) : nullptr;
        return found && found->is_string() ? std::string(found->as_string()) : std::string();
    }
};

// Somebody who shops over REST: one connection that is kept, one request at a time. For load and races, many of them
// share a thread.
class Shopper {
public:
    explicit Shopper(boost::asio::any_io_executor executor) : m_socket(executor) {}

    // "127.0.0.1:4711"
    Task<void> connect(const std::string& address) {
        const auto colon = address.find(':');
        const boost::asio::ip::tcp::endpoint server(boost::asio::ip::make_address(address.substr(0, colon)),
                                                    static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
        co_await m_socket.async_connect(server, boost::asio::use_awaitable);
        m_socket.set_option(boost::asio::ip::tcp::no_delay(true));
    }
    Task<ShopAnswer> get(const std::string& path) { co_return co_await send(boost::beast::http::verb::get, path, {}); }
    Task<ShopAnswer> post(const std::string& path, boost::json::value body, std::string idempotencyKey = {}) {
        co_return co_await send(boost::beast::http::verb::post, path, boost::json::serialize(body),
                                std::move(idempotencyKey));
    }

    // A new guest from here on.
    Task<ShopAnswer> becomeGuest() {
        m_token.clear();
        ShopAnswer answer = co_await post("/v1/guests", boost::json::object());
        m_token = answer.text("accessToken");
        co_return answer;
    }
    void use(std::string accessToken) { m_token = std::move(accessToken); }
    Task<ShopAnswer> addToCart(const std::string& product, const std::string& sku, int quantity = 1) {
        co_return co_await post(
            "/v1/cart/lines",
            boost::json::object{{"productId", product}, {"sku", sku}, {"quantity", std::to_string(quantity)}});
    }
    // `cart` as addToCart() answered; waits for the outcome.
    Task<ShopAnswer> checkOut(const ShopAnswer& cart, std::string method, std::string key, int waitMs = 20'000) {
        const boost::json::object address{
            {"name", "Ada Byron"}, {"lines", boost::json::array{"1 Mill Lane"}}, {"city", "Leeds"}, {"country", "GB"}};
        co_return co_await post("/v1/checkouts",
                                boost::json::object{{"cartEtag", cart.text("etag")},
                                                    {"shippingAddress", address},
                                                    {"email", "ada@example.com"},
                                                    {"paymentMethod", std::move(method)},
                                                    {"waitMs", waitMs}},
                                std::move(key));
    }

private:
    Task<ShopAnswer> send(boost::beast::http::verb verb, std::string path, std::string body, std::string key = {}) {
        namespace http = boost::beast::http;
        http::request<http::string_body> request(verb, path, 11);
        request.set(http::field::host, "shop");
        if (!m_token.empty())
            request.set(http::field::authorization, "Bearer " + m_token);
        if (!key.empty())
            request.set("Idempotency-Key", key);
        if (!body.empty()) {
            request.set(http::field::content_type, "application/json");
            request.body() = std::move(body);
        }
        request.prepare_payload();
        co_await http::async_write(m_socket, request, boost::asio::use_awaitable);
        http::response<http::string_body> response;
        co_await http::async_read(m_socket, m_buffer, response, boost::asio::use_awaitable);
        ShopAnswer answer{response.result_int(), {}};
        if (!response.body().empty())
            answer.body = boost::json::parse(response.body());
        co_return answer;
    }

    boost::asio::ip::tcp::socket m_socket;
    boost::beast::flat_buffer m_buffer;
    std::string m_token;
};

} // namespace tradepost::test
