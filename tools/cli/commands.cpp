#include "tools/cli/commands.hpp"

#include "engine/base/text.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/configuration.hpp"
#include "tools/cli/session.hpp"
#include "tools/cli/version.hpp"

namespace tenantry::cli {

ExitCode print(const Context& context, const Result& result, ExitCode code) {
    const auto written = write(result, context.arguments, context.terminal);
    if (written) return code;
    context.terminal.say("error: " + written.error() + "\n");
    const bool fine = code == ExitCode::done || code == ExitCode::differences;
    return fine ? ExitCode::error : code;
}

ExitCode run_version(const Context& context) {
    const Result result{
        .text = [](render::Style) { return std::string("tenantry ") + version + "\n"; },
        .json =
            [&] {
                return result_document(context.arguments, Diagnostics(), Sources(), ExitCode::done);
            },
        .csv = no_words};
    return print(context, result, ExitCode::done);
}

ExitCode run_validate(const Context& context) {
    const OperatorFile config =
        load_operator(context.arguments, context.kinds, context.environment);
    // Without the configuration every variable would be a mistake of the manifests.
    manifest::Loaded loaded =
        config.diagnostics.has_errors()
            ? manifest::Loaded{.sources = config.sources,
                               .diagnostics = config.diagnostics,
                               .files = 1}
            : manifest::load(context.arguments.paths, context.kinds, config.variables);
    // What a guard names may stand in what could not be read.
    if (!loaded.diagnostics.has_errors())
        planner::check_guards(context.kinds, loaded.desired, nullptr, loaded.diagnostics);
    kinds::check_alone(loaded.desired, loaded.diagnostics);
    const Diagnostics& found = loaded.diagnostics;
    const ExitCode code = found.has_errors() ? ExitCode::usage : ExitCode::done;
    if (!found.empty()) {
        context.terminal.say(
            render::diagnostics(found, loaded.sources, context.terminal.err_style()) + "\n");
    }
    const Result result{
        .text =
            [&](render::Style) {
                if (found.has_errors()) {
                    return counted(found.count(Severity::error), "error") + " in " +
                           counted(loaded.files, "file") + ".\n";
                }
                return "Valid: " + counted(loaded.desired.customers.size(), "customer") + ", " +
                       counted(loaded.desired.resources.size(), "resource") + " in " +
                       counted(loaded.files, "file") + ".\n";
            },
        .json =
            [&] {
                Json document = result_document(context.arguments, found, loaded.sources, code);
                const auto number = [](std::size_t count) {
                    return Json(static_cast<std::int64_t>(count));
                };
                document.set("valid", !found.has_errors());
                document.set("files", number(loaded.files));
                document.set("customers", number(loaded.desired.customers.size()));
                document.set("resources", number(loaded.desired.resources.size()));
                return document;
            },
        .csv = no_words};
    return print(context, result, code);
}

} // namespace tenantry::cli
