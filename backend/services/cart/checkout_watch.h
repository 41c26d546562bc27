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
    struct Watched {
        Notifier changes;
        Notifier end; // the last change only
    };

    // Shared by all who wait for the checkout.
    std::shared_ptr<Watched> at(CheckoutId id) {
        const std::scoped_lock lock(m_mutex);
        std::weak_ptr<Watched>& known = m_watched[id];
        std::shared_ptr<Watched> watched = known.lock();
        if (!watched)
            known = watched = std::make_shared<Watched>();
        return watched;
    }
    void changed(CheckoutId id, bool over) {
        std::shared_ptr<Watched> watched;
        {
            const std::scoped_lock lock(m_mutex);
            const auto found = m_watched.find(id);
            if (found == m_watched.end())
                return;
            watched = found->second.lock();
            if (!watched || over)
                m_watched.erase(found);
        }
        if (!watched)
            return;
        watched->changes.notify();
        if (over)
            watched->end.notify();
    }

private:
    std::mutex m_mutex;
    std::unordered_map<CheckoutId, std::weak_ptr<Watched>> m_watched;
};

} // namespace tradepost::cart
