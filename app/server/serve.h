#pragma once

#include "app/server/output.h"
#include "app/server/settings.h"

namespace tradepost::server {

// Runs the server until SIGTERM or SIGINT, then drains within 10 seconds; a second signal ends it at once. Prints where
// it listens as one JSON line, and "ready" once everything answers from the latest state. Call it before any thread is
// made: it blocks the signals for all of them.
int serve(const Settings& settings, const Output& output);

} // namespace tradepost::server
