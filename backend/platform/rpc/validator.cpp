#include "backend/platform/rpc/validator.h"

#include "backend/platform/rpc/registry.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/field_mask.pb.h>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <shared_mutex>
#include <unordered_map>

namespace tradepost::rpc {

namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;
using pb::Message;

// google.protobuf.FieldMask cannot carry our rules; these are its limits.
constexpr int maxMaskPaths = 200;
constexpr std::size_t maxMaskPathLength = 300;
// A map's key stands in the path of a fault; cut there, whatever its own limit is.
constexpr std::size_t maxKeyInPath = 40;

void fillPlan(MessagePlan& plan, const pb::Descriptor& type,
              const std::function<const MessagePlan*(const pb::Descriptor&)>& planOfPart) {
    plan.isFieldMask = &type == pb::FieldMask::descriptor();
    for (int i = 0; i < type.field_count(); ++i) {
        const FieldDescriptor* field = type.field(i);
        const auto& rule = field->options().GetExtension(options::v1::field);
        MessagePlan::Field entry;
        entry.field = field;
        entry.required = rule.required();
        entry.outputOnly = rule.output_only();
        entry.ranged = rule.min() != 0 || rule.max() != 0;
        entry.maxLength = static_cast<std::uint32_t>(std::max(rule.max_length(), 0));
        entry.maxItems = rule.max_items();
        entry.min = rule.min();
        entry.max = rule.max();
        if (field->is_map()) {
            if (const auto* value = field->message_type()->map_value(); value->message_type() != nullptr)
                entry.message = planOfPart(*value->message_type());
        } else if (field->message_type() != nullptr) {
            entry.message = planOfPart(*field->message_type());
            if (field->message_type() == pb::FieldMask::descriptor() && field->name() == "update_mask")
                plan.updateMask = field;
        }
        if (entry.required || entry.outputOnly || entry.ranged || entry.maxLength > 0 || entry.maxItems > 0 ||
            entry.message != nullptr)
            plan.fields.push_back(entry);
    }
}

class Plans {
public:
    const MessagePlan& of(const pb::Descriptor& type) {
        {
            const std::shared_lock lock(m_mutex);
            if (const auto it = m_plans.find(&type); it != m_plans.end())
                return *it->second;
        }
        const std::unique_lock lock(m_mutex);
        return *make(type);
    }

private:
    const MessagePlan* make(const pb::Descriptor& type) {
        if (const auto it = m_plans.find(&type); it != m_plans.end())
            return it->second;
        // Known before it is complete, so that a type may contain itself.
        m_owned.push_back(std::make_unique<MessagePlan>());
        MessagePlan* plan = m_owned.back().get();
        m_plans.emplace(&type, plan);
        fillPlan(*plan, type, [this](const pb::Descriptor& part) { return make(part); });
        return plan;
    }

    std::shared_mutex m_mutex;
    std::vector<std::unique_ptr<MessagePlan>> m_owned;
    std::unordered_map<const pb::Descriptor*, const MessagePlan*> m_plans;
};

// Where the check stands, as a chain up to the request; turned into text only when something is wrong.
struct Place {
    const Place* parent = nullptr;
    const FieldDescriptor* field = nullptr;
    int index = -1;            // in a repeated field
    std::string_view key = {}; // in a map
    bool hasKey = false;

