#pragma once

#include <QString>

namespace tradepost::app {

// Makes fontconfig use a configuration of our own, so that the same text has the same pixels on every machine: only the
// fonts of the packages fonts-noto-core and fonts-noto-mono, no hinting, no subpixels. Call before QApplication is
// made; false when the file cannot be written into `directory`.
bool usePrivateFonts(const QString& directory);

} // namespace tradepost::app
