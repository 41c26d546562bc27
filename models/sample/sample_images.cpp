#include "models/sample/sample_images.h"

#include <QTimer>

#include <array>

namespace tradepost::models {

namespace {
constexpr std::array kFills{"#4A5160", "#C9B18C", "#4C7A5B", "#33507F", "#D8CFBD", "#B5734A"};
constexpr std::array kShapes{
    "<path d='M18 34a14 14 0 0 1 28 0v4' fill='none' stroke='%1' stroke-width='5'/><rect x='13' y='34' width='10' "
    "height='16' rx='5' fill='%1'/><rect x='41' y='34' width='10' height='16' rx='5' fill='%1'/>",
    "<rect x='10' y='24' width='44' height='20' rx='4' fill='%1'/><path d='M16 31h4m4 0h4m4 0h4m4 0h4m4 0h2M20 38h24' "
    "stroke='#fff' stroke-width='3'/>",
    "<path d='M20 22h20l4 28H16z' fill='%1'/><path d='M40 26c10 0 10 14 2 16' fill='none' stroke='%1' "
    "stroke-width='4'/>",
    "<path d='M20 26c0-12 24-12 24 0v24H20z' fill='%1'/><rect x='25' y='36' width='14' height='9' rx='2' fill='#fff' "
    "opacity='.6'/>",
    "<path d='M32 16 54 48H10z' fill='%1'/><path d='M32 30 40 48H24z' fill='#fff' opacity='.6'/>",
    "<path d='M22 14h20l8 20H14z' fill='%1'/><path d='M32 34v14M24 50h16' stroke='%1' stroke-width='4'/>",
    "<path d='M12 38c0-26 40-26 40 0z' fill='%1'/><path d='M12 42h40' stroke='%1' stroke-width='4'/>",
    "<rect x='18' y='26' width='28' height='24' rx='5' fill='%1'/><path d='M26 26V14M38 26V14' stroke='%1' "
    "stroke-width='5'/>",
    "<path d='M12 34C24 20 40 16 52 16L40 36z' fill='%1'/><path d='M14 34h18v14H20z' fill='%1' opacity='.7'/>",
    "<circle cx='32' cy='32' r='14' fill='%1'/><circle cx='32' cy='32' r='7' fill='#fff' opacity='.7'/><path d='M10 "
    "32h8M46 32h8' stroke='%1' stroke-width='5'/>",
    "<rect x='10' y='28' width='44' height='18' rx='4' fill='%1'/><rect x='13' y='20' width='16' height='10' rx='4' "
    "fill='%1' opacity='.6'/><path d='M12 46v6M52 46v6' stroke='%1' stroke-width='4'/>",
};
// The shape of each kind of product of the sample catalog, in its order.
constexpr std::array<std::size_t, 14> kShapeOfKind{0, 0, 1, 7, 2, 2, 8, 3, 4, 9, 5, 10, 6, 9};
} // namespace

QByteArray SampleImageLoader::draw(const QString& url) {
    const QStringList parts = url.section('/', -1).section('.', 0, 0).split('-');
    const auto kind = std::size_t(parts.value(0).toUInt());
    const auto colour = std::size_t(parts.value(1).toUInt());
    const QString shape =
        QString(kShapes[kShapeOfKind[kind % kShapeOfKind.size()]]).arg(kFills[colour % kFills.size()]);
    return ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'><rect width='64' height='64' "
            "fill='#F1F2F5'/>" +
            shape + "</svg>")
        .toUtf8();
}

void SampleImageLoader::load(const QString& url, std::function<void(QByteArray)> done) {
    QTimer::singleShot(0, [url, done = std::move(done)] { done(draw(url)); });
}

} // namespace tradepost::models
