#pragma once

#include "backend/platform/fetch/fetcher.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/catalog/formats/zip_reader.h"
#include "backend/services/catalog/imports/import_store.h"
#include "backend/services/operations/operations.h"

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tradepost::catalog {

// What imports do with pictures. Without `keep` there is no place for them: they cannot be fetched or unpacked.
struct PictureParts {
    // Keeps a picture for a seller and answers with its address in this store; errors say what is wrong with it.
    std::function<Task<Result<std::string>>(std::string bytes, SellerId seller)> keep;
    // Files of this store are about to be referred to: those that are there stay for another while.
    std::function<Task<Result<void>>(std::vector<std::string> ids)> renew;
    fetch::Fetcher* fetcher = nullptr;
    boost::asio::thread_pool* threads = nullptr; // that wait for other people's servers
};

// Gets the pictures of an import from elsewhere or out of its zip into this store, some at once. Each is noted when it
// has come: a process that is killed does not ask for it again. A host that fails again and again is asked no more.
class PictureTaker {
public:
    // All outlive it; `zip` may be null.
    PictureTaker(sql::Database& database, PictureParts& parts, operations::Progress& progress, ImportId id,
                 const formats::ZipReader* zip);

    using Source = std::pair<SellerId, std::string>; // whose, and an address or a name in the zip
    using Taken = std::map<Source, Result<std::string>>;
    // The error is that of a work that is to end (cancelled, interrupted) or of the database.
    Task<Result<Taken>> take(const std::set<Source>& sources);

    static constexpr int hostFailures = 5; // in a row

private:
    struct Round;
    Task<Result<void>> work(Round& round);
    Task<Result<std::string>> takeOne(const Source& source);
    Task<Result<std::string>> fetched(const std::string& url);

    sql::Database& m_database;
    PictureParts& m_parts;
    operations::Progress& m_progress;
    const ImportId m_id;
    const formats::ZipReader* const m_zip;
    std::mutex m_mutex;
    std::map<std::string, int> m_failures; // by host
};

} // namespace tradepost::catalog
