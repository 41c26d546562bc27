#include "app/server/output.h"
#include "app/server/serve.h"
#include "app/server/settings.h"
#include "app/server/tools.h"
#include "app/server/version.h"
#include "backend/platform/telemetry/log.h"

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
        app->add_option("--keep-event-days", settings.keepEventDays, "Days the event logs go back")
            ->check(CLI::Range(0, 36'500))
            ->capture_default_str();
        app->add_option("--keep-events", settings.keepEvents, "Events each log keeps at most")
            ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40))
            ->capture_default_str();
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

// Tools that work on a store. Warnings go to stderr; the store's own settings file is read for its databases.
template<class Run>
void onRun(CLI::App& app, Common& common, std::function<int()>& action, Run run) {
    app.callback([&common, &action, run] {
        action = [&common, run] {
            const Output output(common.json);
            telemetry::openLog(telemetry::Level::Error);
            const auto read = readSettingsFile(common.settings.data + "/tradepost.toml", false, {}, common.settings);
            const int code = read ? run(output) : output.failure(read.error());
            telemetry::closeLog();
            return code;
        };
    });
}

struct ToolCommands {
    Common common; // of the one that runs
    std::int64_t products = 2000;
    std::uint64_t seed = 1;
    std::string file = "-", filter, format = "jsonl";
    ImportFile imported;
    UserToAdd user;

    void declare(CLI::App& program, std::function<int()>& action) {
        CLI::App* demo = add(program, "demo", "Make a demo store and print its sign-ins");
        demo->add_option("--products", products, "How many products")
            ->check(CLI::Range(1, 10'000'000))
            ->capture_default_str();
        demo->add_option("--seed", seed, "The same seed makes the same store")->capture_default_str();
        onRun(*demo, common, action,
              [this](const Output& output) { return makeDemo(common.settings, products, seed, output); });

        CLI::App* import = add(program, "import", "Import a file of products; works on a served store too");
        import->add_option("FILE", imported.file, "The file, - for stdin")->required();
        import
            ->add_option("--format", imported.format,
                         "auto, csv (our own), shopify, google, google-xml, jsonl, or taxonomy: Google's categories")
            ->capture_default_str();
        import->add_option("--mapping", imported.mapping, "Name of a saved mapping of the file's columns");
        import->add_option("--mapping-file", imported.mappingFile, "JSON file of a mapping, saved under its name");
        import->add_option("--currency", imported.currency, "Of prices in a file that names none: EUR");
        import->add_option("--seller", imported.seller, "Id of the seller account, when no row names one");
        import->add_option("--language", imported.language, "Of a taxonomy's names: de");
        import->add_option("--bad-rows", imported.badRows,
                           "Write rows that are refused to this file, with the reasons");
        import->add_flag("--publish", imported.publish, "Put everything on sale at once");
        import->add_flag("--publish-as-in-file", imported.publishAsInFile, "Put on sale what the file says is");
        import->add_flag("--dry-run", imported.dryRun, "Tell what would happen, and change nothing");
        onRun(*import, common, action,
              [this](const Output& output) { return importProducts(common.settings, imported, output); });

        CLI::App* exporting = add(program, "export", "Export products to a file; works on a served store too");
        exporting->add_option("--output", file, "The file, - for stdout")->capture_default_str();
        exporting->add_option("--format", format, "csv or jsonl")->capture_default_str();
        exporting->add_option("--filter", filter, "Which ones, as in lists: state=PUBLISHED");
        onRun(*exporting, common, action,
              [this](const Output& output) { return exportProducts(common.settings, file, format, filter, output); });

        CLI::App* indexing =
            add(program, "reindex",
                "Build the search index from the catalog and compare them; works on a served store too");
        onRun(*indexing, common, action, [this](const Output& output) { return reindex(common.settings, output); });

        CLI::App* examining = add(program, "doctor", "Check a data directory that is not served");
        onRun(*examining, common, action, [this](const Output& output) { return doctor(common.settings, output); });

        CLI::App* users = program.add_subcommand("user", "Manage users");
        users->require_subcommand(1);
        users->footer(footer);
        CLI::App* adding =
            add(*users, "add", "Add a user; the password is read from stdin. Works on a served store too");
        adding->add_option("--email", user.email, "Whom they sign in as")->required();
        adding->add_option("--name", user.name, "Their name");
        adding->add_option("--role", user.roles, "shopper, seller, moderator, operator or admin")->required();
        adding->add_option("--seller", user.sellers, "Id of a seller account they act for");
        adding->add_option("--new-seller", user.newSeller, "Name of a seller account to make for them");
        adding->add_option("--password-file", user.passwordFile, "File whose first line is the password");
        onRun(*adding, common, action, [this](const Output& output) { return addUser(common.settings, user, output); });
    }

    CLI::App* add(CLI::App& parent, const char* name, const char* description) {
        CLI::App* app = parent.add_subcommand(name, description);
        addCommon(*app, common);
        addData(*app, common);
        return app;
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
    ToolCommands toolCommands;
    serveCommand.declare(program, action);
    toolCommands.declare(program, action);
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
