#include "models/imports/mapping.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

namespace tradepost::models {

namespace v1 = imports::v1;
using client::bytes;
using client::text;
using Kind = MappingStep::Kind;

MappingStep::MappingStep(Kind kind) {
    switch (kind) {
    case Kind::Trim:
        m_proto.set_trim(true);
        break;
    case Kind::Lower:
        m_proto.set_lower(true);
        break;
    case Kind::Upper:
        m_proto.set_upper(true);
        break;
    case Kind::Replace:
        m_proto.mutable_replace();
        break;
    case Kind::Split:
        m_proto.mutable_split()->set_index(1);
        break;
    case Kind::Number:
        m_proto.mutable_number()->set_decimal(",");
        break;
    case Kind::Lookup:
        m_proto.mutable_lookup()->set_ignore_case(true);
        m_proto.mutable_lookup()->set_keep_unknown(true);
        break;
    case Kind::StripHtml:
        m_proto.set_strip_html(true);
        break;
    case Kind::Truncate:
        m_proto.set_truncate(150);
        break;
    }
}

MappingStep MappingStep::fromProto(const v1::Transform& proto) {
    MappingStep step;
    if (proto.step_case() != v1::Transform::STEP_NOT_SET)
        step.m_proto = proto;
    return step;
}

Kind MappingStep::kind() const {
    switch (m_proto.step_case()) {
    case v1::Transform::kLower:
        return Kind::Lower;
    case v1::Transform::kUpper:
        return Kind::Upper;
    case v1::Transform::kReplace:
        return Kind::Replace;
    case v1::Transform::kSplit:
        return Kind::Split;
    case v1::Transform::kNumber:
        return Kind::Number;
    case v1::Transform::kLookup:
        return Kind::Lookup;
    case v1::Transform::kStripHtml:
        return Kind::StripHtml;
    case v1::Transform::kTruncate:
        return Kind::Truncate;
    default:
        return Kind::Trim;
    }
}

QString MappingStep::first() const {
    switch (kind()) {
    case Kind::Replace:
        return text(m_proto.replace().pattern());
    case Kind::Split:
        return text(m_proto.split().separator());
    case Kind::Number:
        return text(m_proto.number().decimal());
    case Kind::Lookup: {
        QStringList lines;
        for (const auto& [from, to] : m_proto.lookup().table())
            lines.append(text(from) + " = " + text(to));
        lines.sort(); // a map has no order of its own
        return lines.join('\n');
    }
    default:
        return {};
    }
}

void MappingStep::setFirst(const QString& value) {
    switch (kind()) {
    case Kind::Replace:
        m_proto.mutable_replace()->set_pattern(bytes(value));
        break;
    case Kind::Split:
        m_proto.mutable_split()->set_separator(bytes(value));
        break;
    case Kind::Number:
        m_proto.mutable_number()->set_decimal(bytes(value.left(1)));
        break;
    case Kind::Lookup: {
        auto& table = *m_proto.mutable_lookup()->mutable_table();
        table.clear();
        const QStringList lines = value.split('\n');
        for (const QString& line : lines) {
            const qsizetype at = line.indexOf('=');
            if (at > 0)
                table[bytes(line.left(at).trimmed())] = bytes(line.mid(at + 1).trimmed());
        }
        break;
    }
    default:
        break;
    }
}

QString MappingStep::second() const {
    return kind() == Kind::Replace ? text(m_proto.replace().replacement()) : QString();
}

void MappingStep::setSecond(const QString& value) {
    if (kind() == Kind::Replace)
        m_proto.mutable_replace()->set_replacement(bytes(value));
}

int MappingStep::number() const {
    return kind() == Kind::Split ? m_proto.split().index() : kind() == Kind::Truncate ? m_proto.truncate() : 0;
}

void MappingStep::setNumber(int number) {
    if (kind() == Kind::Split)
        m_proto.mutable_split()->set_index(number);
    else if (kind() == Kind::Truncate)
        m_proto.set_truncate(number);
}

bool MappingStep::operator==(const MappingStep& other) const {
    return google::protobuf::util::MessageDifferencer::Equals(m_proto, other.m_proto);
}

const MappedField* ImportMapping::find(const QString& target) const {
    const auto found = std::ranges::find(fields, target, &MappedField::target);
    return found == fields.end() ? nullptr : &*found;
}

MappedField& ImportMapping::field(const QString& target) {
    const auto found = std::ranges::find(fields, target, &MappedField::target);
    if (found != fields.end())
        return *found;
    fields.push_back({.target = target, .column = {}, .otherColumns = {}, .constant = {}, .fallback = {}, .steps = {}});
    return fields.back();
}

void ImportMapping::remove(const QString& target) {
    std::erase_if(fields, [&](const MappedField& field) { return field.target == target; });
}

v1::Mapping ImportMapping::toProto() const {
    v1::Mapping proto;
    proto.set_name(bytes(name));
    proto.set_etag(bytes(etag));
    proto.set_group_column(bytes(groupColumn));
    proto.set_parent_row(parentRow);
    proto.set_only_column(bytes(onlyColumn));
    for (const QString& value : onlyValues)
        proto.add_only_values(bytes(value));
    proto.set_make_skus(makeSkus);
    proto.set_optional_category(optionalCategory);
    for (const MappedField& field : fields) {
        if (!field.filled())
            continue;
        v1::FieldMapping& out = *proto.add_fields();
        out.set_target(bytes(field.target));
        out.set_column(bytes(field.column));
        for (const QString& column : field.otherColumns)
            out.add_fallback_columns(bytes(column));
        out.set_constant(bytes(field.constant));
        out.set_default_value(bytes(field.fallback));
        for (const MappingStep& step : field.steps)
            *out.add_transforms() = step.proto();
    }
    return proto;
}

ImportMapping ImportMapping::fromProto(const v1::Mapping& proto) {
    ImportMapping mapping;
    mapping.name = text(proto.name());
    mapping.etag = text(proto.etag());
    mapping.groupColumn = text(proto.group_column());
    mapping.parentRow = proto.parent_row();
    mapping.onlyColumn = text(proto.only_column());
    for (const std::string& value : proto.only_values())
        mapping.onlyValues.append(text(value));
    mapping.makeSkus = proto.make_skus();
    mapping.optionalCategory = proto.optional_category();
    for (const v1::FieldMapping& field : proto.fields()) {
        MappedField& out = mapping.fields.emplace_back();
        out.target = text(field.target());
        out.column = text(field.column());
        for (const std::string& column : field.fallback_columns())
            out.otherColumns.append(text(column));
        out.constant = text(field.constant());
        out.fallback = text(field.default_value());
        for (const v1::Transform& step : field.transforms())
            out.steps.push_back(MappingStep::fromProto(step));
    }
    return mapping;
}

} // namespace tradepost::models
