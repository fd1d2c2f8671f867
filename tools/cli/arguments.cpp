#include "tools/cli/arguments.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/flags.hpp"
#include "tools/cli/formats.hpp"
#include "tools/cli/help.hpp"
#include "tools/cli/usage.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>
#include <span>
#include <sstream>

namespace tenantry::cli {
namespace {

bool takes_value(const CLI::App& command, const std::string& word) {
    const CLI::Option* option = command.get_option_no_throw(word);
    return option != nullptr && option->get_items_expected_max() > 0;
}

bool takes_value_somewhere(const CLI::App& app, const std::string& word) {
    return std::ranges::any_of(app.get_subcommands({}), [&](const CLI::App* command) {
        return takes_value(*command, word);
    });
}

/// The command that the first word names, or null.
const CLI::App* command_named(const CLI::App& app, const std::vector<std::string>& words) {
    const auto commands = app.get_subcommands({});
    const auto found = std::ranges::find_if(commands, [&](const CLI::App* command) {
        return !words.empty() && command->get_name() == words.front();
    });
    return found == commands.end() ? nullptr : *found;
}

/// Flags may stand before the command too: the command is moved to the front, where CLI11 wants it.
std::vector<std::string> command_first(const CLI::App& app, std::vector<std::string> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with('-')) {
            if (words[i].find('=') == std::string::npos && takes_value_somewhere(app, words[i]))
                ++i;
            continue;
        }
        std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i),
                    words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        break;
    }
    return words;
}

Ended unknown_command(const std::string& word) {
    std::vector<std::string> names = command_names();
    names.emplace_back("help");
    std::string hint = suggest(word, names);
    if (hint.empty()) hint = "known are " + join(names, ", ");
    return usage("unknown command " + in_quotes(word), hint);
}

/// `help COMMAND` is `COMMAND --help`.
std::expected<void, Ended> asked_for_help(const CLI::App& app, std::vector<std::string>& words) {
    if (words.empty() || words.front() != "help") return {};
    words.erase(words.begin());
    if (!words.empty() && words.front() == "help") words.erase(words.begin());
    if (words.size() > 1) {
        return std::unexpected(
            usage("help takes one command, and " + in_quotes(words[1]) + " follows it"));
    }
    if (!words.empty() && !words.front().starts_with('-') && command_named(app, words) == nullptr)
        return std::unexpected(unknown_command(words.front()));
    words.emplace_back("--help");
    return {};
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

/// Manifests are where they usually are unless they are named. For --undo either name will do: it
/// reads them, and they tell whose the ledger is.
void settle_paths(Arguments& arguments) {
    arguments.paths_given = !arguments.paths.empty();
    if (arguments.manifests.empty() && arguments.undo) arguments.manifests = arguments.paths;
    if (arguments.manifests.empty()) arguments.manifests.emplace_back("manifests");
    if (!arguments.paths_given)
        arguments.paths = arguments.undo || arguments.command == Command::explain
                              ? arguments.manifests
                              : std::vector<std::string>{"manifests"};
}

std::expected<Arguments, Ended> judge(Raw raw) {
    if (auto outputs = judge_outputs(raw); !outputs) return std::unexpected(outputs.error());
    if (auto selectors = judge_selectors(raw); !selectors)
        return std::unexpected(selectors.error());
    if (!raw.lock_timeout.empty()) {
        const auto time = parse_duration(raw.lock_timeout);
        if (!time) {
            return std::unexpected(
                usage("--lock-timeout: expected a time, not " + in_quotes(raw.lock_timeout),
                      "write it as 30s, 500ms or 2m"));
        }
        raw.arguments.lock_timeout = *time;
    }
    if (!raw.timeout.empty()) {
        raw.arguments.timeout = parse_duration(raw.timeout);
        if (!raw.arguments.timeout) {
            return std::unexpected(
                usage("--timeout: expected a time, not " + in_quotes(raw.timeout),
                      "write it as 30s, 500ms or 2m"));
        }
    }
    if (raw.compact) raw.arguments.verbosity = render::Verbosity::compact;
    if (raw.expand) raw.arguments.verbosity = render::Verbosity::expanded;
    for (const LogLevel level : {LogLevel::warning, LogLevel::info, LogLevel::debug}) {
        if (raw.log_level == name_of(level)) raw.arguments.log.level = level;
    }
    raw.arguments.log.json = raw.log_format == "json";
    settle_paths(raw.arguments);
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

bool is_set(const std::string& variable) {
    const char* value = std::getenv(variable.c_str());
    return value != nullptr && *value != '\0';
}

/// What a shell makes of `--checksum "$SUM"` and of `--exclude $NAME --dry-run` when the variable
/// is empty: a flag without a value, and one that swallows the next. To take the first for a flag
/// that was not given would lift what it demands, so every such flag, path and variable of the
/// command is refused. CLI11 passes over empty variables and lets `--flag=` take the word behind
/// it.
class Emptiness {
public:
    Emptiness(const CLI::App& command, std::span<const std::string> words) : command_(command) {
        bool only_paths = false;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const std::string& word = words[i];
            const auto equals = word.find('=');
            only_paths = only_paths || word == "--";
            if (word.empty()) {
                add("a path is empty", "write the path, or leave it away");
            } else if (only_paths || !word.starts_with("--")) {
                continue;
            } else if (equals != std::string::npos) {
                given_.insert(word.substr(0, equals));
                if (equals + 1 == word.size()) add(word.substr(0, equals) + " is empty", no_value);
            } else if (given_.insert(word); takes_value(command, word) && i + 1 < words.size()) {
                judge_value(word, words[++i]);
            }
        }
        judge_variables();
    }

    const std::string& mistakes() const { return mistakes_; }

private:
    static constexpr const char* no_value = "give it a value, or leave it away";

    void judge_value(const std::string& flag, const std::string& value) {
        if (value.empty()) {
            add(flag + " is empty", no_value);
        } else if (value.size() > 1 && value.starts_with('-')) {
            add(fmt::format("{} has no value, and {} follows it", flag, in_quotes(value)),
                fmt::format("give it a value; one that begins with \"-\" is written {}={}", flag,
                            printable(value)));
        }
    }

    void judge_variables() {
        for (const CLI::Option* option : command_.get_options({})) {
            const std::string variable = option->get_envname();
            const bool given = std::ranges::any_of(option->get_lnames(), [&](const auto& name) {
                return given_.contains("--" + name);
            });
            if (given || variable.empty() || std::getenv(variable.c_str()) == nullptr) continue;
            if (is_set(variable)) continue;
            add(fmt::format("the environment variable {} is set, but empty", variable),
                "give it a value, or unset it");
        }
    }

    void add(const std::string& what, const std::string& hint) {
        mistakes_ += usage(what, hint).text;
    }

    const CLI::App& command_;
    std::set<std::string> given_; // flags of the command line: their variables do not count
    std::string mistakes_;
};

/// Variables that begin as ours do and are none of ours: a slip in the name would go unnoticed,
/// because a flag that is not given has a default.
std::string unknown_variables(const std::vector<std::string>& known) {
    constexpr std::string_view prefix = "TENANTRY_";
    std::vector<std::string> names;
    for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view pair(*entry);
        const std::string_view name = pair.substr(0, pair.find('='));
        const bool ours = std::ranges::find(known, name) != known.end();
        if (name.starts_with(prefix) && !ours) names.emplace_back(name);
    }
    std::ranges::sort(names);
    std::string lines;
    for (const std::string& name : names) {
        const std::string near = suggest(name, known);
        lines +=
            fmt::format("warning: the environment variable {} belongs to no flag, and is not "
                        "read\n  hint: {}\n",
                        printable(name), near.empty() ? "see tenantry --help, or unset it" : near);
    }
    return lines;
}

