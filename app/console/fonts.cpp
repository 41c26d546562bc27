#include "app/console/fonts.h"

#include <QDir>
#include <QFile>

namespace tradepost::app {

bool usePrivateFonts(const QString& directory) {
    QDir().mkpath(directory + "/fontcache");
    QFile file(directory + "/fonts.conf");
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(QString(R"(<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/noto</dir>
  <cachedir>%1/fontcache</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
  <selectfont>
    <acceptfont>
      <glob>/usr/share/fonts/truetype/noto/NotoSans-*</glob>
      <glob>/usr/share/fonts/truetype/noto/NotoSansMono-*</glob>
      <glob>/usr/share/fonts/truetype/noto/NotoSansSymbols*</glob>
    </acceptfont>
    <rejectfont><glob>*</glob></rejectfont>
  </selectfont>
</fontconfig>
)")
                   .arg(directory.toHtmlEscaped())
                   .toUtf8());
    file.close();
    return qputenv("FONTCONFIG_FILE", QFile::encodeName(directory + "/fonts.conf"));
}

} // namespace tradepost::app
