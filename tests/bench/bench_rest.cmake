tradepost_bench(bench_rest SOURCES bench_rest.cpp LINKS backend_gateway_rest)
tradepost_bench(serve_rest SOURCES serve_rest.cpp LINKS backend_gateway_rest)
