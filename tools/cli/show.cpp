#include "engine/base/text.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/configuration.hpp"
#include "tools/cli/plan_file.hpp"
#include "tools/cli/session.hpp"

namespace tenantry::cli {

ExitCode run_show(const Context& context) {
    const Arguments& arguments = context.arguments;
    Session session(arguments, context.kinds, context.terminal, context.environment);
    if (arguments.paths.size() != 1) {
        return session.refuse("show takes one plan file", "name one", ExitCode::usage);
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
        .summary = render::plan_summary(found.plan)};
    return print(context, result, ExitCode::done);
}

} // namespace tenantry::cli
