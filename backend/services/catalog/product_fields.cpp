#include "backend/services/catalog/product_fields.h"

#include "backend/platform/query/utf8.h"
#include "backend/platform/rpc/field_mask.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/util/message_differencer.h>
#include <set>

namespace tradepost::catalog {

namespace {
const google::protobuf::FieldDescriptor* descriptorOf(const char* name) {
    return v1::Product::descriptor()->FindFieldByName(name);
}

bool isSet(const v1::Product& product, const ProductField& field) {
    const auto& reflection = *v1::Product::GetReflection();
    return field.descriptor->is_repeated() ? reflection.FieldSize(product, field.descriptor) > 0
                                           : reflection.HasField(product, field.descriptor);
}

// Reflection's ways for a field of messages; a map has no order and needs the slow way.
bool isMessages(const google::protobuf::FieldDescriptor* field) {
    return field->is_repeated() && !field->is_map() &&
           field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
}

std::string_view topOf(std::string_view path) {
    return path.substr(0, path.find('.'));
}

std::unexpected<Error> noField(std::string_view path) {
    return invalid("update_mask",
                   fmt::format("'{}' is no field of a product that can be written.", query::excerpt(path, 60)),
                   "UNKNOWN_FIELD");
}

} // namespace

const std::vector<ProductField>& productFields() {
    static const std::vector<ProductField> fields = [] {
        std::vector<ProductField> made;
        for (const char* name : {"title", "brand", "category_id", "slug"})
            made.push_back({name, true, descriptorOf(name)});
        for (const char* name : {"description", "language", "texts", "attributes", "variants", "images", "seo", "tags",
                                 "markets", "tax_class"})
            made.push_back({name, false, descriptorOf(name)});
        return made;
    }();
    return fields;
}

Result<Patch> makePatch(const v1::Product& update, const google::protobuf::FieldMask& mask) {
    Patch patch;
    const auto add = [&](const ProductField& field) {
        if (std::ranges::find(patch.fields, &field) == patch.fields.end())
            patch.fields.push_back(&field);
    };
    if (mask.paths_size() == 0) {
        for (const ProductField& field : productFields())
            if (isSet(update, field))
                add(field);
        return patch;
    }
    std::set<std::string_view> whole;
    for (const std::string& path : mask.paths()) {
        const std::string_view top = topOf(path);
        if (path == "*") {
            for (const ProductField& field : productFields()) {
                add(field);
                whole.insert(field.name);
            }
        } else if (top == "price") {
            patch.price = true;
        } else if (top == "etag") {
            continue; // the guard, not a field to write
        } else if (const auto found = std::ranges::find(productFields(), top,
                                                        [](const ProductField& f) { return std::string_view(f.name); });
                   found != productFields().end()) {
            add(*found);
            // Of a repeated field the whole is changed: its items cannot be named.
            const bool hasParts = found->descriptor->is_map() || !found->descriptor->is_repeated();
            if (top.size() < path.size() && hasParts)
                patch.parts.push_back(path);
            else
                whole.insert(found->name);
        } else {
            return noField(path);
        }
    }
    std::erase_if(patch.parts, [&](const std::string& path) { return whole.contains(topOf(path)); });
    return patch;
}

Result<void> copyPatched(const v1::Product& from, v1::Product& to, const Patch& patch) {
    for (const ProductField* field : patch.fields)
        if (std::ranges::none_of(patch.parts, [&](const std::string& path) { return topOf(path) == field->name; }))
            copyField(from, to, *field);
    for (const std::string& path : patch.parts)
        if (!rpc::copyPath(from, to, path))
            return noField(path);
    return {};
}

bool sameField(const v1::Product& a, const v1::Product& b, const ProductField& field) {
    const auto& reflection = *v1::Product::GetReflection();
    if (field.descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING &&
        !field.descriptor->is_repeated()) {
        std::string scratchA, scratchB;
        return reflection.GetStringReference(a, field.descriptor, &scratchA) ==
               reflection.GetStringReference(b, field.descriptor, &scratchB);
    }
    if (isMessages(field.descriptor)) {
        const int size = reflection.FieldSize(a, field.descriptor);
        if (size != reflection.FieldSize(b, field.descriptor))
            return false;
        for (int i = 0; i < size; ++i) {
            const auto& left = reflection.GetRepeatedMessage(a, field.descriptor, i);
            const auto& right = reflection.GetRepeatedMessage(b, field.descriptor, i);
            // Equal bytes are equal messages; unequal ones may still be, with a map in another order.
            if (left.SerializeAsString() != right.SerializeAsString() &&
                !google::protobuf::util::MessageDifferencer::Equals(left, right))
                return false;
        }
        return true;
    }
    google::protobuf::util::MessageDifferencer differencer;
    return differencer.CompareWithFields(a, b, {field.descriptor}, {field.descriptor});
}

void copyField(const v1::Product& from, v1::Product& to, const ProductField& field) {
    const auto& reflection = *v1::Product::GetReflection();
    if (field.descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING &&
        !field.descriptor->is_repeated()) {
        std::string scratch;
        reflection.SetString(&to, field.descriptor, reflection.GetStringReference(from, field.descriptor, &scratch));
        return;
    }
    if (isMessages(field.descriptor)) {
        reflection.ClearField(&to, field.descriptor);
        for (int i = 0; i < reflection.FieldSize(from, field.descriptor); ++i)
            reflection.AddMessage(&to, field.descriptor)
                ->CopyFrom(reflection.GetRepeatedMessage(from, field.descriptor, i));
        return;
    }
    v1::Product copy = from;
    reflection.SwapFields(&copy, &to, {field.descriptor});
}

void stripColumns(v1::Product& product) {
    product.clear_id();
    product.clear_seller_id();
    product.clear_state();
    product.clear_title();
    product.clear_brand();
    product.clear_category_id();
    product.clear_slug();
    product.clear_revision();
    product.clear_etag();
    product.clear_create_time();
    product.clear_update_time();
    product.clear_price();
}

} // namespace tradepost::catalog
