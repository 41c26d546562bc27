#pragma once

#include "backend/base/error.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <span>
#include <string>
#include <vector>

// Attributes of products against the definitions of their category. Without state.
namespace tradepost::catalog {

struct AttributeProblem {
    std::string field;   // "attributes[2].unit"; "attributes" for a missing one
    std::string message; // what is wrong, and what to do
    bool missing = false;
};

// Everything that is outside `definitions`: a wrong type or unit, a value that is not allowed, a required one that is
// missing. Attributes without a definition are free.
std::vector<AttributeProblem> attributeProblems(const v1::Product& product,
                                                std::span<const v1::AttributeDefinition> definitions);

// A category's own definitions by themselves.
Result<void> validateDefinitions(const v1::Category& category, const std::string& prefix);

} // namespace tradepost::catalog
