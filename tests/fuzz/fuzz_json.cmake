tradepost_fuzz(fuzz_json SOURCES fuzz_json.cpp LINKS backend_gateway_rest)
