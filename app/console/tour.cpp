#include "app/console/tour.h"

#include "app/console/console.h"
#include "models/sample/sample_client.h"
#include "models/sample/sample_images.h"
#include "ui/gallery/gallery.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>

namespace tradepost::app {

namespace {

constexpr std::int64_t kNow = 1'773'480'413; // 14 March 2026, 09:26:53 UTC
constexpr int kRounds = 60;
constexpr int kSettleMs = 4'000;

// Lets everything that was asked for arrive: the sample store answers through the event loop, pictures are decoded on a
// thread. Timers of the interface (toasts, countdowns) are far longer than this takes.
void settle(Console& console) {
    QElapsedTimer clock;
    clock.start();
    for (int quiet = 0; quiet < kRounds && clock.elapsed() < kSettleMs;) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (console.thumbnails().idle()) {
            ++quiet;
        } else {
            quiet = 0;
            QThread::msleep(1);
        }
    }
}

// The window with what floats over it: menus, the palette and dialogs are windows of their own.
QPixmap picture(ui::MainWindow& window) {
    QPixmap pixmap = window.grab();
    QPainter painter(&pixmap);
    const auto windows = QApplication::topLevelWidgets();
    for (QWidget* top : windows) {
        if (top == &window || !top->isVisible() || top->windowType() == Qt::ToolTip)
            continue;
        if (top->windowModality() != Qt::NonModal)
            painter.fillRect(pixmap.rect(), QColor(0, 0, 0, 70));
        painter.drawPixmap(window.mapFromGlobal(top->mapToGlobal(QPoint(0, 0))), top->grab());
    }
    return pixmap;
}

// How one run of the console is set up; `folder` keeps its settings.
Console::Config configFor(const QString& theme, const QString& language, const QString& folder) {
    Console::Config config;
    config.settingsFile = folder + "/console.ini";
    config.localDirectory = "/home/mara/.local/share/tradepost/store";
    config.clock = [] { return QDateTime::fromSecsSinceEpoch(kNow, Qt::UTC); };
    config.timeSpec = Qt::UTC;
    config.version = "0.1.0"; // the build's number must not change the pictures
    ui::Settings settings(config.settingsFile);
    settings.set(ui::settings::theme, theme);
    settings.set(ui::settings::language, language);
    return config;
}

// Every item of the gallery.
QStringList renderGallery(const QString& theme, const QString& language, QSize size, const QString& directory,
                          const QString& only) {
    QTemporaryDir folder;
    models::SampleClient client({.products = 0, .nowSeconds = kNow});
    models::SampleImageLoader images;
    Console console(configFor(theme, language, folder.path()), client, images);
    console.theme().setReducedMotion(true);
    ui::Gallery gallery({console.theme(), console.settings(), console.format(), &console.thumbnails()});
    gallery.resize(size);
    gallery.show();
    QStringList files;
    for (const ui::GalleryItem& item : ui::galleryItems()) {
        const QString name = "gallery-" + item.id;
        if (!only.isEmpty() && only != name)
            continue;
        gallery.open(item.id);
        settle(console);
        files.append(directory + '/' + name + '-' + theme + '-' + language + ".png");
        if (!gallery.grab().save(files.last(), "PNG"))
            return {};
    }
    return files;
}

QString renderScene(const Scene& scene, const QString& theme, const QString& language, QSize size,
                    const QString& directory) {
    QTemporaryDir folder;
    models::SampleClient client(
        {.products = scene.products, .nowSeconds = kNow, .roles = scene.roles, .sellers = scene.sellers});
    models::SampleImageLoader images;
    const Console::Config config = configFor(theme, language, folder.path());
    Console console(config, client, images);
    console.theme().setReducedMotion(true);
    console.window().resize(size);
    if (scene.before)
        scene.before(console, client);
    console.show();
    if (scene.signedIn)
        client.openLocal(config.localDirectory);
    settle(console);
    if (scene.act) {
        scene.act(console, client);
        settle(console);
    }
    const QString file = directory + '/' + scene.name + '-' + theme + '-' + language + ".png";
    const bool written = picture(console.window()).save(file, "PNG");
    const auto windows = QApplication::topLevelWidgets();
    for (QWidget* top : windows) {
        if (top != &console.window())
            top->close();
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return written ? file : QString();
}

} // namespace

const std::vector<TourSize>& tourSizes() {
    static const std::vector<TourSize> sizes{
        {{}, {1280, 800}, 1}, {"1920x1080", {1920, 1080}, 1}, {"200-percent", {1280, 800}, 2}};
    return sizes;
}

QStringList renderTour(const QString& directory, QSize window, const QString& only) {
    QStringList files;
    if (!QDir().mkpath(directory))
        return files;
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setCursorFlashTime(0);
    for (const Scene& scene : tourScenes()) {
        if (!only.isEmpty() && scene.name != only)
            continue;
        for (const char* theme : {"light", "dark"}) {
            for (const char* language : {"en", "de"}) {
                const QString file = renderScene(scene, theme, language, window, directory);
                if (file.isEmpty())
                    return {};
                files.append(file);
            }
        }
    }
    if (only.isEmpty() || only.startsWith("gallery-")) {
        for (const char* theme : {"light", "dark"}) {
            for (const char* language : {"en", "de"})
                files += renderGallery(theme, language, window, directory, only);
        }
    }
    return files;
}

} // namespace tradepost::app
