#include "backend/services/media/purge.h"

#include "tradepost/media/v1/events.pb.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>

namespace tradepost::media {

namespace {

std::string jsonOf(const v1::MediaWithdrawn& event, const std::string& id) {
    // Hashes, digits and slashes: nothing to escape.
    std::string json = fmt::format(R"({{"event":"{}","mediaId":"{}","paths":[)", id, event.media_id());
    for (int i = 0; i < event.paths_size(); ++i)
        json += fmt::format("{}\"{}\"", i == 0 ? "" : ",", event.paths(i));
    return json + "]}";
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

int stopWhenAsked(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

} // namespace

Purge::Purge(const Clock& clock, PurgeConfig config)
    : m_clock(clock), m_config(std::move(config)), m_signer(m_config.secret) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw std::runtime_error("libcurl cannot be started");
}

events::Consumer Purge::consumer(sql::Database& database) {
    events::Consumer consumer;
    consumer.name = "media.purge";
    consumer.types = {v1::MediaWithdrawn::descriptor()->full_name()};
    consumer.database = &database;
    consumer.retry = m_config.retry;
    consumer.apply = [this](sql::Transaction&, const events::Delivered& delivered) { return send(delivered.event); };
    return consumer;
}

void Purge::stop() {
    m_stopping = true;
}

Result<void> Purge::send(const events::Event& event) {
    const auto* withdrawn = event.as<v1::MediaWithdrawn>();
    if (!withdrawn)
        return fail(Code::Internal, "BAD_EVENT", "The event cannot be read.");
    const std::string body = jsonOf(*withdrawn, event.id.text());
    const std::string time = std::to_string(m_clock.now() / 1'000'000);
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> call(curl_easy_init(), curl_easy_cleanup);
    curl_slist* lines = nullptr;
    for (const std::string& line :
         {std::string("Content-Type: application/json"), "Tradepost-Timestamp: " + time,
          "Tradepost-Signature: v1=" + m_signer.sign(time + "." + body), std::string("Expect:")})
        lines = curl_slist_append(lines, line.c_str());
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(lines, curl_slist_free_all);
    curl_easy_setopt(call.get(), CURLOPT_URL, m_config.url.c_str());
    curl_easy_setopt(call.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(call.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(call.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(call.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(call.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(m_config.timeout.count()));
    curl_easy_setopt(call.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(call.get(), CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(call.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(call.get(), CURLOPT_XFERINFOFUNCTION, stopWhenAsked);
    curl_easy_setopt(call.get(), CURLOPT_XFERINFODATA, &m_stopping);
    const CURLcode code = m_stopping ? CURLE_ABORTED_BY_CALLBACK : curl_easy_perform(call.get());
    if (m_stopping)
        return fail(Code::Unavailable, "STOPPING", "The server stops."); // no fault of the event: no attempt is used up
    if (code != CURLE_OK)
        return fail(Code::FailedPrecondition, "PURGE_UNREACHABLE",
                    fmt::format("The purge address cannot be reached: {}.", curl_easy_strerror(code)));
    long status = 0;
    curl_easy_getinfo(call.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status > 299)
        return fail(Code::FailedPrecondition, "PURGE_REFUSED", fmt::format("The purge address answered {}.", status));
    return {};
}

} // namespace tradepost::media
