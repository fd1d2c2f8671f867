#include "tools/cli/common_flags.hpp"

#include <cctype>

namespace tenantry::cli {

std::string variable_for(std::string flag) {
    for (char& c : flag)
        c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    return "TENANTRY_" + flag;
}

void next_are_about(CLI::App& app, About about) {
    app.option_defaults()->group(std::string(title_of(about)));
}

void flag(CLI::App& app, const std::string& name, bool& value, const std::string& says) {
    app.add_flag("--" + name, value, says)->envname(variable_for(name))->option_text(" ");
}

void add_output_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::printing);
    option(app, "output", raw.outputs,
           "How to print: text, json, jsonl (a document a line, as it happens), and where the "
           "command has it csv, prometheus, html, markdown, github, gitlab, junit or sarif; to "
           "stdout or to a file; may be repeated",
           "FORMAT[=FILE]")
        ->allow_extra_args(false);
    flag(app, "json", raw.json, "The same as --output json");
    flag(app, "no-pager", raw.arguments.no_pager,
         "Print at once what is longer than the screen (else it is shown with PAGER, or less)");
    option(app, "color", raw.arguments.color, "Colour: auto, always or never", "WHEN")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

void add_detail_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::printing);
    CLI::Option* compact = app.add_flag("--compact", raw.compact, "Each step in one line")
                               ->envname(variable_for("compact"))
                               ->option_text(" ");
    app.add_flag("--expand", raw.expand, "Tell each of ten or more equal changes, not all as one")
        ->envname(variable_for("expand"))
        ->option_text(" ")
        ->excludes(compact);
}

void add_customer_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::customers);
    Selection& selection = raw.arguments.selection;
    option(app, "customer", selection.customers,
           "Only these customers (a name or a glob); may be repeated", "GLOB")
        ->allow_extra_args(false);
    option(app, "selector", raw.selectors,
           "Only customers with these labels, as tier=gold, tier!=gold, tier, !tier; several by "
           "comma or repetition are all demanded",
           "LABELS")
        ->allow_extra_args(false);
}

void add_selection_options(CLI::App& app, Raw& raw) {
    add_customer_options(app, raw);
    Selection& selection = raw.arguments.selection;
    option(app, "target", selection.targets,
           "Only these addresses and what lies in them, as 'acme/*/zone/*'; may be repeated",
           "GLOB")
        ->allow_extra_args(false);
    option(app, "exclude", selection.excludes, "Not these addresses; may be repeated", "GLOB")
        ->allow_extra_args(false);
}

void add_config_option(CLI::App& app, Raw& raw) {
    next_are_about(app, About::places);
    option(app, "config", raw.arguments.config,
           "The operator's configuration (schema/configuration.json)", "FILE");
}

void add_ledger_option(CLI::App& app, Raw& raw) {
    next_are_about(app, About::places);
    option(app, "ledger", raw.arguments.ledger,
           "Where runs are recorded: a file, postgresql://HOST/DATABASE, or none (default: a file "
           "of this tenant in the user's state folder)",
           "PLACE");
}

void add_connection_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::api);
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

} // namespace tenantry::cli
