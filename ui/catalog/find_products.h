#pragma once

#include "ui/kit/page.h"

namespace tradepost::ui {

// Products whose title holds the text, or of that SKU or GTIN, for the palette: at most kMaxFoundProducts, the ones
// changed last. `found` runs later, and not at all when `context` is gone or the store does not answer.
inline constexpr int kMaxFoundProducts = 6;
void findProducts(Workspace& workspace, QObject* context, const QString& text,
                  std::function<void(const QList<Found>&)> found);

} // namespace tradepost::ui
