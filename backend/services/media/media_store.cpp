#include "backend/services/media/media_store.h"

namespace tradepost::media::store {

namespace {

std::string textOf(const sql::Row& row) {
    return row.text(0);
}

bool isShown(sql::Reader& reader, const std::string& id) {
    return reader
        .one(
            "SELECT MAX(published) FROM media_references WHERE media_id = ?",
            [](const sql::Row& row) { return row.integer(0) != 0; }, id)
        .value_or(false);
}

bool isReferred(sql::Reader& reader, const std::string& id) {
    return reader
        .one(
            "SELECT 1 FROM media_references WHERE media_id = ? LIMIT 1", [](const sql::Row&) { return 1; }, id)
        .has_value();
}

} // namespace

std::optional<File> find(sql::Reader& reader, const std::string& id) {
    return reader.one(
        "SELECT content_type, size_bytes, width, height, frames, duration_ms, created_at, touched_at, deleting "
        "FROM media_files WHERE id = ?",
        [&](const sql::Row& row) {
            File file;
            file.id = id;
            file.facts.contentType = row.text(0);
            file.facts.kind = row.text(0).starts_with("video/") ? Facts::Kind::Video : Facts::Kind::Image;
            file.bytes = row.integer(1);
            file.facts.width = static_cast<std::uint32_t>(row.integer(2));
            file.facts.height = static_cast<std::uint32_t>(row.integer(3));
            file.facts.frames = static_cast<std::uint32_t>(row.integer(4));
            file.facts.durationMs = row.integer(5);
            file.created = row.integer(6);
            file.touched = row.integer(7);
            file.deleting = row.integer(8) != 0;
            return file;
        },
        id);
}

Shown shown(sql::Reader& reader, const std::string& id) {
    return reader
        .one(
            "SELECT content_type, (SELECT MAX(r.published) FROM media_references r WHERE r.media_id = f.id) "
            "FROM media_files f WHERE id = ?",
            [](const sql::Row& row) {
                return Shown{true, row.integer(1) != 0, row.text(0).starts_with("image/"), row.text(0)};
            },
            id)
        .value_or(Shown{});
}

bool isOwner(sql::Reader& reader, const std::string& id, const std::vector<SellerId>& sellers) {
    for (const SellerId seller : sellers)
        if (reader.one(
                "SELECT 1 FROM media_owners WHERE media_id = ? AND seller_id = ?", [](const sql::Row&) { return 1; },
                id, seller.value()))
            return true;
    return false;
}

std::int64_t references(sql::Reader& reader, const std::string& id) {
    return reader
        .one(
            "SELECT COUNT(DISTINCT product_id) FROM media_references WHERE media_id = ?",
            [](const sql::Row& row) { return row.integer(0); }, id)
        .value_or(0);
}

bool keep(sql::Transaction& tx, const File& file, SellerId seller) {
    const auto before = find(tx, file.id);
    if (before && before->deleting)
        return false;
    if (before)
        tx.exec("UPDATE media_files SET touched_at = ? WHERE id = ?", file.touched, file.id);
    else
        tx.exec(
            "INSERT INTO media_files (id, content_type, size_bytes, width, height, frames, duration_ms, created_at, "
            "touched_at, deleting) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            file.id, file.facts.contentType, file.bytes, file.facts.width, file.facts.height, file.facts.frames,
            file.facts.durationMs, file.created, file.touched);
    if (seller && !isOwner(tx, file.id, {seller}))
        tx.exec("INSERT INTO media_owners (media_id, seller_id) VALUES (?, ?)", file.id, seller.value());
    return true;
}

bool touch(sql::Transaction& tx, const std::string& id, Micros now) {
    return tx.exec("UPDATE media_files SET touched_at = ? WHERE id = ? AND deleting = 0", now, id) > 0;
}

bool useUpload(sql::Transaction& tx, std::int64_t upload, const std::string& media, Micros expires) {
    const auto used = tx.one("SELECT media_id FROM media_uploads WHERE id = ?", textOf, upload);
    if (!used)
        tx.exec("INSERT INTO media_uploads (id, media_id, expires_at) VALUES (?, ?, ?)", upload, media, expires);
    return !used || *used == media;
}

void dropExpiredUploads(sql::Transaction& tx, Micros now) {
    tx.exec("DELETE FROM media_uploads WHERE expires_at <= ?", now);
}

std::vector<std::string> orphans(sql::Reader& reader, Micros before, Micros now, int limit) {
    return reader.all("SELECT id FROM media_files f WHERE touched_at < ? AND (deleting = 1 OR ("
                      "NOT EXISTS (SELECT 1 FROM media_references r WHERE r.media_id = f.id) AND "
                      "NOT EXISTS (SELECT 1 FROM media_uploads u WHERE u.media_id = f.id AND u.expires_at > ?))) "
                      "ORDER BY touched_at LIMIT ?",
                      textOf, before, now, limit);
}

bool condemn(sql::Transaction& tx, const std::string& id, Micros before, Micros now) {
    return tx.exec(
               "UPDATE media_files SET deleting = 1 WHERE id = ? AND (deleting = 1 OR (touched_at < ? AND "
               "NOT EXISTS (SELECT 1 FROM media_references r WHERE r.media_id = media_files.id) AND "
               "NOT EXISTS (SELECT 1 FROM media_uploads u WHERE u.media_id = media_files.id AND u.expires_at > ?)))",
               id, before, now) > 0;
}

void erase(sql::Transaction& tx, const std::string& id) {
    tx.exec("DELETE FROM media_owners WHERE media_id = ?", id);
    tx.exec("DELETE FROM media_files WHERE id = ? AND deleting = 1", id);
}

Turned setReferences(sql::Transaction& tx, ProductId product, Holder holder, const std::set<std::string>& media,
                     bool published, Micros now) {
    std::set<std::string> before;
    bool publishedBefore = false;
    tx.each(
        "SELECT media_id, published FROM media_references WHERE product_id = ? AND kind = ?",
        [&](const sql::Row& row) {
            before.insert(row.text(0));
            publishedBefore = row.integer(1) != 0;
        },
        product.value(), holder);
    if (before == media && (media.empty() || publishedBefore == published))
        return {};
    std::set<std::string> touched = before;
    touched.insert(media.begin(), media.end());
    std::set<std::string> shownBefore;
    for (const std::string& id : touched)
        if (isShown(tx, id))
            shownBefore.insert(id);
    tx.exec("DELETE FROM media_references WHERE product_id = ? AND kind = ?", product.value(), holder);
    for (const std::string& id : media)
        tx.exec("INSERT INTO media_references (product_id, kind, media_id, published) VALUES (?, ?, ?, ?)",
                product.value(), holder, id, published ? 1 : 0);
    Turned turned;
    for (const std::string& id : touched) {
        const bool nowShown = isShown(tx, id);
        if (nowShown != shownBefore.contains(id))
            (nowShown ? turned.shown : turned.hidden).push_back(id);
        if (!nowShown && !isReferred(tx, id))
            touch(tx, id, now); // an orphan from now on
    }
    return turned;
}

bool refersTo(sql::Reader& reader, ProductId product, Holder holder) {
    return reader
        .one(
            "SELECT 1 FROM media_references WHERE product_id = ? AND kind = ? LIMIT 1",
            [](const sql::Row&) { return 1; }, product.value(), holder)
        .has_value();
}

void clearReferences(sql::Transaction& tx) {
    tx.exec("DELETE FROM media_references");
}

std::set<std::string> shownFiles(sql::Reader& reader) {
    std::set<std::string> ids;
    reader.each("SELECT DISTINCT media_id FROM media_references WHERE published = 1",
                [&](const sql::Row& row) { ids.insert(row.text(0)); });
    return ids;
}

events::Position cursor(sql::Reader& reader) {
    return reader
        .one("SELECT epoch, position FROM media_reference_cursor WHERE id = 1",
             [](const sql::Row& row) { return events::Position{row.integer(0), row.integer(1)}; })
        .value_or(events::Position{});
}

void setCursor(sql::Transaction& tx, events::Position position) {
    if (tx.exec("UPDATE media_reference_cursor SET epoch = ?, position = ? WHERE id = 1", position.epoch,
                position.value) == 0)
        tx.exec("INSERT INTO media_reference_cursor (id, epoch, position) VALUES (1, ?, ?)", position.epoch,
                position.value);
}

} // namespace tradepost::media::store
