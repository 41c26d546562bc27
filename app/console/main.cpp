#include "app/console/console.h"
#include "app/console/fonts.h"
#include "app/console/tour.h"
#include "models/client/grpc_client.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

using namespace tradepost;

namespace {

QElapsedTimer sinceStart;

void report(bool timing, const char* what) {
    if (timing)
        std::fprintf(stderr, "%s after %lld ms\n", what, static_cast<long long>(sinceStart.elapsed()));
}

int runTour(QApplication&, const QString& directory, const QString& only) {
    const QStringList files = app::renderTour(QDir(directory).absolutePath(), only);
    if (files.isEmpty()) {
        std::fprintf(stderr, "tradepost: no picture could be written to %s\n", qPrintable(directory));
        return 1;
    }
    std::printf("%lld pictures in %s\n", static_cast<long long>(files.size()), qPrintable(directory));
    return 0;
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
        qputenv("QT_SCALE_FACTOR", "1");
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
    arguments.addOption({"timing", "Print how long starting took."});
    arguments.process(application);
    if (arguments.isSet("tour"))
        return runTour(application, arguments.value("tour"), arguments.value("scene"));
    return runConsole(application, arguments);
}
