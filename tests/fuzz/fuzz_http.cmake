tradepost_fuzz(fuzz_http SOURCES fuzz_http.cpp LINKS backend_gateway_rest)
