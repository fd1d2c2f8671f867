// The table of commands, and the flags of each.
#include "tools/cli/flags.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/command_flags.hpp"
#include "tools/cli/common_flags.hpp"
#include "tools/cli/version.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

namespace tenantry::cli {
namespace {

struct CommandText {
    Command command;
    std::string_view name;
    std::string_view says;
    std::string_view group; // under which the help lists it
};

constexpr std::string_view daily = "Every day";
constexpr std::string_view looks = "To look and to ask";
constexpr std::string_view begins = "To begin with";
constexpr std::string_view when_wrong = "When a run went wrong";

constexpr CommandText commands[] = {
    {Command::validate, "validate", "Check the manifests, offline: every error at once", daily},
    {Command::plan, "plan", "Read the live tenant and print what apply would do; never writes",
     daily},
    {Command::apply, "apply", "Plan, ask, and carry it out; or carry out a saved plan", daily},
    {Command::drift, "drift", "Report what is missing, different or unmanaged; never writes",
     daily},
    {Command::costs, "costs",
     "Tell what every customer pays today, by product; reads the live tenant, never writes", looks},
    {Command::show, "show",
     "Print a saved plan as it was when it was made; or, with --outputs, the live zones", looks},
    {Command::explain, "explain",
     "Tell where a value comes from, what is live, and why there is a step or none", looks},
    {Command::history, "history", "Print what runs did, from the ledger", looks},
    {Command::settle, "settle", "Say what became of a call that nobody saw the answer of",
     when_wrong},
    {Command::unlock, "unlock", "Free a customer that a run holds which is not there any more",
     when_wrong},
    {Command::ledger, "ledger", "Care for the ledger: prune lets old runs go", when_wrong},
    {Command::doctor, "doctor",
     "Tell what the credential is, sees and may do, and what keeps the API away", begins},
    {Command::permissions, "permissions",
     "Print what these manifests need, per credential; offline", begins},
    {Command::export_, "export", "Write manifests of what is live, and prove that they are true",
     begins},
    {Command::adopt, "adopt",
     "Write the ids of live accounts into the manifests, and names that changed", begins},
    {Command::init, "init", "Begin a folder of manifests", begins},
    {Command::version, "version", "Print the version", looks},
};

/// The commands about the ledger: what they are about, and the manifests that tell whose it is.
void add_ledger_command(CLI::App& app, Command command, Raw& raw) {
    Arguments& arguments = raw.arguments;
    add_output_options(app, raw);
    add_config_option(app, raw);
    add_ledger_option(app, raw);
    option(app, "manifests", arguments.manifests,
           "Manifests of which the Tenant document tells whose ledger it is (default: manifests)",
           "PATH")
        ->allow_extra_args(false);
    next_are_about(app, About::work);
    if (command == Command::history) {
        app.add_option("run", arguments.subject, "One run, with all that it did")
            ->option_text("RUN");
        app.add_option("paths", arguments.paths,
                       "With --undo: the manifests to be patched (default: those of --manifests)")
            ->option_text("PATH...");
        option(app, "customer", arguments.selection.customers, "Only what concerns this customer",
               "NAME")
            ->allow_extra_args(false);
        option(app, "address", arguments.address, "Only these addresses", "GLOB");
        option(app, "since", arguments.since, "Only from then on: 36h, 7d or 2026-11-30", "TIME");
        flag(app, "undo", arguments.undo,
             "Print a patch of the manifests that brings back what the run updated, and what "
             "cannot be brought back; writes nothing");
        return;
    }
    if (command == Command::settle) {
        app.add_option("address", arguments.subject, "The address that plan and apply name")
            ->option_text("ADDRESS");
        option(app, "happened", arguments.happened, "It is there, and this is its id", "ID");
        return flag(app, "did-not", arguments.did_not, "It is not there");
    }
    if (command == Command::unlock) {
        app.add_option("customer", arguments.subject, "The customer's name")
            ->option_text("CUSTOMER");
        return flag(app, "auto-approve", arguments.auto_approve, "Do not ask before freeing it");
    }
    app.add_option("do", arguments.subject, "What to do: prune")->option_text("prune");
    option(app, "older-than", arguments.older_than,
           "Runs that ended before then: 90d, or 2026-01-31", "TIME");
}

bool is_about_ledger(Command command) {
    return command == Command::history || command == Command::settle ||
           command == Command::unlock || command == Command::ledger;
}

void add_guard_options(CLI::App& app, Raw& raw) {
    next_are_about(app, About::work);
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
    next_are_about(app, About::work);
    flag(app, "outputs", raw.arguments.list_outputs,
         "Read the live tenant, and list each zone with its status, name servers and verification "
         "key; --output csv is known too");
    add_selection_options(app, raw);
    add_connection_options(app, raw);
}

void add_command(CLI::App& app, const CommandText& text, Raw& raw) {
    CLI::App& sub = *app.add_subcommand(std::string(text.name), std::string(text.says));
    sub.get_help_ptr()->group(std::string(title_of(About::printing)));
    sub.callback([&raw, &text] { raw.arguments.command = text.command; });
    sub.group(std::string(text.group));
    if (text.command == Command::version) return add_output_options(sub, raw);
    if (text.command == Command::doctor) {
        add_output_options(sub, raw);
        add_config_option(sub, raw);
        return add_connection_options(sub, raw);
    }
    if (text.command == Command::export_) return add_export_options(sub, raw);
    if (text.command == Command::adopt) return add_adopt_options(sub, raw);
    if (text.command == Command::init) return add_init_options(sub, raw);
    if (text.command == Command::explain) return add_explain_command(sub, raw);
    if (is_about_ledger(text.command)) return add_ledger_command(sub, text.command, raw);
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
    if (takes_plan || text.command == Command::plan) add_detail_options(sub, raw);
    if (text.command == Command::validate) return;
    if (text.command == Command::permissions) return add_selection_options(sub, raw);
    next_are_about(sub, About::work);
    if (takes_plan) {
        option(sub, "checksum", raw.arguments.checksum, "The SHA-256 that the plan file must have",
               "HEX");
    }
    if (shows) return add_listing_options(sub, raw);
    if (text.command == Command::plan) {
        option(sub, "out", raw.arguments.out,
               "Save the plan for apply; only its owner may read it (0600)", "FILE");
    }
    if (text.command == Command::costs) {
        add_customer_options(sub, raw);
        return add_connection_options(sub, raw);
    }
    add_selection_options(sub, raw);
    option(sub, "since", raw.arguments.since,
           "Only customers whose manifests come to something else than at this revision of Git, as "
           "origin/main",
           "REF");
    add_connection_options(sub, raw);
    if (text.command != Command::drift) add_guard_options(sub, raw);
    if (text.command == Command::drift) add_drift_options(sub, raw.arguments.drift);
    add_ledger_option(sub, raw);
    next_are_about(sub, About::work);
    if (text.command == Command::apply) {
        option(sub, "lock-timeout", raw.lock_timeout,
               "How long to wait for customers that another run holds, as 30s or 10m (default: not "
               "at all)",
               "TIME");
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
    app.set_version_flag("--version", std::string("tenantry ") + version, "Print the version");
    for (CLI::Option* option : app.get_options({}))
        option->group(std::string(title_of(About::printing)));
    for (const CommandText& text : commands)
        add_command(app, text, raw);
}

} // namespace tenantry::cli
