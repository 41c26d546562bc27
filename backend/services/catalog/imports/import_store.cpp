#include "backend/services/catalog/imports/import_store.h"

#include "backend/platform/blobs/blob_store.h"

#include <algorithm>

namespace tradepost::catalog::import_store {

using imports::v1::ImportRow;
using imports::v1::StoredChunk;
using imports::v1::StoredImport;

const sql::Schema& schema() {
    static const sql::Schema schema{"imports",
                                    {{1, R"(
CREATE TABLE imports_jobs (
    id $KEY,
    owner_id BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX imports_jobs_owner ON imports_jobs (owner_id, id);
CREATE TABLE imports_chunks (
    import_id BIGINT NOT NULL,
    pass BIGINT NOT NULL,
    number BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (import_id, pass, number)
);
CREATE INDEX imports_chunks_failed ON imports_chunks (import_id, pass, number) WHERE failed > 0;
CREATE TABLE imports_skus (
    import_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    sku TEXT $BINARY NOT NULL,
    PRIMARY KEY (import_id, seller_id, sku)
);
CREATE TABLE imports_mappings (
    owner_id BIGINT NOT NULL,
    name TEXT $BINARY NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (owner_id, name)
);
)"},
                                     {2, R"(
CREATE TABLE imports_pictures (
    import_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    source TEXT $BINARY NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (import_id, seller_id, source)
);
)"}}};
    return schema;
}

namespace {
template<class Message>
Message decoded(const std::string& text) {
    Message message;
    if (!message.ParseFromString(sql::decodeBytes(text)))
        throw sql::Failure{Error{Code::DataLoss, "BODY_UNREADABLE", "What is stored of an import cannot be read.", {}}};
    return message;
}

template<class Message>
std::string encoded(const Message& message) {
    return sql::encodeBytes(message.SerializeAsString());
}
} // namespace

void insert(sql::Transaction& tx, ImportId id, UserId owner, const StoredImport& import) {
    tx.exec("INSERT INTO imports_jobs (id, owner_id, body) VALUES (?, ?, ?)", id.value(), owner.value(),
            encoded(import));
}

void save(sql::Transaction& tx, ImportId id, const StoredImport& import) {
    tx.exec("UPDATE imports_jobs SET body = ? WHERE id = ?", encoded(import), id.value());
}

std::optional<StoredImport> find(sql::Reader& reader, ImportId id) {
    return reader.one(
        "SELECT body FROM imports_jobs WHERE id = ?",
        [](const sql::Row& row) { return decoded<StoredImport>(row.text(0)); }, id.value());
}

std::vector<imports::v1::Import> list(sql::Reader& reader, std::optional<UserId> owner, ImportId before, int limit) {
    const auto map = [](const sql::Row& row) { return decoded<StoredImport>(row.text(0)).import(); };
    const std::int64_t last = before ? before.value() : INT64_MAX;
    if (owner)
        return reader.all("SELECT body FROM imports_jobs WHERE owner_id = ? AND id < ? ORDER BY id DESC LIMIT ?", map,
                          owner->value(), last, limit);
    return reader.all("SELECT body FROM imports_jobs WHERE id < ? ORDER BY id DESC LIMIT ?", map, last, limit);
}

void saveChunk(sql::Transaction& tx, ImportId id, std::int64_t pass, std::int64_t number, const StoredChunk& chunk) {
    const auto failed =
        std::ranges::count_if(chunk.rows(), [](const ImportRow& row) { return row.problems_size() > 0; });
    tx.exec("INSERT INTO imports_chunks (import_id, pass, number, failed, body) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (import_id, pass, number) DO UPDATE SET failed = excluded.failed, body = excluded.body",
            id.value(), pass, number, failed, encoded(chunk));
}

std::optional<Chunk> nextChunk(sql::Reader& reader, ImportId id, std::int64_t pass, std::int64_t number,
                               bool onlyErrors) {
    const auto map = [](const sql::Row& row) { return Chunk{row.integer(0), decoded<StoredChunk>(row.text(1))}; };
    if (onlyErrors)
        return reader.one("SELECT number, body FROM imports_chunks WHERE import_id = ? AND pass = ? AND number >= ? "
                          "AND failed > 0 ORDER BY number LIMIT 1",
                          map, id.value(), pass, number);
    return reader.one("SELECT number, body FROM imports_chunks WHERE import_id = ? AND pass = ? AND number >= ? "
                      "ORDER BY number LIMIT 1",
                      map, id.value(), pass, number);
}

bool noteSku(sql::Transaction& tx, ImportId id, std::int64_t seller, const std::string& sku) {
    return tx.exec("INSERT INTO imports_skus (import_id, seller_id, sku) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                   id.value(), seller, sku) == 1;
}

// By its hash: an index has no room for any address.
std::optional<std::string> findPicture(sql::Reader& reader, ImportId id, SellerId seller, const std::string& source) {
    return reader.one(
        "SELECT url FROM imports_pictures WHERE import_id = ? AND seller_id = ? AND source = ?",
        [](const sql::Row& row) { return row.text(0); }, id.value(), seller.value(), blobs::BlobId::of(source).text());
}

void notePicture(sql::Transaction& tx, ImportId id, SellerId seller, const std::string& source,
                 const std::string& url) {
    tx.exec("INSERT INTO imports_pictures (import_id, seller_id, source, url) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (import_id, seller_id, source) DO UPDATE SET url = excluded.url",
            id.value(), seller.value(), blobs::BlobId::of(source).text(), url);
}

bool forgetPictures(sql::Transaction& tx, ImportId id) {
    return tx.exec("DELETE FROM imports_pictures WHERE import_id = ? AND (seller_id, source) IN "
                   "(SELECT seller_id, source FROM imports_pictures WHERE import_id = ? ORDER BY seller_id, source "
                   "LIMIT 500)",
                   id.value(), id.value()) > 0;
}

bool forgetPasses(sql::Transaction& tx, ImportId id) {
    return tx.exec("DELETE FROM imports_chunks WHERE import_id = ? AND (pass, number) IN "
                   "(SELECT pass, number FROM imports_chunks WHERE import_id = ? AND pass < "
                   "(SELECT MAX(pass) FROM imports_chunks WHERE import_id = ?) ORDER BY pass, number LIMIT 50)",
                   id.value(), id.value(), id.value()) > 0;
}

bool forgetSkus(sql::Transaction& tx, ImportId id) {
    return tx.exec("DELETE FROM imports_skus WHERE import_id = ? AND (seller_id, sku) IN "
                   "(SELECT seller_id, sku FROM imports_skus WHERE import_id = ? ORDER BY seller_id, sku LIMIT 500)",
                   id.value(), id.value()) > 0;
}

std::optional<imports::v1::Mapping> findMapping(sql::Reader& reader, UserId owner, const std::string& name) {
    return reader.one(
        "SELECT body FROM imports_mappings WHERE owner_id = ? AND name = ?",
        [](const sql::Row& row) { return decoded<imports::v1::Mapping>(row.text(0)); }, owner.value(), name);
}

std::vector<imports::v1::Mapping> listMappings(sql::Reader& reader, UserId owner) {
    return reader.all(
        "SELECT body FROM imports_mappings WHERE owner_id = ? ORDER BY name",
        [](const sql::Row& row) { return decoded<imports::v1::Mapping>(row.text(0)); }, owner.value());
}

void saveMapping(sql::Transaction& tx, UserId owner, const imports::v1::Mapping& mapping) {
    tx.exec("INSERT INTO imports_mappings (owner_id, name, body) VALUES (?, ?, ?) "
            "ON CONFLICT (owner_id, name) DO UPDATE SET body = excluded.body",
            owner.value(), mapping.name(), encoded(mapping));
}

bool dropMapping(sql::Transaction& tx, UserId owner, const std::string& name) {
    return tx.exec("DELETE FROM imports_mappings WHERE owner_id = ? AND name = ?", owner.value(), name) > 0;
}

} // namespace tradepost::catalog::import_store
