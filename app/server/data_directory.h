#pragma once

#include "backend/base/error.h"
#include "backend/platform/sql/sql.h"

#include <string>

namespace tradepost::server {

// The data directory and what lies in it:
//   <service>.db     a SQLite file per service      identity.key   the secret of tokens, 0600
//   media/           pictures by hash               mail/          outgoing mail (Maildir), 0700
//   renditions/      made of them, made again when lost
//   imports/         uploads of imports, 0700
//   server.sock      the private socket, 0600       server.json    where the running server listens
//   tradepost.toml   settings, optional             LOCK           held by the directory's one owner
// Made with mode 0700 when it does not exist. Owned as long as this object lives.
class DataDirectory {
public:
    // FAILED_PRECONDITION / DATA_DIRECTORY_IN_USE when somebody else owns it.
    static Result<DataDirectory> take(const std::string& path);
    const std::string& path() const { return m_path; }
    std::string file(const std::string& name) const { return m_path + "/" + name; }

private:
    DataDirectory(std::string path, sql::DirectoryLock lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
    std::string m_path;
    sql::DirectoryLock m_lock;
};

// Replaces the file at once, mode 0600.
Result<void> replaceFile(const std::string& file, const std::string& content);

} // namespace tradepost::server
