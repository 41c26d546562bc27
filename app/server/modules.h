#pragma once

#include "app/server/backend.h"

#include <string_view>
#include <vector>

namespace tradepost::server {

// A part of the backend that can run or not. `start` makes its parts in the Backend, registers its methods and
// subscribes its consumers; `stop` ends what of it runs and takes its parts down.
struct Module {
    std::string_view name;
    std::vector<std::string_view> needs; // stand above it in the table
    Result<void> (*start)(Backend& backend);
    void (*stop)(Backend& backend);
    std::vector<sql::Schema> (*schemas)() = nullptr; // of its database, which is named as the module; null: it has none
};

// THE table of what runs and what it needs.
const std::vector<Module>& modules();

// The modules named and all they need, in the table's order; INVALID_ARGUMENT / UNKNOWN_MODULE lists the names.
Result<std::vector<const Module*>> modulesFor(const std::vector<std::string>& targets);

} // namespace tradepost::server
