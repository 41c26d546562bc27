#pragma once

#include "tests/support/temporary_directory.h"
#include "tradepost/imports/v1/mapping.pb.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <sstream>
#include <vector>
#include <zlib.h>

// Tests over files that are not part of the project: skipped unless TRADEPOST_DATA or its default names
// their folder.
namespace tradepost::test {

inline std::string contentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

class RealFilesTest : public testing::Test {
protected:
    void SetUp() override {
        const char* told = std::getenv("TRADEPOST_DATA");
        m_folder = told != nullptr ? told : TRADEPOST_DATA;
        if (!std::filesystem::exists(m_folder))
            GTEST_SKIP() << "there are no real files in " << m_folder << "; name another folder in TRADEPOST_DATA";
    }
    std::string data(const std::string& name) const { return m_folder + "/" + name; }
    std::string mappingText(const std::string& name) const {
        return contentOf(std::string(MAPPINGS) + "/" + name + ".txtpb");
    }
    imports::v1::Mapping mapping(const std::string& name) const {
        imports::v1::Mapping mapping;
        EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(mappingText(name), &mapping)) << name;
        return mapping;
    }
    // The numbers that count.py prints.
    static std::vector<std::int64_t> count(const std::string& what, const std::string& path) {
        std::vector<std::int64_t> numbers;
        std::FILE* pipe = ::popen(fmt::format("python3 {} {} '{}'", COUNT_SCRIPT, what, path).c_str(), "r");
        long long number = 0;
        while (std::fscanf(pipe, "%lld", &number) == 1)
            numbers.push_back(number);
        EXPECT_EQ(::pclose(pipe), 0);
        return numbers;
    }
    // The first lines of a gzip file, or all of them.
    std::string unpacked(const std::string& name, std::int64_t lines = -1) {
        const std::string path = directory.path() + "/unpacked";
        std::ofstream out(path, std::ios::binary);
        gzFile in = ::gzopen(data(name).c_str(), "rb");
        std::vector<char> buffer(1 << 20);
        while (lines != 0 && ::gzgets(in, buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
            out << buffer.data();
            --lines;
        }
        ::gzclose(in);
        return path;
    }
    TemporaryDirectory directory;

private:
    std::string m_folder;
};

} // namespace tradepost::test
