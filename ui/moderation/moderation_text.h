#pragma once

#include "models/moderation/review.h"
#include "ui/kit/pill.h"

namespace tradepost::ui {

// A finding in a few words, with how grave it is.
PillStyle findingPill(models::FindingKind kind);
// All findings of an item in one.
PillStyle findingsPill(const std::vector<models::Finding>& findings);
// "Title (German)" for "texts[de].title"; what has no name of its own is shown as it is.
QString fieldName(const QString& path);
QString verdictText(models::Verdict verdict);

} // namespace tradepost::ui
