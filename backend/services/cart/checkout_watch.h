#pragma once

#include "backend/base/notifier.h"
#include "backend/services/cart/cart_store.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace tradepost::cart {

// Who waits for which checkout: a change of one wakes only those who wait for it. Thread-safe.
class CheckoutWatch {
public:
    // Shared by all who wait for the checkout.
    std::shared_ptr<Notifier> at(CheckoutId id) {
        const std::scoped_lock lock(m_mutex);
        std::weak_ptr<Notifier>& known = m_watched[id];
        std::shared_ptr<Notifier> notifier = known.lock();
        if (!notifier)
            known = notifier = std::make_shared<Notifier>();
        return notifier;
    }
    void changed(CheckoutId id) {
        std::shared_ptr<Notifier> notifier;
        {
            const std::scoped_lock lock(m_mutex);
            const auto found = m_watched.find(id);
            if (found == m_watched.end())
                return;
            notifier = found->second.lock();
            if (!notifier)
                m_watched.erase(found);
        }
        if (notifier)
            notifier->notify();
    }

private:
    std::mutex m_mutex;
    std::unordered_map<CheckoutId, std::weak_ptr<Notifier>> m_watched;
};

} // namespace tradepost::cart
