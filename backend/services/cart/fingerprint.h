#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tradepost::cart {

// FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/): the same on every machine. Tells one content from
// another; keeps nobody from making two alike.
class Fingerprint {
public:
    void add(std::string_view text) {
        for (const char c : text)
            mix(static_cast<unsigned char>(c));
        mix(0xff); // no UTF-8 has it: "ab" + "c" is not "a" + "bc"
    }
    void add(std::int64_t number) { add(std::to_string(number)); }
    std::uint64_t value() const { return m_hash; }

private:
    void mix(unsigned char byte) { m_hash = (m_hash ^ byte) * 0x100000001b3u; }
    std::uint64_t m_hash = 0xcbf29ce484222325u;
};

} // namespace tradepost::cart
