#include "tests/support/shopper.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <random>
#include <vector>

// Buys over REST from many connections on one thread: load_orders ADDRESS CONNECTIONS SECONDS MODE, with a line
// "PRODUCT SKU" on stdin for each thing on sale. MODE is "checkout" (a guest, one line, a checkout to its end: three
// requests an order), or "cart" (three lines into each cart, one request each). Prints a line of JSON; times are in
// milliseconds.
namespace {

using namespace tradepost;
using Clock = std::chrono::steady_clock;

struct Offer {
    std::string product, sku;
};

struct Load {
    std::string address, mode;
    std::vector<Offer> offers;
    Clock::time_point end;
    std::vector<double> times;
    int failed = 0;
    std::string firstFailure;

    void note(Clock::time_point begun, bool good, const test::ShopAnswer& answer) {
        if (good) {
            times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
            return;
        }
        if (failed++ == 0)
            firstFailure = fmt::format("{} {}", answer.status, boost::json::serialize(answer.body));
    }
};

Task<void> shop(Load& load, boost::asio::any_io_executor executor, unsigned seed) {
    std::mt19937 random(seed);
    test::Shopper shopper(executor);
    co_await shopper.connect(load.address);
    for (int n = 0; Clock::now() < load.end; ++n) {
        const Offer& offer = load.offers[random() % load.offers.size()];
        if (load.mode == "cart") {
            if (n % 3 == 0)
                co_await shopper.becomeGuest();
            const auto begun = Clock::now();
            const auto cart = co_await shopper.addToCart(offer.product, offer.sku);
            load.note(begun, cart.ok(), cart);
            continue;
        }
        const auto begun = Clock::now();
        co_await shopper.becomeGuest();
        const auto cart = co_await shopper.addToCart(offer.product, offer.sku);
        if (!cart.ok()) {
            load.note(begun, false, cart);
            continue;
        }
        const auto checkout = co_await shopper.checkOut(cart, "pm_card_visa", fmt::format("{}-{}", seed, n));
        load.note(begun, checkout.text("state") == "CONFIRMED", checkout);
    }
}

double at(const std::vector<double>& sorted, double share) {
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fputs("load_orders ADDRESS CONNECTIONS SECONDS checkout|cart\n", stderr);
        return 2;
    }
    Load load;
    load.address = argv[1];
    load.mode = argv[4];
    for (Offer offer; std::cin >> offer.product >> offer.sku;)
        load.offers.push_back(offer);
    const int connections = std::stoi(argv[2]);
    const double seconds = std::stod(argv[3]);
    if (load.offers.empty()) {
        std::fputs("nothing is on sale\n", stderr);
        return 2;
    }
    boost::asio::io_context io(1);
    const auto begun = Clock::now();
    load.end = begun + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    int broken = 0;
    for (int i = 0; i < connections; ++i)
        boost::asio::co_spawn(io, shop(load, io.get_executor(), static_cast<unsigned>(i)),
                              [&](const std::exception_ptr& error) { broken += error ? 1 : 0; });
    io.run();
    const double took = std::chrono::duration<double>(Clock::now() - begun).count();
    std::ranges::sort(load.times);
    if (!load.firstFailure.empty())
        std::fprintf(stderr, "first failure: %s\n", load.firstFailure.c_str());
    fmt::print("{{\"connections\": {}, \"per_s\": {:.0f}, \"p50_ms\": {:.2f}, \"p99_ms\": {:.2f}, \"done\": {}, "
               "\"failed\": {}, \"broken\": {}}}\n",
               connections, static_cast<double>(load.times.size()) / took, at(load.times, 0.5), at(load.times, 0.99),
               load.times.size(), load.failed, broken);
    return 0;
}