    std::string text() const {
        std::string path = parent != nullptr ? parent->text() : std::string();
        if (!path.empty())
            path += '.';
        path += field->name();
        if (hasKey) {
            std::string shown(key.substr(0, maxKeyInPath));
            std::ranges::replace_if(
                shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"'; }, '?');
            path += fmt::format("[\"{}\"]", shown);
        } else if (index >= 0) {
            path += fmt::format("[{}]", index);
        }
        return path;
    }
    // Whether the way here, without indices, is `path`.
    bool is(const FieldPath& path) const {
        const Place* place = this;
        for (const FieldDescriptor* step : path | std::views::reverse) {
            if (place == nullptr || place->field != step)
                return false;
            place = place->parent;
        }
        return place == nullptr;
    }
};

bool keeps(const std::vector<FieldPath>& kept, const Place& place) {
    return std::ranges::any_of(kept, [&place](const FieldPath& path) { return place.is(path); });
}

std::size_t lengthOf(const FieldDescriptor& field, const std::string& value) {
    if (field.type() == FieldDescriptor::TYPE_BYTES)
        return value.size();
    return static_cast<std::size_t>(
        std::ranges::count_if(value, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool tooLong(const FieldDescriptor& field, const std::string& value, std::uint32_t limit) {
    return value.size() > limit && lengthOf(field, value) > limit; // bytes bound the code points
}

std::unexpected<Error> tooLongError(const Place& place, std::uint32_t limit, bool bytes, std::string_view what = {}) {
    return invalid(place.text(),
                   fmt::format("{}{}{} is longer than {} {}: shorten it.", what, what.empty() ? "" : " of ",
                               place.text(), limit, bytes ? "bytes" : "characters"),
                   "FIELD_TOO_LONG");
}

// -1 below, 1 above the range, 0 within.
int outside(const Message& message, const FieldDescriptor& field, int index, const MessagePlan::Field& rule) {
    const auto* reflection = message.GetReflection();
    const auto compare = [&rule](auto value) {
        if (std::cmp_less(value, rule.min))
            return -1;
        return std::cmp_greater(value, rule.max) ? 1 : 0;
    };
    const auto compareReal = [&rule](double value) {
        if (!(value >= static_cast<double>(rule.min))) // NaN is below
            return -1;
        return value > static_cast<double>(rule.max) ? 1 : 0;
    };
    const bool one = index < 0;
    switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
        return compare(one ? reflection->GetInt32(message, &field)
                           : reflection->GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
        return compare(one ? reflection->GetInt64(message, &field)
                           : reflection->GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
        return compare(one ? reflection->GetUInt32(message, &field)
                           : reflection->GetRepeatedUInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT64:
        return compare(one ? reflection->GetUInt64(message, &field)
                           : reflection->GetRepeatedUInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
        return compareReal(one ? reflection->GetDouble(message, &field)
                               : reflection->GetRepeatedDouble(message, &field, index));
    case FieldDescriptor::CPPTYPE_FLOAT:
        return compareReal(one ? reflection->GetFloat(message, &field)
                               : reflection->GetRepeatedFloat(message, &field, index));
    default:
        return 0;
    }
}

class Checker {
public:
    explicit Checker(const std::vector<FieldPath>& kept) : m_kept(kept) {}
    bool foundOutputOnly() const { return m_foundOutputOnly; }

    // `mask`: of an update whose resource this message is.
    Result<void> walk(const Message& message, const MessagePlan& plan, const Place* parent, const pb::FieldMask* mask) {
        const auto* reflection = message.GetReflection();
        const pb::FieldMask* updateMask = nullptr;
        if (parent == nullptr && plan.updateMask != nullptr)
            updateMask = static_cast<const pb::FieldMask*>(&reflection->GetMessage(message, plan.updateMask));
        for (const auto& rule : plan.fields) {
            const Place place{.parent = parent, .field = rule.field};
            auto result = rule.field->is_repeated() ? checkRepeated(message, rule, place, mask)
                                                    : checkOne(message, rule, place, mask, updateMask);
            if (!result)
                return result;
        }
        return {};
    }

private:
    static bool mustBeSet(const MessagePlan::Field& rule, const pb::FieldMask* mask) {
        if (!rule.required)
            return false;
        return mask == nullptr || std::ranges::any_of(mask->paths(), [&rule](const std::string& path) {
                   return path == "*" || path == rule.field->name();
               });
    }
    static std::unexpected<Error> required(const Place& place) {
        return invalid(place.text(), fmt::format("{} is required: set it.", place.text()), "FIELD_REQUIRED");
    }
    static std::unexpected<Error> outOfRange(const Place& place, const MessagePlan::Field& rule) {
        return invalid(place.text(), fmt::format("{} must be from {} to {}.", place.text(), rule.min, rule.max),
                       "FIELD_OUT_OF_RANGE");
    }

    Result<void> checkOne(const Message& message, const MessagePlan::Field& rule, const Place& place,
                          const pb::FieldMask* mask, const pb::FieldMask* updateMask) {
        const auto* reflection = message.GetReflection();
        if (!reflection->HasField(message, rule.field)) {
            if (mustBeSet(rule, mask))
                return required(place);
            // An unset number is a zero, and is checked as one unless the field can tell unset from zero.
            if (rule.ranged && !rule.field->has_presence() && outside(message, *rule.field, -1, rule) != 0)
                return outOfRange(place, rule);
            return {};
        }
        if (rule.required && rule.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
            reflection->GetStringReference(message, rule.field, &m_scratch).empty() && mustBeSet(rule, mask))
            return required(place);
        if (rule.maxLength > 0 && rule.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
            tooLong(*rule.field, reflection->GetStringReference(message, rule.field, &m_scratch), rule.maxLength))
            return tooLongError(place, rule.maxLength, rule.field->type() == FieldDescriptor::TYPE_BYTES);
        if (rule.outputOnly) {
            m_foundOutputOnly = m_foundOutputOnly || !keeps(m_kept, place);
            return {}; // ignored, so its inside may be anything
        }
        if (rule.ranged && outside(message, *rule.field, -1, rule) != 0)
            return outOfRange(place, rule);
        if (rule.message == nullptr)
            return {};
        const Message& part = reflection->GetMessage(message, rule.field);
        if (rule.message->isFieldMask)
            return checkMask(static_cast<const pb::FieldMask&>(part), place);
        return walk(part, *rule.message, &place, updateMask);
    }

    Result<void> checkRepeated(const Message& message, const MessagePlan::Field& rule, const Place& place,
                               const pb::FieldMask* mask) {
        const auto* reflection = message.GetReflection();
        const int count = reflection->FieldSize(message, rule.field);
        if (count == 0)
            return mustBeSet(rule, mask) ? Result<void>(required(place)) : Result<void>();
        if (rule.outputOnly) {
            m_foundOutputOnly = m_foundOutputOnly || !keeps(m_kept, place);
            return {};
        }
        if (rule.maxItems > 0 && count > rule.maxItems)
            return invalid(
                place.text(),
                fmt::format("{} has {} entries; at most {} are allowed.", place.text(), count, rule.maxItems),
                "TOO_MANY_ITEMS");
        if (rule.message == nullptr && rule.maxLength == 0 && !rule.ranged)
            return {};
        for (int i = 0; i < count; ++i) {
            Place item = place;
            item.index = i;
            if (auto result =
                    rule.field->is_map() ? checkEntry(message, rule, place, item) : checkItem(message, rule, item);
                !result)
                return result;
        }
        return {};
    }

    Result<void> checkItem(const Message& message, const MessagePlan::Field& rule, const Place& item) {
        const auto* reflection = message.GetReflection();
        if (rule.message != nullptr)
            return walk(reflection->GetRepeatedMessage(message, rule.field, item.index), *rule.message, &item, nullptr);
        if (rule.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && rule.maxLength > 0 &&
            tooLong(*rule.field, reflection->GetRepeatedStringReference(message, rule.field, item.index, &m_scratch),
                    rule.maxLength))
            return tooLongError(item, rule.maxLength, rule.field->type() == FieldDescriptor::TYPE_BYTES);
        if (rule.ranged && outside(message, *rule.field, item.index, rule) != 0)
            return outOfRange(item, rule);
        return {};
    }

    Result<void> checkEntry(const Message& message, const MessagePlan::Field& rule, const Place& map, Place& item) {
        const Message& entry = message.GetReflection()->GetRepeatedMessage(message, rule.field, item.index);
        const auto* reflection = entry.GetReflection();
        const FieldDescriptor* key = rule.field->message_type()->map_key();
        const FieldDescriptor* value = rule.field->message_type()->map_value();
        std::string keyText;
        if (key->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
            keyText = reflection->GetString(entry, key);
            if (rule.maxLength > 0 && tooLong(*key, keyText, rule.maxLength))
                return tooLongError(map, rule.maxLength, false, "A key");
            item.key = keyText;
            item.hasKey = true;
        }
        if (rule.message != nullptr)
            return walk(reflection->GetMessage(entry, value), *rule.message, &item, nullptr);
        if (rule.maxLength > 0 && value->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
            tooLong(*value, reflection->GetStringReference(entry, value, &m_scratch), rule.maxLength))
            return tooLongError(item, rule.maxLength, value->type() == FieldDescriptor::TYPE_BYTES);
        return {};
    }

    static Result<void> checkMask(const pb::FieldMask& mask, const Place& place) {
        if (mask.paths_size() > maxMaskPaths)
            return invalid(place.text(), fmt::format("{} names more than {} fields.", place.text(), maxMaskPaths),
                           "TOO_MANY_ITEMS");
        for (const std::string& path : mask.paths()) {
            if (path.size() > maxMaskPathLength)
                return invalid(place.text(),
                               fmt::format("{} has a path longer than {} characters.", place.text(), maxMaskPathLength),
                               "FIELD_TOO_LONG");
        }
        return {};
    }

    const std::vector<FieldPath>& m_kept;
    bool m_foundOutputOnly = false;
    std::string m_scratch;
};

void clear(Message& message, const MessagePlan& plan, const Place* parent, const std::vector<FieldPath>& kept) {
    const auto* reflection = message.GetReflection();
    for (const auto& rule : plan.fields) {
        const Place place{.parent = parent, .field = rule.field};
        if (rule.outputOnly) {
            if (!keeps(kept, place))
                reflection->ClearField(&message, rule.field);
        } else if (rule.message == nullptr) {
            continue;
        } else if (rule.field->is_map()) {
            for (int i = 0; i < reflection->FieldSize(message, rule.field); ++i) {
                Message* entry = reflection->MutableRepeatedMessage(&message, rule.field, i);
                clear(*entry->GetReflection()->MutableMessage(entry, rule.field->message_type()->map_value()),
                      *rule.message, &place, kept);
            }
        } else if (rule.field->is_repeated()) {
            for (int i = 0; i < reflection->FieldSize(message, rule.field); ++i)
                clear(*reflection->MutableRepeatedMessage(&message, rule.field, i), *rule.message, &place, kept);
        } else if (reflection->HasField(message, rule.field)) {
            clear(*reflection->MutableMessage(&message, rule.field), *rule.message, &place, kept);
        }
    }
}

} // namespace

const MessagePlan& planOf(const pb::Descriptor& type) {
    static Plans plans;
    return plans.of(type);
}

Result<void> check(const Message& request, const MessagePlan& plan, const std::vector<FieldPath>& kept,
                   bool& hasOutputOnly) {
    Checker checker(kept);
    auto result = checker.walk(request, plan, nullptr, nullptr);
    hasOutputOnly = checker.foundOutputOnly();
    return result;
}

void clearOutputOnly(Message& request, const MessagePlan& plan, const std::vector<FieldPath>& kept) {
    clear(request, plan, nullptr, kept);
}

Result<void> validate(const Message& request) {
    bool hasOutputOnly = false;
    return check(request, planOf(*request.GetDescriptor()), {}, hasOutputOnly);
}

} // namespace tradepost::rpc
