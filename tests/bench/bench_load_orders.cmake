add_executable(load_orders ${CMAKE_CURRENT_LIST_DIR}/load_orders.cpp)
target_link_libraries(load_orders PRIVATE tradepost_flags backend_base Boost::headers Boost::json fmt::fmt Threads::Threads)
