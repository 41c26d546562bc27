#pragma once

#include "tests/e2e/server_process.h"
#include "tests/e2e/shop.h"
#include "tests/support/shopper.h"
#include "tests/support/temporary_directory.h"
#include "tradepost/inventory/v1/inventory.pb.h"
#include "tradepost/orders/v1/orders.pb.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>
#include <memory>
#include <thread>

namespace tradepost::e2e {

// The real program, a product, and shoppers over REST.
class Orders : public testing::Test {
protected:
    void startWith(std::int64_t units) {
        ASSERT_TRUE(server.start()) << server.log();
        session = connectTo(data);
        ASSERT_TRUE(session);
        product = sell(*session, "Zirconium lamp", "ZL-1");
        inventory::v1::CreateLocationRequest make;
        make.mutable_location()->set_seller_id(product.seller_id());
        make.mutable_location()->set_name("Here");
        inventory::v1::Location location;
        ASSERT_TRUE(session->call("tradepost.inventory.v1.InventoryService/CreateLocation", make, location));
        inventory::v1::ChangeStockRequest receive;
        receive.set_seller_id(product.seller_id());
        inventory::v1::StockChange& change = *receive.add_changes();
        change.set_sku("ZL-1");
        change.set_location_id(location.id());
        change.set_kind(inventory::v1::RECEIVED);
        change.set_quantity(units);
        inventory::v1::ChangeStockResponse changed;
        const auto received = session->call("tradepost.inventory.v1.InventoryService/ChangeStock", receive, changed);
        ASSERT_TRUE(received) << received.error().message;
        item = changed.items(0).id();
    }
    void restart() {
        session.reset();
        ASSERT_TRUE(server.start()) << server.log();
        session = connectTo(data);
        ASSERT_TRUE(session);
    }
    template<class T>
    T run(Task<T> task) {
        auto result = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
        io.restart();
        io.run();
        return result.get();
    }
    std::int64_t onHand() {
        inventory::v1::GetStockItemRequest request;
        request.set_id(item);
        inventory::v1::StockItem now;
        EXPECT_TRUE(session->call("tradepost.inventory.v1.InventoryService/GetStockItem", request, now));
        return now.figures().on_hand();
    }
    int orders() {
        int count = 0;
        orders::v1::ListOrdersRequest request;
        request.set_page_size(500);
        orders::v1::ListOrdersResponse page;
        do {
            request.set_page_token(page.next_page_token());
            EXPECT_TRUE(session->call("tradepost.orders.v1.OrderService/ListOrders", request, page));
            count += page.orders_size();
        } while (!page.next_page_token().empty());
        return count;
    }
    void expectStockAddsUp() {
        inventory::v1::StockCheck check;
        for (int i = 0; i < 500; ++i) { // what is confirmed turns its hold into a sale a moment later
            ASSERT_TRUE(session->call("tradepost.inventory.v1.InventoryService/CheckStock",
                                      inventory::v1::CheckStockRequest(), check));
            if (check.holds() == 0)
                break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        EXPECT_EQ(check.holds(), 0);
        EXPECT_EQ(check.differences_size(), 0) << check.ShortDebugString();
    }

    test::TemporaryDirectory directory;
    const std::string data = directory.path() + "/s";
    ServerProcess server{data};
    std::unique_ptr<server::StoreSession> session;
    catalog::v1::Product product;
    std::string item;
    boost::asio::io_context io;
};

} // namespace tradepost::e2e
