#include "backend/platform/telemetry/metrics.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

namespace tradepost::telemetry {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, RendersCountersAndEscapes) {
    Metrics metrics;
    metrics.counter("tradepost_x_total", "A \\ and\na line.", {{"path", "a\"b\\c\nd"}, {"z", "1"}}).add(3);
    metrics.counter("tradepost_x_total", "ignored", {{"path", "a\"b\\c\nd"}, {"z", "1"}}).add();
    EXPECT_EQ(metrics.render(), "# HELP tradepost_x_total A \\\\ and\\na line.\n"
                                "# TYPE tradepost_x_total counter\n"
                                "tradepost_x_total{path=\"a\\\"b\\\\c\\nd\",z=\"1\"} 4\n");
}

TEST(Metrics, RendersHistogramsCumulatively) {
    Metrics metrics;
    auto& histogram = metrics.histogram("tradepost_y_seconds", "Time.", {{"m", "a"}});
    for (const double seconds : {0.00001, 0.00005, 0.003, 20.0, -1.0})
        histogram.observe(seconds);
    const std::string text = metrics.render();
    EXPECT_THAT(text, HasSubstr("# TYPE tradepost_y_seconds histogram\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_bucket{m=\"a\",le=\"5e-05\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_bucket{m=\"a\",le=\"0.0025\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_bucket{m=\"a\",le=\"0.005\"} 4\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_bucket{m=\"a\",le=\"10\"} 4\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_bucket{m=\"a\",le=\"+Inf\"} 5\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_sum{m=\"a\"} 20.00306\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_y_seconds_count{m=\"a\"} 5\n"));
}

TEST(Histogram, AnswersQuantilesByBucket) {
    Histogram histogram;
    EXPECT_EQ(histogram.quantile(0.5), 0);
    for (int i = 0; i < 99; ++i)
        histogram.observe(0.0002);
    histogram.observe(0.3);
    EXPECT_EQ(histogram.count(), 100u);
    EXPECT_EQ(histogram.quantile(0), 0.00025);
    EXPECT_EQ(histogram.quantile(0.99), 0.00025);
    EXPECT_EQ(histogram.quantile(0.995), 0.5);
    histogram.observe(1000);
    EXPECT_EQ(histogram.quantile(1), 10);
}

TEST(Metrics, ReadsAGaugeWhileItsHandleLives) {
    Metrics metrics;
    double value = 1.5;
    auto handle = metrics.gauge("tradepost_depth", "Depth.", {{"queue", "a"}}, [&] { return value; });
    EXPECT_THAT(metrics.render(), HasSubstr("tradepost_depth{queue=\"a\"} 1.5\n"));
    value = 7;
    EXPECT_THAT(metrics.render(), HasSubstr("tradepost_depth{queue=\"a\"} 7\n"));
    auto second = metrics.gauge("tradepost_depth", "Depth.", {{"queue", "a"}}, [] { return 8.0; });
    handle.reset();
    EXPECT_THAT(metrics.render(), HasSubstr("tradepost_depth{queue=\"a\"} 8\n"));
    second.reset();
    EXPECT_THAT(metrics.render(), Not(HasSubstr("tradepost_depth")));
}

TEST(Metrics, EndingAGaugeWaitsForItsReading) {
    Metrics metrics;
    std::atomic<bool> reading = false, alive = true, usedAfter = false;
    auto handle = metrics.gauge("tradepost_slow", "Slow.", {}, [&] {
        reading = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        usedAfter = !alive;
        return 0.0;
    });
    std::thread renderer([&] { metrics.render(); });
    while (!reading)
        std::this_thread::yield();
    handle.reset();
    alive = false;
    renderer.join();
    EXPECT_FALSE(usedAfter);
}

TEST(Metrics, CountsFromManyThreads) {
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 1000; ++j) {
                metrics.counter("tradepost_n_total", "N.", {{"code", std::to_string(j % 7)}}).add();
                metrics.histogram("tradepost_t_seconds", "T.").observe(0.001);
                if (j % 100 == 0)
                    metrics.render();
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(metrics.histogram("tradepost_t_seconds", "T.").count(), 4000u);
    EXPECT_EQ(metrics.counter("tradepost_n_total", "N.", {{"code", "0"}}).value(), 4u * 143);
}

TEST(Metrics, TellsTheProcess) {
    Metrics metrics;
    const auto handles = addProcessMetrics(metrics);
    const std::string text = metrics.render();
    const auto valueOf = [&text](const std::string& name) {
        const auto at = text.find("\n" + name + " ");
        return at == std::string::npos ? -1.0 : std::strtod(text.c_str() + at + name.size() + 2, nullptr);
    };
    EXPECT_GT(valueOf("process_resident_memory_bytes"), 1e6);
    EXPECT_LT(valueOf("process_resident_memory_bytes"), 1e12);
    EXPECT_GE(valueOf("process_open_fds"), 3);
    EXPECT_GE(valueOf("process_threads"), 1);
    EXPECT_GT(valueOf("process_cpu_seconds_total"), 0);
    const double now = static_cast<double>(::time(nullptr));
    EXPECT_GT(valueOf("process_start_time_seconds"), now - 3600);
    EXPECT_LE(valueOf("process_start_time_seconds"), now + 2);
    EXPECT_THAT(text, HasSubstr("# TYPE process_cpu_seconds_total counter\n"));
}

TEST(Metrics, PassesPromtool) {
    if (std::system("promtool --version > /dev/null 2>&1") != 0)
        GTEST_SKIP() << "promtool is not installed (Debian: prometheus)";
    Metrics metrics;
    const auto handles = addProcessMetrics(metrics);
    metrics.counter("tradepost_rpc_requests_total", "Calls that ended.", {{"method", "a/\"B\""}, {"code", "OK"}}).add();
    metrics.histogram("tradepost_rpc_duration_seconds", "Time a method took.", {{"method", "a/B"}}).observe(0.01);
    const auto depth = metrics.gauge("tradepost_queue_depth", "Entries that wait.", {}, [] { return -0.5; });
    const auto file = std::filesystem::temp_directory_path() / ("tradepost-metrics-" + std::to_string(::getpid()));
    std::ofstream(file) << metrics.render();
    const std::string command = "promtool check metrics < " + file.string() + " > " + file.string() + ".out 2>&1";
    const int status = std::system(command.c_str());
    std::ifstream output(file.string() + ".out");
    const std::string said(std::istreambuf_iterator<char>(output), {});
    EXPECT_EQ(status, 0) << said;
    EXPECT_EQ(said, "");
    std::filesystem::remove(file);
    std::filesystem::remove(file.string() + ".out");
}

} // namespace tradepost::telemetry
