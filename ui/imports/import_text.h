#pragma once

#include "models/imports/import.h"
#include "models/imports/mapping.h"
#include "ui/kit/format.h"
#include "ui/kit/pill.h"

namespace tradepost::ui {

// The one word for each state of an import and each outcome of a row, with its meaning.
PillStyle importPill(const models::Import& import);
PillStyle outcomePill(models::Outcome outcome);

// "38,400 of 100,000 rows, 4,120/s, 14 s left"; what is not known is left out.
QString progressText(const models::Import& import, const Format& format);
// "CSV of Tradepost", "Shopify"; for an empty name that the columns are mapped.
QString formatName(const QString& format);
// "Title", "Price"; a field without a name of its own as the contract has it.
QString targetName(const QString& target);
QString stepName(models::MappingStep::Kind kind);
// "12.5 MB".
QString sizeText(qint64 bytes, const Format& format);

} // namespace tradepost::ui
