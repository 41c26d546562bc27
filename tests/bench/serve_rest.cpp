// The REST edge over a catalog in memory, to be measured from outside:
//   serve_rest 8080 100000 ids.txt &  IDS=ids.txt wrk -t1 -c32 -d10s --latency -s tests/bench/zipf.lua
//   http://127.0.0.1:8080
#include "tests/backend/gateway/rest/test_store.h"

#include "backend/base/ids.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: serve_rest PORT PRODUCTS IDS-FILE\n";
        return 2;
    }
    using namespace tradepost;
    http::ServerConfig config;
    config.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    test::TestStore store(config, {}, 512u << 20);
    std::ofstream ids(argv[3]);
    IdSource source(systemClock(), 1);
    for (int i = 0, count = std::atoi(argv[2]); i < count; ++i) {
        auto product = test::sampleProduct();
        product.set_id(formatId(source.next()));
        ids << product.id() << '\n';
        store.catalog.set(std::move(product));
    }
    ids.close();
    std::cout << "http://127.0.0.1:" << store.server->port() << std::endl;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    int caught = 0;
    sigwait(&signals, &caught);
    const auto stats = store.cache.stats();
    std::cout << "cache: " << stats.hits << " hits, " << stats.misses << " misses\n";
}
