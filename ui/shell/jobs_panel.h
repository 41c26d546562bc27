#pragma once

#include "models/operations/jobs_model.h"
#include "ui/kit/format.h"
#include "ui/kit/theme.h"

class QWidget;

namespace tradepost::ui {

// Shows the person's jobs at `button` and keeps them up to date while it is open. Everything outlives the panel.
void openJobs(const Theme& theme, const Format& format, models::JobsModel& jobs, QWidget* button);

} // namespace tradepost::ui
