tradepost_bench(bench_grpc SOURCES bench_grpc.cpp
  LINKS backend_gateway_grpc tests_echo PkgConfig::grpcpp)
