tradepost_bench(bench_sql
  SOURCES bench_sql.cpp
  LINKS tests_support PkgConfig::sqlite)
