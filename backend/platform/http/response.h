#pragma once

#include "backend/base/task.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tradepost::http {

// Where a streamed answer's body goes. Shared by the connection and the producer. Thread-safe.
class BodyStream {
public:
    virtual ~BodyStream() = default;
    // Suspends while the peer is slow; false once the peer is gone or the server drains: the producer then returns.
    virtual Task<bool> write(std::string bytes) = 0;
    virtual bool closed() const = 0;
    // Called once, when the stream is closed from the other side; at once if that has happened already.
    virtual void onClose(std::function<void()> notify) = 0;
};

// An answer. The server adds Date, Content-Length, Connection, ETag, Content-Encoding, Vary: Accept-Encoding and the
// CORS headers, turns a 200 whose ETag the client has into 304, and leaves the body out for HEAD.
struct Response {
    int status = 200;
    std::string headers; // complete lines, each with CRLF
    std::string etag;    // with quotes, of the uncompressed representation; empty: none
    std::string body;
    // Instead of `body`: bytes owned by `keep`, and optionally the same in gzip.
    std::string_view sharedBody, sharedGzip;
    std::shared_ptr<const void> keep;
    bool compressible = true; // the server may send it in gzip
    bool ranges = false;      // of a 200 with a body and an ETag the server may send the part that is asked for
    bool close = false;       // end the connection after it

    // Instead of a body: produces it piece by piece, on an executor of the server, after handle() has returned (the
    // request is gone by then). `heartbeat` is sent when nothing else was for `heartbeatInterval`.
    std::function<Task<void>(std::shared_ptr<BodyStream>)> stream;
    std::string heartbeat;
    std::chrono::milliseconds heartbeatInterval{15'000};

    std::string_view content() const { return sharedBody.data() ? sharedBody : std::string_view(body); }
    // Appends a header line; control characters in the value become spaces, so that no line can be smuggled in.
    void header(std::string_view name, std::string_view value);
    void clear(); // to its first state, keeping a little memory for the next one
};

} // namespace tradepost::http
