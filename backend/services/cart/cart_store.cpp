#include "backend/services/cart/cart_store.h"

namespace tradepost::cart {

namespace {
Cart cartOf(const sql::Row& row) {
    return {CartId(row.integer(0)), row.text(1), row.integer(2), CheckoutId(row.integer(3)), row.integer(4), {}};
}

std::optional<Cart> withLines(sql::Reader& reader, std::optional<Cart> cart) {
    if (cart)
        cart->lines = reader.all(
            "SELECT id, product_id, seller_id, sku, quantity, added_minor, currency FROM "
            "cart_lines WHERE cart_id = ? ORDER BY id",
            [](const sql::Row& row) {
                return Line{CartLineId(row.integer(0)),
                            ProductId(row.integer(1)),
                            SellerId(row.integer(2)),
                            row.text(3),
                            row.integer(4),
                            row.integer(5),
                            row.text(6)};
            },
            cart->id.value());
    return cart;
}
} // namespace

std::optional<Cart> CartStore::find(sql::Reader& reader, const std::string& owner) {
    return withLines(reader, reader.one("SELECT id, owner, version, checkout_id, changed_at FROM cart_carts "
                                        "WHERE owner = ?",
                                        cartOf, owner));
}

std::optional<Cart> CartStore::find(sql::Reader& reader, CartId id) {
    return withLines(reader, reader.one("SELECT id, owner, version, checkout_id, changed_at FROM cart_carts "
                                        "WHERE id = ?",
                                        cartOf, id.value()));
}

void CartStore::insert(sql::Transaction& tx, const Cart& cart) {
    tx.exec("INSERT INTO cart_carts (id, owner, version, checkout_id, changed_at) VALUES (?, ?, ?, ?, ?)",
            cart.id.value(), cart.owner, cart.version, cart.checkout.value(), cart.changed);
}

void CartStore::update(sql::Transaction& tx, const Cart& cart) {
    tx.exec("UPDATE cart_carts SET version = ?, checkout_id = ?, changed_at = ? WHERE id = ?", cart.version,
            cart.checkout.value(), cart.changed, cart.id.value());
}

void CartStore::save(sql::Transaction& tx, CartId cart, const Line& line) {
    tx.exec("INSERT INTO cart_lines (id, cart_id, product_id, seller_id, sku, quantity, added_minor, currency) VALUES "
            "(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, "
            "added_minor = excluded.added_minor, currency = excluded.currency",
            line.id.value(), cart.value(), line.product.value(), line.seller.value(), line.sku, line.quantity,
            line.addedMinor, line.currency);
}

void CartStore::removeLine(sql::Transaction& tx, CartLineId line) {
    tx.exec("DELETE FROM cart_lines WHERE id = ?", line.value());
}

void CartStore::remove(sql::Transaction& tx, CartId cart) {
    tx.exec("DELETE FROM cart_lines WHERE cart_id = ?", cart.value());
    tx.exec("DELETE FROM cart_carts WHERE id = ?", cart.value());
}

} // namespace tradepost::cart
