#include "backend/platform/rpc/context.h"

#include <algorithm>
#include <utility>

namespace tradepost::rpc {

bool Principal::has(Role role) const {
    return std::ranges::any_of(roles, [role](Role own) { return own == role || own == Role::ADMIN; });
}

bool Principal::actsFor(SellerId seller) const {
    return seller && std::ranges::find(roles, Role::SELLER) != roles.end() &&
           std::ranges::find(sellers, seller) != sellers.end();
}

void CancelState::cancel() {
    const std::lock_guard lock(m_mutex);
    if (m_cancelled.exchange(true, std::memory_order_relaxed))
        return;
    for (const auto& [id, callback] : m_callbacks)
        callback();
    m_callbacks.clear();
}

CancelState::Handle CancelState::listen(const std::shared_ptr<CancelState>& state, std::function<void()> callback) {
    const std::lock_guard lock(state->m_mutex);
    if (state->cancelled()) {
        callback();
        return nullptr;
    }
    const std::uint64_t id = state->m_nextId++;
    state->m_callbacks.emplace(id, std::move(callback));
    return Handle(state.get(), [state, id](void*) {
        const std::lock_guard guard(state->m_mutex);
        state->m_callbacks.erase(id);
    });
}

} // namespace tradepost::rpc
