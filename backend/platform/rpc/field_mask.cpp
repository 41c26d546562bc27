#include "backend/platform/rpc/field_mask.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace tradepost::rpc {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool isPlain(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
}

// Takes the first segment off `path`, which is then what follows its dot. Nothing when it is malformed.
std::optional<std::string> takeSegment(std::string_view& path) {
    std::string segment;
    if (!path.starts_with('`')) {
        const auto dot = path.find('.');
        segment = path.substr(0, dot);
        path.remove_prefix(segment.size());
    } else {
        std::size_t at = 1;
        for (;; ++at) {
            if (at == path.size())
                return std::nullopt;
            if (path[at] == '`' && path.substr(at + 1, 1) != "`")
                break;
            if (path[at] == '`')
                ++at; // written twice it stands for itself
            segment.push_back(path[at]);
        }
        path.remove_prefix(at + 1);
    }
    if (!path.empty()) {
        if (path.size() == 1 || path.front() != '.')
            return std::nullopt;
        path.remove_prefix(1);
    }
    return segment.empty() ? std::nullopt : std::optional(std::move(segment));
}

void copyWhole(const Message& from, Message& to, const FieldDescriptor* field) {
    const std::unique_ptr<Message> copy(from.New());
    copy->CopyFrom(from);
    to.GetReflection()->SwapFields(copy.get(), &to, {field});
}

// A map as the list of its entries.
class Entries {
public:
    Entries(const Message& message, const FieldDescriptor* field)
        : m_message(message), m_field(field), m_key(field->message_type()->map_key()),
          m_value(field->message_type()->map_value()) {}
    const FieldDescriptor* value() const { return m_value; }

    // -1: there is none.
    int find(std::string_view key) const {
        const auto& reflection = *m_message.GetReflection();
        for (int i = 0; i < reflection.FieldSize(m_message, m_field); ++i) {
            const Message& entry = reflection.GetRepeatedMessage(m_message, m_field, i);
            if (entry.GetReflection()->GetString(entry, m_key) == key)
                return i;
        }
        return -1;
    }
    const Message& at(int i) const { return m_message.GetReflection()->GetRepeatedMessage(m_message, m_field, i); }

private:
    const Message& m_message;
    const FieldDescriptor* m_field;
    const FieldDescriptor *m_key, *m_value;
};

void removeEntry(Message& to, const FieldDescriptor* field, int i) {
    const auto& reflection = *to.GetReflection();
    reflection.SwapElements(&to, field, i, reflection.FieldSize(to, field) - 1);
    reflection.RemoveLast(&to, field);
}

bool copyEntry(const Message& from, Message& to, const FieldDescriptor* field, std::string_view path) {
    if (field->message_type()->map_key()->cpp_type() != FieldDescriptor::CPPTYPE_STRING)
        return false;
    const auto key = takeSegment(path);
    if (!key)
        return false;
    const Entries source(from, field), target(to, field);
    const int there = source.find(*key);
    int here = target.find(*key);
    if (path.empty()) {
        if (here >= 0)
            removeEntry(to, field, here);
        if (there >= 0)
            to.GetReflection()->AddMessage(&to, field)->CopyFrom(source.at(there));
        return true;
    }
    const FieldDescriptor* value = source.value();
    if (value->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
        return false;
    const std::unique_ptr<Message> blank(
        to.GetReflection()->GetMessageFactory()->GetPrototype(field->message_type())->New());
    const Message& entry = there >= 0 ? source.at(there) : *blank;
    if (here < 0 && there < 0) { // nothing to clear: only look whether there is such a path
        const Message& none = blank->GetReflection()->GetMessage(*blank, value);
        const std::unique_ptr<Message> scrap(none.New());
        return copyPath(none, *scrap, path);
    }
    Message* changed = nullptr;
    if (here >= 0) {
        changed = to.GetReflection()->MutableRepeatedMessage(&to, field, here);
    } else {
        changed = to.GetReflection()->AddMessage(&to, field);
        changed->GetReflection()->SetString(changed, field->message_type()->map_key(), *key);
    }
    return copyPath(entry.GetReflection()->GetMessage(entry, value),
                    *changed->GetReflection()->MutableMessage(changed, value), path);
}

} // namespace

bool copyPath(const Message& from, Message& to, std::string_view path) {
    const auto name = takeSegment(path);
    const FieldDescriptor* field = name ? to.GetDescriptor()->FindFieldByName(*name) : nullptr;
    if (field == nullptr)
        return false;
    if (path.empty()) {
        copyWhole(from, to, field);
        return true;
    }
    if (field->is_map())
        return copyEntry(from, to, field, path);
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
        return false;
    const auto& reflection = *to.GetReflection();
    const Message& part = reflection.GetMessage(from, field);
    if (!reflection.HasField(from, field) && !reflection.HasField(to, field)) {
        const std::unique_ptr<Message> scrap(part.New());
        return copyPath(part, *scrap, path);
    }
    return copyPath(part, *reflection.MutableMessage(&to, field), path);
}

std::string pathSegment(std::string_view key) {
    if (isPlain(key))
        return std::string(key);
    std::string quoted = "`";
    for (const char c : key)
        quoted.append(c == '`' ? 2 : 1, c);
    return quoted + '`';
}

} // namespace tradepost::rpc
