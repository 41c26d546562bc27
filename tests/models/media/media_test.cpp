// Pictures as the console decodes them; those of the demo store come out whole.
#include "backend/services/demo/drawings.h"
#include "models/media/thumbnail_store.h"

#include <QBuffer>
#include <QTest>

using namespace tradepost;
using models::decodeThumbnail;

namespace {

int complaints = 0;
void countComplaints(QtMsgType type, const QMessageLogContext&, const QString& message) {
    if (type == QtDebugMsg || type == QtInfoMsg)
        return;
    ++complaints;
    std::fprintf(stderr, "%s\n", qPrintable(message));
}

} // namespace

class MediaTest : public QObject {
    Q_OBJECT
private slots:
    void demoDrawingsAreUnderstoodWhole() {
        complaints = 0;
        const auto before = qInstallMessageHandler(countComplaints);
        for (const auto shapes : {demo::indoorShapes(), demo::outdoorShapes()}) {
            for (const auto& shape : shapes) {
                const std::string svg = demo::draw(shape.name, demo::colours().front());
                QVERIFY(!decodeThumbnail(QByteArray::fromStdString(svg), 100).isNull());
            }
        }
        qInstallMessageHandler(before);
        QCOMPARE(complaints, 0);
    }

    void demoDrawingsCastAShadow() {
        const std::string svg = demo::draw("lamp", demo::colours().front());
        const QImage image = decodeThumbnail(QByteArray::fromStdString(svg), 400);
        // Beside the foot: inside the shadow darker than just outside of it, at the same height of the ground's colour.
        QVERIFY(image.pixelColor(110, 318).lightness() + 3 < image.pixelColor(30, 318).lightness());
    }

    void picturesKeepTheirShapeAndAbsurdOnesAreRefused() {
        QImage wide(200, 100, QImage::Format_RGB32);
        wide.fill(Qt::red);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QVERIFY(wide.save(&buffer, "PNG"));
        const QImage image = decodeThumbnail(bytes, 80);
        QCOMPARE(image.size(), QSize(80, 80));
        QCOMPARE(image.pixelColor(40, 40), QColor(Qt::red));
        QCOMPARE(image.pixelColor(40, 5).alpha(), 0);
        QVERIFY(decodeThumbnail("not a picture", 80).isNull());
        QVERIFY(decodeThumbnail({}, 80).isNull());
        QVERIFY(decodeThumbnail("<svg nonsense", 80).isNull());
    }
};

QTEST_GUILESS_MAIN(MediaTest)
#include "media_test.moc"
