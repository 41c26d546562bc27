#include "models/imports/import.h"

namespace tradepost::models {

namespace v1 = imports::v1;
using client::bytes;
using client::text;

namespace {

ImportState stateOf(v1::Import::State state) {
    switch (state) {
    case v1::Import::UPLOADING:
        return ImportState::Uploading;
    case v1::Import::CHECKING:
        return ImportState::Checking;
    case v1::Import::STAGING:
        return ImportState::Staging;
    case v1::Import::STAGED:
        return ImportState::Staged;
    case v1::Import::IMPORTING:
        return ImportState::Importing;
    case v1::Import::IMPORTED:
        return ImportState::Imported;
    case v1::Import::ROLLING_BACK:
        return ImportState::RollingBack;
    case v1::Import::ROLLED_BACK:
        return ImportState::RolledBack;
    case v1::Import::CANCELLED:
        return ImportState::Cancelled;
    case v1::Import::FAILED:
        return ImportState::Failed;
    default:
        return ImportState::Unknown;
    }
}

Outcome outcomeOf(v1::ImportRow::Outcome outcome) {
    switch (outcome) {
    case v1::ImportRow::CREATE:
        return Outcome::Create;
    case v1::ImportRow::UPDATE:
        return Outcome::Update;
    case v1::ImportRow::UNCHANGED:
        return Outcome::Unchanged;
    case v1::ImportRow::ERROR:
        return Outcome::Error;
    default:
        return Outcome::Unknown;
    }
}

QDateTime timeOf(const google::protobuf::Timestamp& time) {
    if (time.seconds() == 0)
        return {};
    return QDateTime::fromMSecsSinceEpoch(time.seconds() * 1000 + time.nanos() / 1'000'000, Qt::UTC);
}

} // namespace

void ImportOptions::toProto(v1::ImportOptions& proto) const {
    proto.set_format(bytes(format));
    proto.set_encoding(bytes(encoding));
    proto.set_delimiter(bytes(delimiter));
    proto.set_quoting(v1::ImportOptions::Quoting(quoting));
    proto.set_currency(bytes(currency));
    proto.set_seller_id(bytes(sellerId));
    proto.set_publish(v1::Publish(publish));
}

ImportOptions ImportOptions::fromProto(const v1::ImportOptions& proto) {
    return {text(proto.format()),   text(proto.encoding()),  text(proto.delimiter()), Quoting(proto.quoting()),
            text(proto.currency()), text(proto.seller_id()), Publish(proto.publish())};
}

FileShape FileShape::fromProto(const v1::FileShape& proto) {
    FileShape shape{text(proto.format()), text(proto.encoding()), text(proto.delimiter()), proto.quoting(), {}};
    for (const std::string& column : proto.columns())
        shape.columns.append(text(column));
    return shape;
}

Import Import::fromProto(const v1::Import& proto) {
    Import import;
    import.id = text(proto.id());
    import.fileName = text(proto.file_name());
    import.state = stateOf(proto.state());
    import.paused = proto.paused();
    import.options = ImportOptions::fromProto(proto.options());
    import.mapping = text(proto.options().mapping());
    import.shape = FileShape::fromProto(proto.shape());
    import.uploadedBytes = proto.uploaded_bytes();
    import.rows = proto.rows_total();
    import.bytesTotal = proto.bytes_total();
    import.bytesDone = proto.bytes_done();
    import.created = proto.created();
    import.updated = proto.updated();
    import.unchanged = proto.unchanged();
    import.failed = proto.failed();
    import.rolledBack = proto.rolled_back();
    import.kept = proto.kept();
    import.perSecond = proto.products_per_second();
    import.secondsLeft = proto.seconds_left();
    import.problem = text(proto.error_message());
    import.reason = text(proto.error_reason());
    import.made = timeOf(proto.create_time());
    import.changed = timeOf(proto.update_time());
    return import;
}

RowProblem RowProblem::fromProto(const v1::ImportProblem& proto) {
    return {proto.line(),         text(proto.column()),  text(proto.value()),
            text(proto.reason()), text(proto.message()), text(proto.fix())};
}

OutcomeRow OutcomeRow::fromProto(const v1::ImportRow& proto) {
    OutcomeRow row{proto.line(),  outcomeOf(proto.outcome()), text(proto.sku()), text(proto.product_id()),
                   proto.waits(), proto.rolled_back(),        proto.kept(),      {}};
    for (const auto& problem : proto.problems())
        row.problems.push_back(RowProblem::fromProto(problem));
    return row;
}

} // namespace tradepost::models
