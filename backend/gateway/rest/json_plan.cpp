#include "backend/gateway/rest/json_codec.h"

#include "backend/gateway/rest/json_plan.h"
#include "backend/platform/http/problem.h"
#include "tradepost/options/v1/options.pb.h"

#include <mutex>

namespace tradepost::rest {

WellKnown wellKnownType(const google::protobuf::Descriptor* type) {
    using google::protobuf::Descriptor;
    switch (type->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED:
        return type->full_name() == "google.protobuf.Empty" ? WellKnown::Empty : WellKnown::None;
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
        return WellKnown::Timestamp;
    case Descriptor::WELLKNOWNTYPE_DURATION:
        return WellKnown::Duration;
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
        return WellKnown::FieldMask;
    case Descriptor::WELLKNOWNTYPE_ANY:
        return WellKnown::Any;
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
        return WellKnown::Dynamic;
    default:
        return WellKnown::Wrapper;
    }
}

JsonCodec::JsonCodec() = default;
JsonCodec::~JsonCodec() = default;

const MessagePlan& JsonCodec::plan(const google::protobuf::Descriptor* type) const {
    {
        const std::shared_lock lock(m_mutex);
        if (const auto found = m_plans.find(type); found != m_plans.end())
            return *found->second;
    }
    const std::unique_lock lock(m_mutex);
    const auto make = [this](const auto& self, const google::protobuf::Descriptor* of) -> const MessagePlan* {
        auto& slot = m_plans[of];
        if (slot)
            return slot.get();
        slot = std::make_unique<MessagePlan>();
        auto* const made = slot.get(); // the map may move `slot` below
        made->type = of;
        made->wellKnown = wellKnownType(of);
        made->fields.resize(static_cast<std::size_t>(of->field_count()));
        for (int i = 0; i < of->field_count(); ++i) {
            const auto* field = of->field(i);
            auto& entry = made->fields[static_cast<std::size_t>(i)];
            entry.field = field;
            http::appendJsonString(entry.key, field->json_name());
            entry.key.push_back(':');
            entry.outputOnly = field->options().GetExtension(options::v1::field).output_only();
            if (field->message_type())
                entry.message = self(self, field->message_type());
            made->byName.emplace(field->json_name(), &entry);
            made->byName.emplace(field->name(), &entry);
        }
        return made;
    };
    return *make(make, type);
}

std::string jsonPath(std::string_view protoPath) {
    std::string path;
    path.reserve(protoPath.size());
    bool upper = false;
    for (const char c : protoPath) {
        if (c == '_') {
            upper = true;
            continue;
        }
        path.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
        upper = false;
    }
    return path;
}

} // namespace tradepost::rest
