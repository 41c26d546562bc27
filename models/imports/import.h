#pragma once

#include "models/client/call.h"
#include "tradepost/imports/v1/imports.pb.h"

#include <QDateTime>
#include <QMetaType>
#include <QStringList>

// Value snapshots of imports, as the console shows them.
namespace tradepost::models {

enum class ImportState {
    Unknown,
    Uploading, // takes data, and can be previewed and started
    Checking,
    Staging,
    Staged, // its outcome can be looked at before anything changes
    Importing,
    Imported,
    RollingBack,
    RolledBack,
    Cancelled,
    Failed
};

// What the person said about the file; empty texts leave it to the store to find out.
struct ImportOptions {
    enum class Publish { Leave, AsInFile, All };
    enum class Quoting { FindOut, DoubleQuotes, None };

    QString format; // "csv", "shopify", "google", "google-xml", "jsonl", "mapping"
    QString encoding;
    QString delimiter;
    Quoting quoting = Quoting::FindOut;
    QString currency; // of prices in a format that names none
    QString sellerId;
    Publish publish = Publish::Leave;

    void toProto(imports::v1::ImportOptions& proto) const;
    static ImportOptions fromProto(const imports::v1::ImportOptions& proto);
    bool operator==(const ImportOptions&) const = default;
};

// What the file turned out to be.
struct FileShape {
    QString format; // empty: a table whose meaning is not known
    QString encoding;
    QString delimiter;
    bool quoting = true;
    QStringList columns;

    static FileShape fromProto(const imports::v1::FileShape& proto);
    bool operator==(const FileShape&) const = default;
};

struct Import {
    QString id;
    QString fileName;
    ImportState state = ImportState::Unknown;
    bool paused = false;
    ImportOptions options;
    QString mapping; // the name of the one used
    FileShape shape;
    qint64 uploadedBytes = 0;
    qint64 rows = 0; // of the file
    qint64 bytesTotal = 0;
    qint64 bytesDone = 0;
    qint64 created = 0;
    qint64 updated = 0;
    qint64 unchanged = 0;
    qint64 failed = 0;
    qint64 rolledBack = 0;
    qint64 kept = 0; // by a roll back, because they were edited since
    double perSecond = 0;
    qint64 secondsLeft = -1; // -1: not known
    QString problem;         // of Failed
    QString reason;
    QDateTime made;
    QDateTime changed;

    bool running() const {
        return state == ImportState::Checking || state == ImportState::Staging || state == ImportState::Importing ||
               state == ImportState::RollingBack;
    }
    qint64 products() const { return created + updated + unchanged + failed; }
    // Whether the catalog holds something of it that can be taken back.
    bool canRollBack() const {
        return created + updated > 0 && rolledBack == 0 &&
               (state == ImportState::Imported || state == ImportState::Cancelled || state == ImportState::Failed);
    }
    bool operator==(const Import&) const = default;

    static Import fromProto(const imports::v1::Import& proto);
};

enum class Outcome { Unknown, Create, Update, Unchanged, Error };

struct RowProblem {
    qint64 line = 0;
    QString column;
    QString value;
    QString reason;
    QString message;
    QString fix;

    static RowProblem fromProto(const imports::v1::ImportProblem& proto);
    bool operator==(const RowProblem&) const = default;
};

// A product of the file and what became of it.
struct OutcomeRow {
    qint64 line = 0;
    Outcome outcome = Outcome::Unknown;
    QString sku;
    QString productId;
    bool waits = false; // for review
    bool rolledBack = false;
    bool kept = false;
    std::vector<RowProblem> problems;

    static OutcomeRow fromProto(const imports::v1::ImportRow& proto);
};

} // namespace tradepost::models

Q_DECLARE_METATYPE(tradepost::models::ImportState)
Q_DECLARE_METATYPE(tradepost::models::Import)
Q_DECLARE_METATYPE(tradepost::models::Outcome)
