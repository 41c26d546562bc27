#include "ui/kit/settings.h"

namespace tradepost::ui {

Settings::Settings(const QString& path, QObject* parent) : QObject(parent) {
    m_file = path.isEmpty() ? new QSettings(QSettings::IniFormat, QSettings::UserScope, "tradepost", "console", this)
                            : new QSettings(path, QSettings::IniFormat, this);
}

} // namespace tradepost::ui
