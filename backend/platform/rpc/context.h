#pragma once

#include "backend/base/error.h"
#include "backend/base/ids.h"
#include "tradepost/options/v1/options.pb.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::rpc {

using Role = options::v1::Role;

// Who calls. Made by the edge from a verified token; ANYONE without one.
struct Principal {
    UserId user;                    // falsy for ANYONE and guests
    std::string guestId;            // of a signed guest token
    std::vector<Role> roles{Role::ANYONE}; // never empty
    std::vector<SellerId> sellers;  // the accounts a seller may act for
    bool local = false;             // over the console's private socket, by the user who owns the server

    bool has(Role role) const;      // ADMIN has every role
    bool actsFor(SellerId seller) const; // as seller; not by being moderator, operator or admin
};

// One call. Lives until the method's coroutine ends; passed by reference through everything it does.
class Context {
  public:
    Principal principal;
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    std::string traceparent;      // of this call's span: hand it on to events and outgoing calls
    std::string language;         // BCP 47, from Accept-Language; empty: none asked for
    std::string remoteAddress;    // for slowing down sign-ins; never logged

    bool cancelled() const { return m_cancelled->load(std::memory_order_relaxed); }
    void cancel() { m_cancelled->store(true, std::memory_order_relaxed); }

  private:
    std::shared_ptr<std::atomic<bool>> m_cancelled = std::make_shared<std::atomic<bool>>(false);
};

} // namespace tradepost::rpc
