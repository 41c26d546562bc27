#include "app/console/console.h"
#include "app/console/fonts.h"
#include "app/console/tour.h"
#include "models/client/grpc_client.h"
#include "models/sample/sample_client.h"
#include "models/sample/sample_images.h"
#include "ui/gallery/gallery.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <vector>

using namespace tradepost;

namespace {

QElapsedTimer sinceStart;

void report(bool timing, const char* what) {
    if (timing)
        std::fprintf(stderr, "%s after %lld ms\n", what, static_cast<long long>(sinceStart.elapsed()));
}

int tellTour(qsizetype pictures, const QString& directory) {
    if (pictures == 0) {
        std::fprintf(stderr, "tradepost: no picture could be written to %s\n", qPrintable(directory));
        return 1;
    }
    std::printf("%lld pictures in %s\n", static_cast<long long>(pictures), qPrintable(directory));
    return 0;
}

// Every size at once, each in a process of its own: the scale holds for a whole process.
int runTour(const QString& directory, const QString& scene) {
    std::vector<std::unique_ptr<QProcess>> runs;
    for (const auto& size : app::tourSizes()) {
        auto& run = runs.emplace_back(std::make_unique<QProcess>());
        run->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        run->start(QCoreApplication::applicationFilePath(),
                   {"--tour", directory + '/' + size.folder, "--scene", scene, "--size",
                    QString("%1x%2").arg(size.window.width()).arg(size.window.height()), "--scale",
                    QString::number(size.scale)});
    }
    qsizetype pictures = 0;
    for (const auto& run : runs) {
        if (!run->waitForFinished(-1) || run->exitStatus() != QProcess::NormalExit || run->exitCode() != 0)
            return 1;
        pictures += run->readAllStandardOutput().split(' ').first().toLongLong();
    }
    return tellTour(pictures, directory);
}

int runTour(const QString& directory, const QString& scene, const QString& size) {
    const QStringList edges = size.split('x');
    const QSize window(edges.value(0).toInt(), edges.value(1).toInt());
    if (window.width() < 900 || window.height() < 560 || window.width() > 8192 || window.height() > 8192) {
        std::fputs("tradepost: --size is WIDTHxHEIGHT of the window, from 900x560 on, as in 1280x800\n", stderr);
        return 2;
    }
    return tellTour(app::renderTour(QDir(directory).absolutePath(), window, scene).size(), directory);
}

int runGallery(QApplication& application) {
    models::SampleClient client({.products = 0});
    models::SampleImageLoader images;
    app::Console console({}, client, images);
    ui::Gallery gallery({console.theme(), console.settings(), console.format(), &console.thumbnails()});
    gallery.show();
    return application.exec();
}

int runConsole(QApplication& application, const QCommandLineParser& arguments) {
    const bool timing = arguments.isSet("timing");
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/tradepost";
    app::Console::Config config;
    config.localDirectory = arguments.isSet("data") ? QDir(arguments.value("data")).absolutePath() : data + "/store";
    client::GrpcClient client({.version = TRADEPOST_VERSION,
                               .backendProgram = QCoreApplication::applicationDirPath() + "/tradepostd",
                               .sessionDirectory = data + "/sessions"});
    models::NetworkImageLoader images(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                                          "/tradepost/pictures",
                                      [&client] { return client.mediaBase(); });
    app::Console console(config, client, images);
    if (arguments.isSet("data"))
        console.settings().set(ui::settings::storeKind, QString("local"));
    QObject::connect(
        &console, &app::Console::firstPainted, &console,
        [&] {
            report(timing, "first window painted");
            console.openLastStore();
        },
        Qt::SingleShotConnection);
    QObject::connect(&client, &client::ClientInterface::connectionChanged, &console,
                     [timing, told = false](const client::ConnectionState& state) mutable {
                         if (state.phase == client::Phase::Online && !std::exchange(told, true))
                             report(timing, "store online");
                     });
    QTimer watch; // for the first page's contents
    if (timing) {
        QObject::connect(&watch, &QTimer::timeout, &console, [&] {
            if (client.online() && console.window().currentPage() && console.window().currentPage()->loaded()) {
                report(timing, "list ready");
                watch.stop();
            }
        });
        watch.start(2);
    }
    console.show();
    return application.exec();
}

// Platform and fonts must be known before QApplication is made, which is what reads the arguments.
bool wants(int argc, char** argv, std::initializer_list<const char*> prefixes) {
    for (int i = 1; i < argc; ++i) {
        for (const char* prefix : prefixes) {
            if (std::strncmp(argv[i], prefix, std::strlen(prefix)) == 0)
                return true;
        }
    }
    return false;
}

// The value of an option that must be known before the rest is read; `otherwise` when it is not given.
const char* valueOf(int argc, char** argv, const char* option, const char* otherwise) {
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], option) == 0)
            return argv[i + 1];
    }
    return otherwise;
}

// Qt ends the process with an abort when no platform plugin reaches a display; people need a way on instead.
void explainMissingDisplay(QtMsgType type, const QMessageLogContext&, const QString& message) {
    if (type == QtFatalMsg) {
        std::fputs("tradepost: there is no display to open a window on. Set DISPLAY or WAYLAND_DISPLAY to one, or "
                   "render the pages to pictures with: tradepost --tour DIRECTORY\n",
                   stderr);
        std::_Exit(2);
    }
    std::fprintf(stderr, "%s\n", qPrintable(message));
}

} // namespace

int main(int argc, char** argv) {
    sinceStart.start();
    const bool tour = wants(argc, argv, {"--tour"});
    QTemporaryDir fonts;
    if (tour) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qputenv("QT_SCALE_FACTOR", valueOf(argc, argv, "--scale", "1"));
        app::usePrivateFonts(fonts.path());
    } else if (wants(argc, argv, {"-h", "--help", "-v", "--version"})) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QtMessageHandler usualHandler = qInstallMessageHandler(explainMissingDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(usualHandler);
    QApplication::setApplicationName("tradepost");
    QApplication::setApplicationDisplayName("Tradepost");
    QApplication::setApplicationVersion(TRADEPOST_VERSION);

    QCommandLineParser arguments;
    arguments.setApplicationDescription("The console of a Tradepost store.");
    arguments.addHelpOption();
    arguments.addVersionOption();
    arguments.addOption({"data", "Open the local store in this directory.", "directory"});
    arguments.addOption({"tour", "Render every page to PNG files in this directory, then exit.", "directory"});
    arguments.addOption({"scene", "With --tour: only the scene of this name.", "name"});
    arguments.addOption({"size", "With --tour: only this size of the window, WIDTHxHEIGHT.", "size"});
    arguments.addOption({"scale", "With --size: device pixels per pixel.", "number"});
    arguments.addOption({"gallery", "Show every widget of the kit in all its states."});
    arguments.addOption({"timing", "Print how long starting took."});
    arguments.process(application);
    if (arguments.isSet("tour")) {
        const QString directory = arguments.value("tour"), scene = arguments.value("scene");
        return arguments.isSet("size") ? runTour(directory, scene, arguments.value("size")) : runTour(directory, scene);
    }
    if (arguments.isSet("gallery"))
        return runGallery(application);
    return runConsole(application, arguments);
}
