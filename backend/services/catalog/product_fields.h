#pragma once

#include "backend/base/error.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <google/protobuf/field_mask.pb.h>
#include <string>
#include <vector>

namespace tradepost::catalog {

// A top-level field that clients write. `column`: kept in catalog_products, not in the body.
struct ProductField {
    const char* name;
    bool column;
    const google::protobuf::FieldDescriptor* descriptor;
};

const std::vector<ProductField>& productFields();

// What `update` changes by its mask: "a mask names fields of the product, '*' all of them, an empty one those that are
// set". INVALID_ARGUMENT for a path that is no writable field; "price" stands for the price of the only variant.
struct Patch {
    std::vector<const ProductField*> fields; // all that change, in whole or in part
    std::vector<std::string> parts;          // paths into those of them that change in part: "texts.de.title"
    bool price = false;
};
Result<Patch> makePatch(const v1::Product& update, const google::protobuf::FieldMask& mask);

// Sets in `to` what `patch` names, but for the price.
Result<void> copyPatched(const v1::Product& from, v1::Product& to, const Patch& patch);
bool sameField(const v1::Product& a, const v1::Product& b, const ProductField& field);
void copyField(const v1::Product& from, v1::Product& to, const ProductField& field);
// Empties everything that is a column or set by the server, which leaves what a body holds.
void stripColumns(v1::Product& product);

} // namespace tradepost::catalog
