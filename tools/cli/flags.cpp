// The table of commands, and the flags of each.
#include "tools/cli/flags.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/version.hpp"

#include <CLI/CLI.hpp>

namespace tenantry::cli {
namespace {

struct CommandText {
    Command command;
    std::string_view name;
    std::string_view says;
};

constexpr CommandText commands[] = {
    {Command::validate, "validate", "Check the manifests, offline: every error at once"},
    {Command::plan, "plan", "Read the live tenant and print what apply would do; never writes"},
    {Command::apply, "apply", "Plan, ask, and carry it out; or carry out a saved plan"},
    {Command::drift, "drift", "Report what is missing, different or unmanaged; never writes"},
    {Command::show, "show",
     "Print a saved plan as it was when it was made; or, with --outputs, the live zones"},
    {Command::doctor, "doctor",
     "Tell what the credential is, sees and may do, and what keeps the API away"},
    {Command::permissions, "permissions",
     "Print what these manifests need, per credential; offline"},
    {Command::version, "version", "Print the version"},
};

constexpr std::string_view exit_codes = R"(
Exit codes: 0 done or nothing to do; 1 error; 2 differences (--detailed-exitcode); 3 done in part;
4 refused by a guard; 5 plan is stale; 7 no usable credential; 64 usage or manifest error, or
confirmation needed and no terminal; 130 interrupted.)";

constexpr std::string_view environment = R"(
Environment: CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY; CLOUDFLARE_BASE_URL;
TENANTRY_<FLAG> for every flag, as TENANTRY_PARALLELISM=4; NO_COLOR.)";

std::string variable_for(std::string flag) {
    for (char& c : flag)
        c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    return "TENANTRY_" + flag;
}

template<typename Value>
CLI::Option* option(CLI::App& app, const std::string& name, Value& value, const std::string& says,
                    const std::string& value_name) {
    return app.add_option("--" + name, value, says)
        ->envname(variable_for(name))
        ->type_name(value_name)
        ->option_text(value_name);
}

void flag(CLI::App& app, const std::string& name, bool& value, const std::string& says) {
    app.add_flag("--" + name, value, says)->envname(variable_for(name))->option_text(" ");
}

