#include "backend/platform/fetch/fetcher.h"

#include "backend/platform/fetch/address.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>

namespace tradepost::fetch {

namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string partOf(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
        return {};
    std::string found(text);
    curl_free(text);
    return found;
}

// What the callbacks of one transfer know and find out.
struct Transfer {
    const Config& config;
    const std::atomic<bool>& stopping;
    std::string body;
    bool refused = false, tooLarge = false;
};

bool mayReach(const sockaddr& address, const Config& config) {
    if (config.loopback && isLoopback(address))
        return true;
    // The port stands at the same place in both families' structures.
    const auto port = ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    return isPublic(address) && (port == 80 || port == 443 || port > 1023);
}

// Called with every address that is about to be connected to, those of redirects too.
curl_socket_t openSocket(void* data, curlsocktype purpose, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(data);
    if (purpose != CURLSOCKTYPE_IPCXN || !mayReach(address->addr, transfer.config)) {
        transfer.refused = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* data) {
    auto& transfer = *static_cast<Transfer*>(data);
    if (transfer.body.size() + size * count > transfer.config.largest) {
        transfer.tooLarge = true;
        return 0;
    }
    transfer.body.append(bytes, size * count);
    return size * count;
}

int stopWhenAsked(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Transfer*>(data)->stopping ? 1 : 0;
}

std::unexpected<Error> refuse(std::string reason, std::string message) {
    return invalid("url", std::move(message), std::move(reason));
}

Result<void> checkUrl(const std::string& text) {
    const Url url(curl_url(), curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return refuse("FETCH_URL_REFUSED", "This is no address that can be read.");
    const std::string scheme = partOf(url.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https")
        return refuse("FETCH_URL_REFUSED", "Files are fetched over http and https only.");
    if (!partOf(url.get(), CURLUPART_USER).empty() || !partOf(url.get(), CURLUPART_PASSWORD).empty())
        return refuse("FETCH_URL_REFUSED", "An address with a user's name or password in it is not fetched.");
    return {};
}

std::unexpected<Error> failureOf(CURLcode code, const Transfer& transfer) {
    if (transfer.stopping)
        return fail(Code::Unavailable, "INTERRUPTED", "The server stops.");
    if (transfer.tooLarge || code == CURLE_FILESIZE_EXCEEDED)
        return refuse("FETCH_TOO_LARGE", fmt::format("The file has more than {} bytes.", transfer.config.largest));
    if (transfer.refused && code == CURLE_COULDNT_CONNECT)
        return refuse("FETCH_ADDRESS_REFUSED", "The address leads into a private or reserved network.");
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return refuse("FETCH_TIMED_OUT",
                      fmt::format("The file did not come within {} seconds.", transfer.config.total.count() / 1000));
    case CURLE_TOO_MANY_REDIRECTS:
        return refuse("FETCH_REDIRECTED",
                      fmt::format("The address leads on more than {} times.", transfer.config.redirects));
    case CURLE_UNSUPPORTED_PROTOCOL:
        return refuse("FETCH_URL_REFUSED", "The address answers in, or leads on to, another protocol than HTTP.");
    default:
        return refuse("FETCH_UNREACHABLE", fmt::format("The address cannot be read: {}.", curl_easy_strerror(code)));
    }
}

} // namespace

Fetcher::Fetcher(Config config) : m_config(config) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw std::runtime_error("libcurl cannot be started");
}

Result<std::string> Fetcher::get(const std::string& url) {
    TP_TRY(checkUrl(url));
    Transfer transfer{m_config, m_stopping, {}, false, false};
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> call(curl_easy_init(), curl_easy_cleanup);
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(call.get(), option, value); };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, static_cast<long>(m_config.redirects));
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_PROXY, ""); // what the environment names would connect in our place, past the look at the address
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_USERAGENT, "Tradepost");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_config.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(m_config.total.count()));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(m_config.largest));
    set(CURLOPT_OPENSOCKETFUNCTION, openSocket);
    set(CURLOPT_OPENSOCKETDATA, &transfer);
    set(CURLOPT_WRITEFUNCTION, take);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, stopWhenAsked);
    set(CURLOPT_XFERINFODATA, &transfer);
    const CURLcode code = m_stopping ? CURLE_ABORTED_BY_CALLBACK : curl_easy_perform(call.get());
    if (code != CURLE_OK)
        return failureOf(code, transfer);
    long status = 0;
    curl_easy_getinfo(call.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return refuse("FETCH_STATUS", fmt::format("The address answers {}.", status));
    return std::move(transfer.body);
}

} // namespace tradepost::fetch
