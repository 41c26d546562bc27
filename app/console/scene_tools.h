#pragma once

#include "app/console/tour.h"
#include "models/client/call.h"

namespace tradepost::app {

// What scenes of several pages need.
void wait(); // until what was asked for has arrived
Error unavailable();
extern const char* const kLongTitle;
void rename(models::SampleClient& client, int index, const std::string& title, const std::string& brand);

std::vector<Scene> productScenes(); // of the product editor

} // namespace tradepost::app
