add_executable(load_grpc ${CMAKE_CURRENT_LIST_DIR}/load_grpc.cpp)
target_link_libraries(load_grpc PRIVATE tradepost_flags backend_api PkgConfig::nghttp2 fmt::fmt)
