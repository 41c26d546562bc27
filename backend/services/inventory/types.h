#pragma once

#include "backend/base/clock.h"
#include "backend/base/ids.h"
#include "tradepost/inventory/v1/inventory.pb.h"

#include <cstdint>
#include <string>

namespace tradepost::inventory {

using LocationId = Id<struct LocationTag>;
using StockItemId = Id<struct StockItemTag>;
using HoldId = Id<struct HoldTag>;

// Units of one item, at a location or over all.
struct Figures {
    std::int64_t onHand = 0, reserved = 0, incoming = 0;

    std::int64_t available() const { return onHand - reserved; }
    Figures& operator+=(const Figures& change) {
        onHand += change.onHand;
        reserved += change.reserved;
        incoming += change.incoming;
        return *this;
    }
    bool operator==(const Figures&) const = default;
};

// A seller's SKU, as far as stock goes.
struct Item {
    StockItemId id;
    SellerId seller;
    std::string sku;
    bool backorder = false;
    std::int64_t threshold = 0;
    bool bundle = false;   // has parts and no stock
    bool inBundle = false; // is a part of one
    Figures figures;

    bool inStock() const { return backorder || figures.available() > 0; }
    bool low() const { return threshold > 0 && figures.available() <= threshold; }
};

struct Level {
    LocationId location;
    Figures figures;
    bool closed = false;
};

inline void describe(v1::StockFigures& out, const Figures& figures) {
    out.set_on_hand(figures.onHand);
    out.set_reserved(figures.reserved);
    out.set_available(figures.available());
    out.set_incoming(figures.incoming);
}

} // namespace tradepost::inventory
