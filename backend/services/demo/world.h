#pragma once

#include "backend/services/demo/demo.h"
#include "backend/services/demo/kinds.h"
#include "backend/services/demo/random.h"
#include "backend/services/demo/wording.h"

#include <map>
#include <string>
#include <vector>

namespace tradepost::demo {

// Stands where it is put: ids made by it repeat.
class DemoClock final : public Clock {
public:
    Micros now() const override { return m_now; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }
    void set(Micros now) { m_now = now; }

private:
    Micros m_now = 0;
};

// Everything but the products.
struct World {
    static constexpr Micros day = 86'400'000'000;
    static constexpr Micros opened = 1'700'000'000'000'000; // 14 November 2023; the newest product is of May 2025
    static constexpr Micros days = 540;

    explicit World(const DemoConfig& config);

    struct SellerTraits {
        std::string id, currency;
    };

    DemoClock clock;
    IdSource ids;
    Random random;
    std::vector<identity::v1::Seller> sellers;
    std::vector<DemoUser> users;
    std::vector<catalog::v1::Category> categories;
    std::vector<std::string> leafIds;                                    // by kind
    std::map<std::string_view, std::vector<SellerTraits>> sellersOfRoot; // who sells what

private:
    void makeSellers();
    void makeUsers();
    void makeCategories();
};

} // namespace tradepost::demo
