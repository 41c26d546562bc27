#include "backend/platform/sql/sql.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace tradepost;

TEST(DirectoryLock, SecondOwnerIsToldTheFirst) {
    std::string directory = (std::filesystem::temp_directory_path() / "tradepost_lock_XXXXXX").string();
    ASSERT_NE(::mkdtemp(directory.data()), nullptr);
    {
        auto first = sql::DirectoryLock::take(directory);
        ASSERT_TRUE(first) << first.error().message;
        auto moved = std::move(*first);
        auto second = sql::DirectoryLock::take(directory);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, Code::FailedPrecondition);
        EXPECT_EQ(second.error().reason, "DATA_DIRECTORY_IN_USE");
        EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos);
    }
    EXPECT_TRUE(sql::DirectoryLock::take(directory));
    std::filesystem::remove_all(directory);
}

TEST(DirectoryLock, MissingDirectoryIsNamed) {
    auto lock = sql::DirectoryLock::take("/nonexistent/data");
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().reason, "DATA_DIRECTORY_UNUSABLE");
    EXPECT_NE(lock.error().message.find("/nonexistent/data"), std::string::npos);
}
