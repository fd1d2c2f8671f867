#include "tools/cli/arguments.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <span>
#include <sstream>

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

/// The parsed words before they are judged.
struct Raw {
    Arguments arguments;
    std::vector<std::string> outputs;
    std::vector<std::string> selectors;
    std::string timeout;
    std::string log_level = "off";
    std::string log_format = "text";
    bool json = false;
};

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

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const CommandText& text : commands)
        names.emplace_back(text.name);
    return names;
}

bool takes_value(const CLI::App& app, const std::string& word) {
    return std::ranges::any_of(app.get_subcommands({}), [&](const CLI::App* sub) {
        const CLI::Option* option = sub->get_option_no_throw(word);
        return option != nullptr && option->get_items_expected_max() > 0;
    });
}

/// Flags may stand before the command too: the command is moved to the front, where CLI11 wants it.
std::vector<std::string> command_first(const CLI::App& app, std::vector<std::string> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with('-')) {
            if (words[i].find('=') == std::string::npos && takes_value(app, words[i])) ++i;
            continue;
        }
        std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i),
                    words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        break;
    }
    return words;
}

/// CLI11 takes the environment for the options of all commands, and those of the others would
/// overwrite the flags of the chosen one.
void only_chosen_reads_environment(CLI::App& app, const std::string& chosen) {
    for (CLI::App* command : app.get_subcommands({})) {
        if (command->get_name() == chosen) continue;
        for (CLI::Option* option : command->get_options({}))
            option->envname("");
    }
}

Ended usage(const std::string& what, const std::string& hint = "") {
    return {"error: " + printable(what) + "\n" + (hint.empty() ? "" : "  hint: " + hint + "\n"),
            static_cast<int>(ExitCode::usage)};
}

std::expected<void, Ended> judge_outputs(Raw& raw) {
    if (raw.json) raw.outputs.emplace_back("json");
    if (raw.outputs.empty()) raw.outputs.emplace_back("text");
    std::vector<std::string> formats = {"text", "json"};
    if (raw.arguments.list_outputs) formats.emplace_back("csv");
    std::size_t on_stdout = 0;
    for (const std::string& output : raw.outputs) {
        const auto equals = output.find('=');
        Output parsed{.format = output.substr(0, equals)};
        if (equals != std::string::npos) parsed.file = output.substr(equals + 1);
        if (std::ranges::find(formats, parsed.format) == formats.end()) {
            std::string hint = suggest(parsed.format, formats);
            if (hint.empty()) hint = "known are " + join(formats, ", ");
            return std::unexpected(
                usage("--output: unknown format " + in_quotes(parsed.format), hint));
        }
        if (equals != std::string::npos && parsed.file.empty()) {
            return std::unexpected(usage("--output: no file after '='"));
        }
        if (parsed.file.empty()) ++on_stdout;
        raw.arguments.outputs.push_back(std::move(parsed));
    }
    if (on_stdout > 1) {
        return std::unexpected(usage("only one --output can go to stdout",
                                     "give the others a file: --output json=plan.json"));
    }
    return {};
}

std::expected<void, Ended> judge_selectors(Raw& raw) {
    for (const std::string& text : raw.selectors) {
        auto selector = parse_selector(text);
        if (!selector) {
            return std::unexpected(
                usage("--selector: " + selector.error(),
                      "write key=value, key!=value, key or !key, with commas between several"));
        }
        raw.arguments.selection.selectors.push_back(std::move(*selector));
    }
    return {};
}

std::expected<Arguments, Ended> judge(Raw raw) {
    if (auto outputs = judge_outputs(raw); !outputs) return std::unexpected(outputs.error());
    if (auto selectors = judge_selectors(raw); !selectors)
        return std::unexpected(selectors.error());
    if (!raw.timeout.empty()) {
        raw.arguments.timeout = parse_duration(raw.timeout);
        if (!raw.arguments.timeout) {
            return std::unexpected(
                usage("--timeout: expected a time, not " + in_quotes(raw.timeout),
                      "write it as 30s, 500ms or 2m"));
        }
    }
    for (const LogLevel level : {LogLevel::warning, LogLevel::info, LogLevel::debug}) {
        if (raw.log_level == name_of(level)) raw.arguments.log.level = level;
    }
    raw.arguments.log.json = raw.log_format == "json";
    if (raw.arguments.paths.empty()) raw.arguments.paths.emplace_back("manifests");
    return std::move(raw.arguments);
}

/// For the first word that is no flag of the command but looks like one: the flag it means.
std::string misspelt_flag(const CLI::App& command, const std::vector<std::string>& words) {
    std::vector<std::string> flags;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames())
            flags.push_back("--" + name);
    }
    for (const std::string& word : words) {
        const std::string name = word.substr(0, word.find('='));
        const bool known = std::ranges::find(flags, name) != flags.end();
        if (name.starts_with("--") && !known) return suggest(name, flags);
    }
    return {};
}

/// CLI11's complaint, with the nearest command where a command is unknown.
Ended complaint(const CLI::App& app, const CLI::ParseError& error,
                const std::vector<std::string>& words) {
    std::ostringstream out;
    std::ostringstream err;
    if (error.get_exit_code() == 0) {
        app.exit(error, out, err);
        return {out.str(), 0};
    }
    const std::vector<std::string> names = command_names();
    const bool known = !words.empty() && std::ranges::find(names, words.front()) != names.end();
    if (known) {
        const std::string near = misspelt_flag(*app.get_subcommand(words.front()), words);
        return usage(error.what(),
                     near.empty() ? "see tenantry " + words.front() + " --help" : near);
    }
    if (words.empty() || words.front().starts_with('-')) {
        return usage("no command given", "known are " + join(names, ", ") + "; see --help");
    }
    std::string hint = suggest(words.front(), names);
    if (hint.empty()) hint = "known are " + join(names, ", ");
    return usage("unknown command " + in_quotes(words.front()), hint);
}

} // namespace

std::string_view name_of(Command command) {
    for (const CommandText& text : commands) {
        if (text.command == command) return text.name;
    }
    bug("command out of range");
}

std::string_view name_of(LogLevel level) {
    switch (level) {
    case LogLevel::off: return "off";
    case LogLevel::warning: return "warning";
    case LogLevel::info: return "info";
    case LogLevel::debug: return "debug";
    }
    bug("log level out of range");
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (error != std::errc() || count <= 0 || count > 86'400'000) return std::nullopt;
    if (unit == "ms") return std::chrono::milliseconds(count);
    if (unit == "s") return std::chrono::seconds(count);
    if (unit == "m") return std::chrono::minutes(count);
    return std::nullopt;
}

std::expected<Arguments, Ended> parse(int argc, const char* const* argv) {
    Raw raw;
    CLI::App app(
        "Desired-state management of Cloudflare tenants: customers as YAML in Git, brought "
        "to the Tenant API.",
        "tenantry");
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("tenantry ") + version);
    app.footer(std::string(exit_codes) + "\n" + std::string(environment));
    for (const CommandText& text : commands)
        add_command(app, text, raw);
    std::vector<std::string> words;
    for (const char* word : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
        words.emplace_back(word);
    }
    words = command_first(app, std::move(words));
    only_chosen_reads_environment(app, words.empty() ? "" : words.front());
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& error) {
        return std::unexpected(complaint(app, error, words));
    }
    return judge(std::move(raw));
}

} // namespace tenantry::cli
