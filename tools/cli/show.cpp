#include "engine/base/text.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/configuration.hpp"
#include "tools/cli/plan_file.hpp"
#include "tools/cli/session.hpp"

#include <algorithm>
#include <filesystem>

namespace tenantry::cli {

namespace {

ExitCode show_outputs(const Context& context) {
    const Arguments& arguments = context.arguments;
    Session session(arguments, context.kinds, context.terminal, context.environment);
    if (!arguments.checksum.empty()) {
        return session.refuse("--checksum needs a plan file", "name one: tenantry show plan.json",
                              ExitCode::usage);
    }
    const auto planned = session.plan();
    if (!planned) return planned.error();
    const Planned& found = **planned;
    const auto listed = std::ranges::find_if(context.kinds.kinds(), [](const Kind* kind) {
        return !kind->reading.output_columns.empty();
    });
    const Kind& kind = **listed;
    const std::vector<Listing> listings = planner::listings(
        context.kinds, found.loaded.desired, found.live, found.selection, found.plan);
    const ExitCode code = exit_code(found.plan, false, false);
    const Result result{
        .text = [&](render::Style style) { return render::outputs(kind, listings, style); },
        .json =
            [&] {
                Json document =
                    result_document(arguments, found.diagnostics, found.loaded.sources, code);
                document.set("outputs", render::outputs_json(kind, listings));
                return document;
            },
        .csv = [&] { return render::outputs_csv(kind, listings); },
        .summary = render::outputs_summary(kind, listings)};
    return print(context, result, code);
}

} // namespace

ExitCode run_show(const Context& context) {
    const Arguments& arguments = context.arguments;
    if (arguments.list_outputs) return show_outputs(context);
    Session session(arguments, context.kinds, context.terminal, context.environment);
    if (arguments.paths.size() != 1) {
        return session.refuse("show takes one plan file", "name one", ExitCode::usage);
    }
    if (!arguments.selection.everything()) {
        return session.refuse("a plan file is shown whole: it takes no selection",
                              "leave the selection away, or make a plan of the part that is meant",
                              ExitCode::usage);
    }
    std::error_code error;
    const std::string& path = arguments.paths.front();
    // Manifests are what is taken for given when nothing is named.
    const bool nothing_named = path == "manifests" && !std::filesystem::exists(path, error);
    if (nothing_named || std::filesystem::is_directory(path, error)) {
        return session.refuse(
            "show needs a saved plan, or --outputs",
            "tenantry show plan.json shows what tenantry plan --out plan.json saved; tenantry show "
            "--outputs lists the live zones of the manifests",
            ExitCode::usage);
    }
    const auto shown = session.replay(arguments.paths.front());
    if (!shown) return shown.error();
    const Planned& found = **shown;
    const Sources& sources = found.loaded.sources;
    const Result result{
        .text = [&](render::Style style) { return render::plan(found.plan, sources, style); },
        .json =
            [&] {
                Json document =
                    result_document(arguments, found.diagnostics, sources, ExitCode::done);
                document.set("plan", render::plan_json(found.plan, sources));
                return document;
            },
        .csv = no_words,
        .summary = render::plan_summary(found.plan)};
    return print(context, result, ExitCode::done);
}

} // namespace tenantry::cli
