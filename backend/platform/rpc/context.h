#pragma once

#include "backend/base/error.h"
#include "backend/base/ids.h"
#include "tradepost/options/v1/options.pb.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class Message;
}

namespace tradepost::rpc {

using Role = options::v1::Role;

// Who calls. Made by the edge from a verified token; ANYONE without one.
struct Principal {
    UserId user;                           // falsy for ANYONE and guests
    std::string guestId;                   // of a signed guest token
    std::vector<Role> roles{Role::ANYONE}; // never empty
    std::vector<SellerId> sellers;         // the accounts a seller may act for
    bool local = false;                    // over the console's private socket, by the user who owns the server

    bool has(Role role) const;           // ADMIN has every role
    bool actsFor(SellerId seller) const; // as seller; not by being moderator, operator or admin
};

// Whether a call is still wanted, and who must hear when it is not. Thread-safe.
class CancelState {
public:
    bool cancelled() const { return m_cancelled.load(std::memory_order_relaxed); }
    void cancel();
    using Handle = std::shared_ptr<void>;
    static Handle listen(const std::shared_ptr<CancelState>& state, std::function<void()> callback);

private:
    std::atomic<bool> m_cancelled{false};
    std::mutex m_mutex;
    std::map<std::uint64_t, std::function<void()>> m_callbacks;
    std::uint64_t m_nextId = 0;
};

// One call. Lives until the method's coroutine ends; passed by reference through everything it does.
class Context {
public:
    Principal principal;
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    std::string traceparent;   // of this call's span: hand it on to events and outgoing calls
    std::string language;      // BCP 47, from Accept-Language; empty: none asked for
    std::string remoteAddress; // for slowing down sign-ins; never logged

    // What the method has to say beside its error, for the edges to hand on: a message (a gRPC status detail, a member
    // of the REST problem), and where the resource is by now (REST answers 301).
    std::shared_ptr<const google::protobuf::Message> errorDetail;
    std::string movedTo;
    // The answer tells of work that goes on (REST answers 202).
    bool accepted = false;

    // The peer is gone, the server drains, or the deadline has passed: stop at the next good place.
    bool cancelled() const { return m_state->cancelled(); }
    void cancel() { m_state->cancel(); }
    // Calls `callback` once when the call is cancelled, at once when it already is; on the canceller's thread, so wake
    // what waits (post, expire a timer on its own executor) and return. Destroying the handle ends that, and waits for
    // a callback that runs; a callback must not destroy its own handle.
    [[nodiscard]] CancelState::Handle onCancel(std::function<void()> callback) {
        return CancelState::listen(m_state, std::move(callback));
    }
    // For those who may have to cancel when the context is gone already.
    const std::shared_ptr<CancelState>& cancelState() const { return m_state; }
    // A context for a call made on behalf of this one: everything copied, cancelled on its own.
    Context child() const {
        Context context(*this);
        context.m_state = std::make_shared<CancelState>();
        return context;
    }
    // A child for what the store itself does in the course of this call: it may call every method.
    Context asStore() const {
        Context context = child();
        context.principal = {};
        context.principal.roles = {Role::ADMIN};
        return context;
    }

private:
    std::shared_ptr<CancelState> m_state = std::make_shared<CancelState>(); // a copy is the same call
};

} // namespace tradepost::rpc
