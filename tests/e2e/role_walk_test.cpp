#include "app/server/backend.h"
#include "tests/support/role_walk.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

namespace tradepost::e2e {
namespace {

TEST(RoleWalk, EveryMethodAdmitsWhomTheContractNames) {
    test::TemporaryDirectory folder;
    auto directory = server::DataDirectory::take(folder.path());
    ASSERT_TRUE(directory);
    server::Backend backend(server::Settings(), *directory);
    const auto started = backend.start({"all"});
    ASSERT_TRUE(started) << started.error().message;
    EXPECT_TRUE(backend.registry.unregistered().empty());
    const tradepost::testing::RoleWalk walk = tradepost::testing::walkRoles(backend.registry);
    EXPECT_GE(walk.calls, 7 * 40);
    for (const std::string& fault : walk.faults)
        ADD_FAILURE() << fault;
}

} // namespace
} // namespace tradepost::e2e
