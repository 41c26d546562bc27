# The server's allocator, as it is half of what an import does.
tradepost_bench(bench_imports SOURCES bench_imports.cpp ${CMAKE_SOURCE_DIR}/app/server/allocator.cpp
  LINKS backend_services_catalog_imports backend_services_demo backend_services_search backend_platform_cache backend_platform_events backend_platform_sql tests_support ${JEMALLOC_LIBRARY})
