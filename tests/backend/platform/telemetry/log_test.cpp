#include "backend/platform/telemetry/log.h"

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace tradepost::telemetry {

namespace {

boost::json::object parse(const std::string& line) {
    boost::system::error_code error;
    const auto value = boost::json::parse(line, error);
    EXPECT_FALSE(error) << line;
    return error ? boost::json::object() : value.as_object();
}

} // namespace

TEST(Log, WritesOneObjectALine) {
    EXPECT_EQ(formatLogLine(1'700'000'000'000'042, Level::Warn, "slow", {{"method", "a/B"}, {"ms", "12"}},
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
              R"({"time":"2023-11-14T22:13:20.000042Z","level":"warn","message":"slow",)"
              R"("trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","method":"a/B","ms":"12"})");
}

TEST(Log, EscapesWhateverItIsGiven) {
    std::string all;
    for (int c = 1; c < 128; ++c)
        all += static_cast<char>(c);
    all += "\u00e4\u20ac\U0001F680";
    EXPECT_EQ(parse(formatLogLine(0, Level::Info, all))["message"].as_string(), all);
    EXPECT_THAT(formatLogLine(0, Level::Info, all), ::testing::Not(::testing::HasSubstr("\n")));
    const std::string replacement = "\xef\xbf\xbd";
    for (const std::string bad : {"\x80", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"}) {
        const auto message = parse(formatLogLine(0, Level::Info, "a" + bad + "b", {{bad, bad}}))["message"].as_string();
        EXPECT_TRUE(message.starts_with("a" + replacement));
        EXPECT_TRUE(message.ends_with(replacement + "b"));
    }
}

TEST(Log, WritesToAFileFromTheLevelOn) {
    const auto file = std::filesystem::temp_directory_path() / ("tradepost-log-" + std::to_string(::getpid()));
    openLog(Level::Info, file.string());
    log(Level::Debug, "unheard");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([] {
            for (int j = 0; j < 200; ++j)
                log(Level::Info, "line", {{"j", std::to_string(j)}});
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(droppedLogLines(), 0u);
    closeLog();
    std::ifstream input(file);
    int lines = 0;
    for (std::string line; std::getline(input, line); ++lines)
        EXPECT_EQ(parse(line)["message"].as_string(), "line");
    EXPECT_EQ(lines, 800);
    std::filesystem::remove(file);
}

TEST(Log, TellsWarningsOnStderrWhenNotOpen) {
    ::testing::internal::CaptureStderr();
    log(Level::Info, "unheard");
    log(Level::Warn, "heard");
    const std::string said = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(parse(said)["message"].as_string(), "heard");
    EXPECT_EQ(std::ranges::count(said, '\n'), 1);
}

} // namespace tradepost::telemetry