/// The variables of all flags of all commands.
std::vector<std::string> known_variables(const CLI::App& app) {
    std::set<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) {
        for (const CLI::Option* option : command->get_options({})) {
            if (!option->get_envname().empty()) names.insert(option->get_envname());
        }
    }
    return {names.begin(), names.end()};
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
    if (const CLI::App* command = command_named(app, words); command != nullptr) {
        const std::string near = misspelt_flag(*command, words);
        return usage(error.what(),
                     near.empty() ? fmt::format("see tenantry {} --help", words.front()) : near);
    }
    if (words.empty() || words.front().starts_with('-')) {
        return usage("no command given",
                     fmt::format("known are {}; see --help", join(names, ", ")));
    }
    return unknown_command(words.front());
}

} // namespace

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

std::expected<Arguments, Ended> parse(int argc, const char* const* argv, std::size_t width) {
    Raw raw;
    CLI::App app(
        "Desired-state management of Cloudflare tenants: customers as YAML in Git, brought "
        "to the Tenant API",
        "tenantry");
    app.formatter(help_of_width(width));
    add_commands(app, raw);
    raw.arguments.warnings = unknown_variables(known_variables(app));
    std::vector<std::string> words;
    for (const char* word : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
        words.emplace_back(word);
    }
    words = command_first(app, std::move(words));
    if (auto asked = asked_for_help(app, words); !asked) return std::unexpected(asked.error());
    only_chosen_reads_environment(app, words.empty() ? "" : words.front());
    if (const CLI::App* command = command_named(app, words); command != nullptr) {
        const Emptiness emptiness(*command, std::span(words).subspan(1));
        if (const std::string& mistakes = emptiness.mistakes(); !mistakes.empty())
            return std::unexpected(Ended{mistakes, static_cast<int>(ExitCode::usage)});
    }
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& error) {
        return std::unexpected(complaint(app, error, words));
    }
    return judge(std::move(raw));
}

} // namespace tenantry::cli
