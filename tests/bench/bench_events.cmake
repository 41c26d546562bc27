tradepost_bench(bench_events
  SOURCES bench_events.cpp
  LINKS backend_platform_events tests_support protobuf::libprotobuf)
