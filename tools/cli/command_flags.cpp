#include "tools/cli/command_flags.hpp"

#include "engine/base/text.hpp"

namespace tenantry::cli {
namespace {

std::string no_day(const std::string& text) {
    if (day_named(text)) return {};
    return "expected a day as 2026-12-31, not " + in_quotes(text);
}

} // namespace

void add_drift_options(CLI::App& app, DriftOptions& options) {
    next_are_about(app, About::work);
    const CLI::IsMember severities({"low", "medium", "high", "critical"});
    option(app, "min-severity", options.min_severity,
           "Show findings of this severity and worse (low, medium, high, critical); the others are "
           "counted",
           "SEVERITY")
        ->check(severities);
    option(app, "fail-on", options.fail_on,
           "Exit with 2 when there is a finding of this severity or worse, and not for others",
           "SEVERITY")
        ->check(severities);
    flag(app, "who", options.who,
         "Tell who made it so, by the audit log of each account that has a finding which is shown; "
         "takes the right Account Settings Read");
    CLI::Option* file = option(app, "write-ignore", options.write_ignore,
                               "Write Ignore documents for all that is found now to a new file; "
                               "needs --until and --why",
                               "FILE");
    CLI::Option* until =
        option(app, "until", options.until,
               "With --write-ignore: the last day on which it is ignored, in UTC", "DATE")
            ->check(no_day);
    CLI::Option* why = option(app, "why", options.why,
                              "With --write-ignore: why it is no trouble until then", "TEXT");
    option(app, "export", options.export_to,
           "Write what is live and no manifest names to a new file, as pieces of YAML for the "
           "manifests",
           "FILE");
    CLI::Option* notify = option(app, "notify", options.notify,
                                 "Give the drift as JSON to a program, for at most 30 s, which "
                                 "tells somebody",
                                 "exec:PROGRAM");
    option(app, "notify-on", options.notify_on,
           "With --notify: when there are findings that the drift before did not have (new, the "
           "default), any, or one of this severity or worse",
           "new|any|SEVERITY")
        ->check(CLI::IsMember({"new", "any", "low", "medium", "high", "critical"}))
        ->needs(notify);
    file->needs(until)->needs(why);
    until->needs(file);
    why->needs(file);
}

void add_explain_command(CLI::App& app, Raw& raw) {
    next_are_about(app, About::work);
    Arguments& arguments = raw.arguments;
    app.add_option("address", arguments.subject,
                   "An address as plan prints it, or a customer: what is asked about")
        ->option_text("ADDRESS");
    app.add_option("field", arguments.field,
                   "One field of it, as settings.ssl; of a customer, of everything that has it")
        ->option_text("FIELD");
    option(app, "manifests", arguments.manifests,
           "Files and directories with manifests (default: manifests)", "PATH")
        ->allow_extra_args(false);
    add_output_options(app, raw);
    add_config_option(app, raw);
    add_connection_options(app, raw);
    add_ledger_option(app, raw);
}

void add_export_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::work);
    ExportArguments& arguments = raw.arguments.exporting;
    app.add_option("paths", raw.arguments.paths,
                   "Manifests that there are already, beside those of --into")
        ->option_text("PATH...");
    option(app, "into", arguments.into,
           "The folder that they are written into (default: manifests)", "DIR");
    option(app, "account", arguments.accounts,
           "Only these accounts: a name, a pattern or an id; may be repeated", "GLOB|ID")
        ->allow_extra_args(false);
    option(app, "unit", arguments.unit, "Only accounts of this unit: its name or tag", "NAME");
    flag(app, "unmanaged", arguments.unmanaged, "Only accounts that no manifest names");
    option(app, "with", arguments.with,
           "What is written beside the accounts: members, subscriptions, zones, plan, settings, "
           "hold, profile, access_users; several by comma (default: all but access_users, for "
           "whoever signs in becomes one)",
           "WORDS")
        ->delimiter(',')
        ->allow_extra_args(false);
    option(app, "layout", arguments.layout,
           "A file for each customer, the same in a folder for each unit, or one file", "LAYOUT")
        ->check(CLI::IsMember({"customer", "unit/customer", "one-file"}));
    option(app, "group-by", arguments.group_by,
           "What makes one customer of several accounts: nothing (account), their "
           "external_metadata, or what their names begin with (name-prefix: \"Acme - Shop\")",
           "WHAT")
        ->check(CLI::IsMember({"account", "external_metadata", "name-prefix"}));
    flag(app, "profiles", arguments.profiles, "Put what most share into a profile");
    flag(app, "dry-run", raw.arguments.dry_run, "Read, prove and tell, but write no file");
    flag(app, "force", arguments.overwrite, "Write over files that are there");
    add_output_options(app, raw);
    add_config_option(app, raw);
    add_connection_options(app, raw);
}

void add_adopt_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::work);
    app.add_option("paths", raw.arguments.paths,
                   "Files and directories with manifests (default: manifests)")
        ->option_text("PATH...");
    flag(app, "dry-run", raw.arguments.dry_run, "Read and tell, but change no file");
    add_output_options(app, raw);
    add_config_option(app, raw);
    add_selection_options(app, raw);
    add_connection_options(app, raw);
}

void add_init_options(CLI::App& app, Raw& raw) {
    app.add_option("folder", raw.arguments.subject,
                   "Where the folder manifests is made, with all beside it (default: here)")
        ->option_text("DIR");
    add_output_options(app, raw);
}

} // namespace tenantry::cli
