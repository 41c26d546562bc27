#pragma once

#include "backend/base/error.h"

#include <boost/json.hpp>
#include <cstdint>
#include <string_view>

namespace tradepost::server {

// What the program ends with; told by --help.
enum ExitCode : int {
    Success = 0,
    Failed = 1,         // the command ran and did not succeed
    Usage = 2,          // the command line, a setting or an input is wrong
    DirectoryInUse = 3, // somebody else owns the data directory
    Unreachable = 4,    // the server that owns it does not answer
};

int exitCodeOf(const Error& error);

// Tells a command's outcome on stdout (one JSON object with --json, else text), failures without --json on stderr.
class Output {
public:
    explicit Output(bool json) : m_json(json) {}
    bool json() const { return m_json; }
    void line(std::string_view text) const;               // for people only
    void result(const boost::json::object& object) const; // with --json only
    // Of something that takes long; for people at a terminal only, on stderr. The next output ends it.
    void progress(std::int64_t done, std::int64_t total) const;
    int failure(const Error& error) const; // answers with the exit code

private:
    void endProgress() const;
    bool m_json;
    mutable bool m_inProgress = false; // the cursor stands behind one
};

} // namespace tradepost::server
