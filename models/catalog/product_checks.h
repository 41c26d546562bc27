#pragma once

#include "models/catalog/category_attributes.h"

namespace tradepost::models {

struct CheckContext {
    const std::vector<AttributeDefinition>& definitions;
    bool isNew = false;
    bool complete = false; // what is required by the category must be there
    QLocale locale;
};

// What is wrong with the draft, by field, in words that say what to do: what the store would refuse, told before.
std::map<FieldRef, QString> problemsOf(const ProductDraft& draft, const CheckContext& context);
int maxLength(Field field);

} // namespace tradepost::models
