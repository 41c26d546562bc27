#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/imports/v1/storage.pb.h"

#include <optional>
#include <string>
#include <vector>

// The tables imports_*, in the catalog's database: a product and what is known of its import are one transaction.
// Functions run inside the caller's transaction.
namespace tradepost::catalog {

using ImportId = Id<struct ImportTag>;

namespace import_store {

const sql::Schema& schema(); // component "imports"

void insert(sql::Transaction& tx, ImportId id, UserId owner, const imports::v1::StoredImport& import);
void save(sql::Transaction& tx, ImportId id, const imports::v1::StoredImport& import);
std::optional<imports::v1::StoredImport> find(sql::Reader& reader, ImportId id);
// Newest first, those older than `before` (falsy: from the newest).
std::vector<imports::v1::Import> list(sql::Reader& reader, std::optional<UserId> owner, ImportId before, int limit);

// Some hundred rows of a pass, by their number from 0.
void saveChunk(sql::Transaction& tx, ImportId id, std::int64_t pass, std::int64_t number,
               const imports::v1::StoredChunk& chunk);
// Forgets some chunks of passes before the last one that has any; false when none are left.
bool forgetPasses(sql::Transaction& tx, ImportId id);
// The first chunk from `number` on, with `onlyErrors` the first that has bad rows.
struct Chunk {
    std::int64_t number = 0;
    imports::v1::StoredChunk rows;
};
std::optional<Chunk> nextChunk(sql::Reader& reader, ImportId id, std::int64_t pass, std::int64_t number,
                               bool onlyErrors);

// False when the SKU was noted before: of a dry run, which changes nothing that could tell.
bool noteSku(sql::Transaction& tx, ImportId id, std::int64_t seller, const std::string& sku);
// Forgets some of them; false when none are left.
bool forgetSkus(sql::Transaction& tx, ImportId id);

// Pictures that an import has had by now, by seller and by where they are from.
std::optional<std::string> findPicture(sql::Reader& reader, ImportId id, SellerId seller, const std::string& source);
void notePicture(sql::Transaction& tx, ImportId id, SellerId seller, const std::string& source, const std::string& url);
// Forgets some of them; false when none are left.
bool forgetPictures(sql::Transaction& tx, ImportId id);

// Mappings by owner and name.
std::optional<imports::v1::Mapping> findMapping(sql::Reader& reader, UserId owner, const std::string& name);
std::vector<imports::v1::Mapping> listMappings(sql::Reader& reader, UserId owner);
void saveMapping(sql::Transaction& tx, UserId owner, const imports::v1::Mapping& mapping);
bool dropMapping(sql::Transaction& tx, UserId owner, const std::string& name);

} // namespace import_store
} // namespace tradepost::catalog
