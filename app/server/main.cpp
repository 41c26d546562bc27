#include "app/server/output.h"
#include "app/server/serve.h"
#include "app/server/settings.h"
#include "app/server/version.h"

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

namespace tradepost::server {
namespace {

constexpr const char* footer =
    "Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 the data directory is in use by "
    "another process, 4 the server that owns it does not answer.";

// What every subcommand has.
struct Common {
    bool json = false;
    Settings settings;
};

void addCommon(CLI::App& command, Common& common) {
    command.add_flag("--json", common.json, "Tell the outcome as one JSON object on stdout");
    command.footer(footer);
}

void addData(CLI::App& command, Common& common) {
    command.add_option("--data", common.settings.data, "The data directory; made when it does not exist")->required();
}

struct ServeCommand {
    Common common;
    std::string configFile;
    CLI::App* app = nullptr;

    void declare(CLI::App& program, std::function<int()>& action) {
        app = program.add_subcommand("serve", "Serve REST and gRPC until SIGTERM or SIGINT");
        Settings& settings = common.settings;
        addCommon(*app, common);
        addData(*app, common);
        app->add_option("--http", settings.http, "HOST:PORT of REST; port 0: a free one; empty: none")
            ->capture_default_str();
        app->add_option("--grpc", settings.grpc, "HOST:PORT of gRPC; port 0: a free one; empty: none")
            ->capture_default_str();
        app->add_option("--socket", settings.socket, "Path of the private socket (default: DIR/server.sock)");
        app->add_option("--tls-cert", settings.tlsCertificate, "PEM file with the certificate chain");
        app->add_option("--tls-key", settings.tlsKey, "PEM file with the private key");
        app->add_option("--target", settings.targets, "Modules to run, with what they need")->capture_default_str();
        app->add_option("--config", configFile, "TOML file of settings (default: DIR/tradepost.toml when it is there)");
        app->add_option("--log-level", settings.logLevel, "debug, info, warn or error")->capture_default_str();
        app->add_option("--log-file", settings.logFile, "Append the log to this file instead of stderr");
        app->add_option("--io-threads", settings.ioThreads, "Threads of the edges")
            ->check(CLI::Range(1, 64))
            ->capture_default_str();
        app->add_option("--cache-mb", settings.cacheMegabytes, "Memory for finished answers")
            ->check(CLI::Range(1, 65'536))
            ->capture_default_str();
        app->add_option("--cors-origin", settings.corsOrigins, "Web origin that may call REST; * for any");
        app->add_option("--shop-url", settings.shopUrl, "Where links in mails lead to");
        app->add_option("--mail-from", settings.mailFrom, "Sender of mails")->capture_default_str();
        app->callback([this, &action] { action = [this] { return run(); }; });
    }

    int run() {
        const Output output(common.json);
        std::vector<std::string> setByFlag;
        for (const CLI::Option* option : app->get_options())
            if (option->count() > 0)
                setByFlag.push_back(option->get_name(false, false).substr(2));
        const bool named = !configFile.empty();
        const std::string file = named ? configFile : common.settings.data + "/tradepost.toml";
        if (const auto read = readSettingsFile(file, named, setByFlag, common.settings); !read)
            return output.failure(read.error());
        return serve(common.settings, output);
    }
};

struct VersionCommand {
    Common common;

    void declare(CLI::App& program, std::function<int()>& action) {
        CLI::App* app = program.add_subcommand("version", "Print the version");
        addCommon(*app, common);
        app->callback([this, &action] {
            action = [this] {
                const Output output(common.json);
                output.line(std::string("tradepostd ") + version);
                output.result({{"version", version}});
                return static_cast<int>(Success);
            };
        });
    }
};

int main(int argc, char** argv) {
    CLI::App program("Tradepost's backend: the store of an online marketplace.", "tradepostd");
    program.require_subcommand(1);
    program.footer(footer);
    std::function<int()> action;
    ServeCommand serveCommand;
    VersionCommand versionCommand;
    serveCommand.declare(program, action);
    versionCommand.declare(program, action);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? Success : Usage;
    }
    return action();
}

} // namespace
} // namespace tradepost::server

int main(int argc, char** argv) {
    return tradepost::server::main(argc, argv);
}
