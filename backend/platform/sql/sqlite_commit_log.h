#pragma once

#include "backend/platform/sql/commit_log.h"

#include <memory>

namespace tradepost::sql {

// The write-ahead log of a SQLite database, through a file handle of its own from the database's VFS
// (https://sqlite.org/c3ref/io_methods.html), as a handle of SQLite's own belongs to its connection's thread. Flushing
// any handle of a file flushes what was written through all of them.
//
// `database` is a `sqlite3*`, which SOCI declares in a namespace of its own; it has its log by now, and outlives what
// this answers with. Throws Failure.
std::unique_ptr<CommitLog> openSqliteCommitLog(void* database);

} // namespace tradepost::sql
