#pragma once

#include <boost/asio/awaitable.hpp>

namespace tradepost {

// A coroutine on Asio. It resumes on the executor it was spawned on; I/O threads never block.
template<class T>
using Task = boost::asio::awaitable<T>;

} // namespace tradepost
