#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/plan_file.hpp"
#include "tools/cli/session.hpp"

namespace tenantry::cli {
namespace {

ExitCode print_plan(const Context& context, const Planned& planned, ExitCode code,
                    const std::string& last) {
    const Sources& sources = planned.loaded.sources;
    const Result result{
        .text =
            [&](render::Style style) { return render::plan(planned.plan, sources, style) + last; },
        .json =
            [&] {
                Json document =
                    result_document(context.arguments, planned.diagnostics, sources, code);
                document.set("plan", render::plan_json(planned.plan, sources));
                return document;
            },
        .csv = no_words,
        .summary = render::plan_summary(planned.plan)};
    return print(context, result, code);
}

/// The plan file that apply was given instead of manifests, or "".
std::string plan_file_of(const Arguments& arguments) {
    const bool one = arguments.paths.size() == 1 && is_plan_file(arguments.paths.front());
    return one ? arguments.paths.front() : std::string();
}

bool approved(const Context& context, const Planned& planned) {
    // Who names a saved plan has seen it.
    if (context.arguments.auto_approve || !plan_file_of(context.arguments).empty()) return true;
    const Terminal& terminal = context.terminal;
    terminal.say(render::plan(planned.plan, planned.loaded.sources, terminal.err_style()) + "\n");
    // The question stands far below the head of a long plan.
    terminal.say(render::risks(planned.plan, terminal.err_style()));
    const std::size_t steps = planned.plan.steps.size() - planned.plan.refused_steps();
    const MoneySum money = planned.plan.money();
    return terminal.confirm("Type \"yes\" to carry out " + counted(steps, "step") +
                            (money.empty() ? "" : " (" + sum_text(money) + ")") + ": ");
}

/// What contradicts itself in the arguments, before anything is sent.
std::optional<ExitCode> refuse_arguments(const Context& context, const std::string& file,
                                         Session& session) {
    const Arguments& arguments = context.arguments;
    const std::string among = file.empty() ? saved_plan_among(arguments.paths) : "";
    if (!among.empty()) {
        return session.refuse("a plan file stands alone: " + in_quotes(among) +
                                  " is one, and there are other paths beside it",
                              "run tenantry apply " + printable(among) +
                                  " to carry it out; the manifests it was made of are in it",
                              ExitCode::usage);
    }
    if (file.empty() && !arguments.checksum.empty()) {
        return session.refuse("--checksum needs a plan file", "name one: tenantry apply plan.json",
                              ExitCode::usage);
    }
    if (!file.empty() && !arguments.selection.everything()) {
        return session.refuse("a plan file is carried out whole: it takes no selection",
                              "make a plan of the part that is meant", ExitCode::usage);
    }
    const bool asks = file.empty() && !arguments.auto_approve && !arguments.dry_run;
    if (asks && !context.terminal.asks()) {
        return session.refuse(
            "apply needs a confirmation, and there is no terminal to ask on",
            "add --auto-approve, apply a plan file, or --dry-run to write nothing",
            ExitCode::usage);
    }
    return std::nullopt;
}

ExitCode print_report(const Context& context, const Planned& planned, const Report& report) {
    const Plan& plan = planned.plan;
    const Sources& sources = planned.loaded.sources;
    const ExitCode code = exit_code(plan, report);
    const Result result{
        .text = [&](render::Style style) { return render::report(plan, report, sources, style); },
        .json =
            [&] {
                Json document =
                    result_document(context.arguments, planned.diagnostics, sources, code);
                document.set("plan", render::plan_json(plan, sources));
                document.set("report", render::report_json(plan, report, sources));
                return document;
            },
        .csv = no_words,
        .summary = render::report_summary(plan, report)};
    const ExitCode printed = print(context, result, code);
    // Done, but the report could not be written where it was wanted: not "nothing could be done".
    return printed == ExitCode::error && code == ExitCode::done ? ExitCode::partly : printed;
}

} // namespace

ExitCode run_apply(const Context& context) {
    const Arguments& arguments = context.arguments;
    Session session(arguments, context.kinds, context.terminal, context.environment);
    const std::string file = plan_file_of(arguments);
    if (const auto refused = refuse_arguments(context, file, session)) return *refused;
    const auto found = file.empty() ? session.plan() : session.plan_again(file);
    if (!found) return found.error();
    const Planned& planned = **found;
    const Plan& plan = planned.plan;
    const ExitCode unchanged = plan_exit_code(plan, false);
    // Nothing to do, or nothing that may be done: there is no need to ask.
    if (plan.refused_steps() == plan.steps.size()) {
        return print_plan(context, planned, unchanged, "");
    }
    if (arguments.dry_run) {
        return print_plan(context, planned, unchanged, "Dry run: nothing was changed.\n");
    }
    if (!approved(context, planned)) {
        return session.refuse("the answer was not \"yes\": nothing was changed", "",
                              ExitCode::error);
    }
    return print_report(context, planned, session.apply(planned));
}

} // namespace tenantry::cli
