#pragma once

#include "app/server/output.h"
#include "app/server/settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tradepost::server {

// The subcommands besides `serve`; each answers with the program's exit code.

// Makes a store of generated products, and prints its sign-ins. The directory must not hold a catalog.
int makeDemo(const Settings& settings, std::int64_t products, std::uint64_t seed, const Output& output);

struct ImportFile {
    std::string file = "-";      // "-" for stdin
    std::string format = "auto"; // or csv, shopify, google, google-xml, jsonl, taxonomy
    std::string mapping;         // a saved one, by name
    std::string mappingFile;     // one as JSON; saved under its name
    std::string currency, seller, language;
    std::string badRows; // where bad rows are written
    bool publish = false, publishAsInFile = false, dryRun = false;
};
// Work on a served store too; an import that is interrupted goes on in the server, or is begun again here.
int importProducts(const Settings& settings, const ImportFile& import, const Output& output);
int exportProducts(const Settings& settings, const std::string& file, const std::string& format,
                   const std::string& filter, const Output& output);

struct UserToAdd {
    std::string email, name;
    std::vector<std::string> roles;   // "admin", "seller", ...
    std::vector<std::string> sellers; // ids
    std::string newSeller;            // name of a seller account to make for the user
    std::string passwordFile;         // first line; "-" or empty: stdin
};
int addUser(const Settings& settings, const UserToAdd& user, const Output& output);

// INVALID_ARGUMENT / NO_STORE when there is none in the data directory.
Result<void> mustHoldStore(const Settings& settings);

// Builds the search index from the catalog and compares the two; a served store's by the server, which goes on
// answering from the old one meanwhile.
int reindex(const Settings& settings, const Output& output);

// Checks a data directory that is not served, and changes nothing in it: files, integrity, schemas, logs and cursors,
// index against catalog, pictures.
int doctor(const Settings& settings, const Output& output);

} // namespace tradepost::server