void add_output_options(CLI::App& app, Raw& raw) {
    option(app, "output", raw.outputs,
           "How to print: text or json, to stdout or to a file; may be repeated", "FORMAT[=FILE]")
        ->allow_extra_args(false);
    flag(app, "json", raw.json, "The same as --output json");
    option(app, "color", raw.arguments.color, "Colour: auto, always or never", "WHEN")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

void add_selection_options(CLI::App& app, Raw& raw) {
    Selection& selection = raw.arguments.selection;
    option(app, "customer", selection.customers,
           "Only these customers (a name or a glob); may be repeated", "GLOB")
        ->allow_extra_args(false);
    option(app, "selector", raw.selectors,
           "Only customers with these labels, as tier=gold, tier!=gold, tier, !tier; several by "
           "comma or repetition are all demanded",
           "LABELS")
        ->allow_extra_args(false);
    option(app, "target", selection.targets,
           "Only these addresses and what lies in them, as 'acme/*/zone/*'; may be repeated",
           "GLOB")
        ->allow_extra_args(false);
    option(app, "exclude", selection.excludes, "Not these addresses; may be repeated", "GLOB")
        ->allow_extra_args(false);
}

void add_config_option(CLI::App& app, Raw& raw) {
    option(app, "config", raw.arguments.config,
           "The operator's configuration (schema/configuration.json)", "FILE");
}

void add_connection_options(CLI::App& app, Raw& raw) {
    option(app, "parallelism", raw.arguments.parallelism,
           "How many calls may be under way at once (default 8)", "N")
        ->check(CLI::Range(1, 64));
    option(app, "timeout", raw.timeout, "How long one call may take, as 30s or 500ms (default 30s)",
           "TIME");
    option(app, "ca-file", raw.arguments.ca_file,
           "Certificates (PEM) to trust instead of the system's", "FILE");
    option(app, "log-level", raw.log_level,
           "What to write of the API calls to stderr: off, warning (waits and failed tries), info "
           "(and writes) or debug (and reads)",
           "LEVEL")
        ->check(CLI::IsMember({"off", "warning", "info", "debug"}));
    option(app, "log-format", raw.log_format, "How: text or json, a line each", "FORMAT")
        ->check(CLI::IsMember({"text", "json"}));
}

void add_guard_options(CLI::App& app, Raw& raw) {
    std::vector<std::string> guards;
    for (const std::string_view name : planner::guard_names())
        guards.emplace_back(name);
    option(app, "force", raw.arguments.overrides.forced,
           "Lift a guard of the Tenant document for this run; may be repeated: " +
               join(guards, ", "),
           "GUARD")
        ->allow_extra_args(false)
        ->check(CLI::IsMember(guards));
    flag(app, "allow-downgrade", raw.arguments.overrides.allow_downgrade,
         "Let plans become lower and components fewer");
}

/// What `show --outputs` takes beside the manifests.
void add_listing_options(CLI::App& app, Raw& raw) {
    flag(app, "outputs", raw.arguments.list_outputs,
         "Read the live tenant, and list each zone with its status, name servers and verification "
         "key; --output csv is known too");
    add_selection_options(app, raw);
    add_connection_options(app, raw);
}

void add_command(CLI::App& app, const CommandText& text, Raw& raw) {
    CLI::App& sub = *app.add_subcommand(std::string(text.name), std::string(text.says));
    sub.callback([&raw, &text] { raw.arguments.command = text.command; });
    sub.footer(std::string(exit_codes) + "\n" + std::string(environment));
    if (text.command == Command::version) return add_output_options(sub, raw);
    if (text.command == Command::doctor) {
        add_output_options(sub, raw);
        add_config_option(sub, raw);
        return add_connection_options(sub, raw);
    }
    const bool takes_plan = text.command == Command::apply || text.command == Command::show;
    const std::string manifests = "Files and directories with manifests (default: manifests)";
    const bool shows = text.command == Command::show;
    sub.add_option(shows ? "plan" : "paths", raw.arguments.paths,
                   shows        ? "A saved plan; with --outputs files and directories with "
                                  "manifests (default: manifests)"
                   : takes_plan ? manifests + ", or a saved plan: carried out without a question, "
                                              "if the live state has not moved"
                                : manifests)
        ->option_text(shows ? "FILE|PATH..." : "PATH...");
    add_output_options(sub, raw);
    add_config_option(sub, raw);
    if (text.command == Command::validate) return;
    if (text.command == Command::permissions) return add_selection_options(sub, raw);
    if (takes_plan) {
        option(sub, "checksum", raw.arguments.checksum, "The SHA-256 that the plan file must have",
               "HEX");
    }
    if (shows) return add_listing_options(sub, raw);
    if (text.command == Command::plan) {
        option(sub, "out", raw.arguments.out,
               "Save the plan for apply; only its owner may read it (0600)", "FILE");
    }
    add_selection_options(sub, raw);
    add_connection_options(sub, raw);
    if (text.command != Command::drift) add_guard_options(sub, raw);
    if (text.command == Command::apply) {
        flag(sub, "auto-approve", raw.arguments.auto_approve, "Do not ask before writing");
        flag(sub, "dry-run", raw.arguments.dry_run, "Plan and check, write nothing, ask nothing");
    } else {
        flag(sub, "detailed-exitcode", raw.arguments.detailed_exitcode,
             "Exit with 2 when there are differences");
    }
}

} // namespace

std::string_view name_of(Command command) {
    for (const CommandText& text : commands) {
        if (text.command == command) return text.name;
    }
    bug("command out of range");
}

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const CommandText& text : commands)
        names.emplace_back(text.name);
    return names;
}

void add_commands(CLI::App& app, Raw& raw) {
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("tenantry ") + version);
    app.footer(std::string(exit_codes) + "\n" + std::string(environment));
    for (const CommandText& text : commands)
        add_command(app, text, raw);
}

} // namespace tenantry::cli
