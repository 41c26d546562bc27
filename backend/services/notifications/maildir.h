#pragma once

#include "backend/base/error.h"

#include <string>
#include <string_view>

namespace tradepost::notifications {

struct Message {
    std::string id;      // unique; becomes the file's name, so that sending it again replaces it
    std::string content; // RFC 5322, lines end with CRLF
};

// Delivers mail into a folder in the Maildir format (https://cr.yp.to/proto/maildir.html), mode 0700: what stands in
// for a mail server until one is configured. Thread-safe.
class Maildir {
public:
    static Result<Maildir> open(std::string directory); // makes tmp, new and cur
    Result<void> deliver(const Message& message);       // on disk when it returns

private:
    explicit Maildir(std::string directory) : m_directory(std::move(directory)) {}
    std::string m_directory;
};

// `text` as an RFC 5322 header value: an encoded word (RFC 2047) where it is not plain ASCII, never more than one line.
std::string headerText(std::string_view text);

} // namespace tradepost::notifications
