#include "engine/base/text.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/session.hpp"

namespace tenantry::cli {
namespace {

/// The flags that lift something for one run and are in no file: apply judges without them.
std::string flags_again(const planner::Overrides& overrides) {
    std::string flags = overrides.allow_downgrade ? " --allow-downgrade" : "";
    for (const std::string& guard : overrides.forced)
        flags += " --force=" + printable(guard);
    return flags;
}

/// A file as a shell takes it for one argument that is no flag.
std::string as_argument(const std::string& file) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789_./-+=,@%:";
    std::string path = file.starts_with('-') ? "./" + file : file;
    if (path.find_first_not_of(plain) == path.npos) return path;
    std::string quoted = "'";
    for (const char c : path)
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    return printable(quoted) + "'";
}

/// What can be done with a plan that was saved.
std::string saved_text(const Plan& plan, const std::string& file, const std::string& checksum,
                       const planner::Overrides& overrides) {
    const std::string place = "Saved to " + printable(file);
    if (plan.refused_steps() > 0 && plan.refused_steps() == plan.steps.size()) {
        return place + "; every step in it is refused, so that apply would carry out nothing.\n";
    }
    return place + "; carry it out with: tenantry apply " + as_argument(file) + " --checksum " +
           checksum + flags_again(overrides) + "\n";
}

} // namespace

ExitCode run_plan(const Context& context) {
    Session session(context.arguments, context.kinds, context.terminal, context.environment);
    const auto planned = session.plan();
    if (!planned) return planned.error();
    const Planned& found = **planned;
    const Sources& sources = found.loaded.sources;
    const std::string& out = context.arguments.out;
    std::expected<std::string, ExitCode> checksum;
    if (!out.empty()) checksum = session.save(found, out);
    if (!checksum) return checksum.error();
    const std::string saved =
        out.empty() ? "" : saved_text(found.plan, out, *checksum, context.arguments.overrides);
    const ExitCode code = plan_exit_code(found.plan, context.arguments.detailed_exitcode);
    const Result result{
        .text =
            [&](render::Style style) { return render::plan(found.plan, sources, style) + saved; },
        .json =
            [&] {
                Json document =
                    result_document(context.arguments, found.diagnostics, sources, code);
                document.set("plan", render::plan_json(found.plan, sources));
                if (!out.empty()) {
                    document.set("saved", Json::object({{"file", out}, {"sha256", *checksum}}));
                }
                return document;
            },
        .csv = no_words,
        .summary = render::plan_summary(found.plan)};
    return print(context, result, code);
}

ExitCode run_drift(const Context& context) {
    Session session(context.arguments, context.kinds, context.terminal, context.environment);
    const auto planned = session.plan();
    if (!planned) return planned.error();
    const Planned& found = **planned;
    const Sources& sources = found.loaded.sources;
    const std::vector<Finding> findings = planner::findings(found.plan);
    const bool detailed = context.arguments.detailed_exitcode;
    const ExitCode code = exit_code(found.plan, !findings.empty(), detailed);
    const Result result{
        .text =
            [&](render::Style style) {
                return render::drift(findings, found.plan, sources, style);
            },
        .json =
            [&] {
                Json document =
                    result_document(context.arguments, found.diagnostics, sources, code);
                document.set("drift", render::drift_json(findings, found.plan, sources));
                return document;
            },
        .csv = no_words,
        .summary = render::drift_summary(findings, found.plan)};
    const ExitCode printed = print(context, result, code);
    if (!findings.empty() && !detailed && !context.terminal.watched()) {
        const ExitCode then = exit_code(found.plan, true, true);
        const std::string number = std::to_string(static_cast<int>(then));
        context.terminal.say(
            then == code
                ? "note: there is drift; the exit code is " + number +
                      " because of the errors, with --detailed-exitcode, too\n"
                : "note: there is drift; --detailed-exitcode makes the exit code " + number + "\n");
    }
    return printed;
}

} // namespace tenantry::cli
