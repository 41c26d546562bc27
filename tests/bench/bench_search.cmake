tradepost_bench(bench_search SOURCES ${CMAKE_CURRENT_LIST_DIR}/bench_search.cpp
  LINKS backend_services_search backend_services_demo)
