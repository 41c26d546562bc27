#include "app/server/settings.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <toml++/toml.h>

namespace tradepost::server {

namespace {

using Taker = std::function<bool(const toml::node&)>; // false: of the wrong type

Taker text(std::string& into) {
    return [&into](const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        if (value)
            into = *value;
        return value.has_value();
    };
}

template<class Number>
Taker number(Number& into, std::int64_t least, std::int64_t most) {
    return [&into, least, most](const toml::node& node) {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most)
            return false;
        into = static_cast<Number>(*value);
        return true;
    };
}

Taker flag(bool& into) {
    return [&into](const toml::node& node) {
        const auto value = node.value_exact<bool>();
        if (value)
            into = *value;
        return value.has_value();
    };
}

Taker texts(std::vector<std::string>& into) {
    return [&into](const toml::node& node) {
        const toml::array* array = node.as_array();
        if (array == nullptr)
            return false;
        std::vector<std::string> values;
        for (const toml::node& item : *array) {
            const auto value = item.value_exact<std::string>();
            if (!value)
                return false;
            values.push_back(*value);
        }
        into = std::move(values);
        return true;
    };
}

Taker urls(std::map<std::string, std::string>& into) {
    return [&into](const toml::node& node) {
        const toml::table* table = node.as_table();
        if (table == nullptr)
            return false;
        for (const auto& [name, item] : *table) {
            const auto value = item.value_exact<std::string>();
            if (!value)
                return false;
            into[std::string(name.str())] = *value;
        }
        return true;
    };
}

} // namespace

Result<void> readSettingsFile(const std::string& file, bool required, const std::vector<std::string>& setByFlag,
                              Settings& settings) {
    std::error_code ignored;
    if (!required && !std::filesystem::exists(file, ignored))
        return {};
    const std::map<std::string, Taker> keys{
        {"http", text(settings.http)},
        {"grpc", text(settings.grpc)},
        {"socket", text(settings.socket)},
        {"tls-cert", text(settings.tlsCertificate)},
        {"tls-key", text(settings.tlsKey)},
        {"log-level", text(settings.logLevel)},
        {"log-file", text(settings.logFile)},
        {"target", texts(settings.targets)},
        {"io-threads", number(settings.ioThreads, 1, 64)},
        {"cache-mb", number(settings.cacheMegabytes, 1, 65'536)},
        {"cors-origin", texts(settings.corsOrigins)},
        {"keep-event-days", number(settings.keepEventDays, 0, 36'500)},
        {"keep-events", number(settings.keepEvents, 1, 1LL << 40)},
        {"shop-url", text(settings.shopUrl)},
        {"mail-from", text(settings.mailFrom)},
        {"password-passes", number(settings.passwordPasses, 1, 100)},
        {"password-memory", number(settings.passwordMemory, 8'192, 1LL << 32)},
        {"access-seconds", number(settings.accessSeconds, 1, 86'400)},
        {"media-threads", number(settings.mediaThreads, 1, 64)},
        {"media-grace-hours", number(settings.mediaGraceHours, 1, 24 * 365)},
        {"media-purge-url", text(settings.mediaPurgeUrl)},
        {"media-purge-secret", text(settings.mediaPurgeSecret)},
        {"imports-from-loopback", flag(settings.importsFromLoopback)},
        {"databases", urls(settings.databases)},
    };
    try {
        const toml::table table = toml::parse_file(file);
        for (const auto& [name, node] : table) {
            const std::string key(name.str());
            const auto found = keys.find(key);
            if (found == keys.end())
                return invalid(key, file + ": there is no setting '" + key + "'.", "UNKNOWN_SETTING");
            if (std::ranges::find(setByFlag, key) != setByFlag.end())
                continue;
            if (!found->second(node))
                return invalid(key, file + ": the value of '" + key + "' is of the wrong type or out of range.",
                               "INVALID_SETTING");
        }
    } catch (const toml::parse_error& error) {
        return invalid("config",
                       file + ", line " + std::to_string(error.source().begin.line) + ": " +
                           std::string(error.description()) + ".",
                       "INVALID_SETTINGS_FILE");
    }
    return {};
}

Result<Address> parseAddress(const std::string& text, const std::string& field) {
    const auto bad = [&] {
        return invalid(field, "--" + field + " '" + text + "' is not HOST:PORT, as in 127.0.0.1:8080 or [::1]:8080.",
                       "INVALID_ADDRESS");
    };
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0)
        return bad();
    Address address;
    address.host = text.substr(0, colon);
    if (address.host.front() == '[' && address.host.back() == ']')
        address.host = address.host.substr(1, address.host.size() - 2);
    else if (address.host.find(':') != std::string::npos)
        return bad();
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    if (error != std::errc() || stopped != end || address.host.empty())
        return bad();
    return address;
}

} // namespace tradepost::server
