#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/memory.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/run_head.hpp"
#include "tools/cli/saved_plan.hpp"

#include <fmt/core.h>

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
    return fmt::format("{}; carry it out with: tenantry apply {} --checksum {}{}\n", place,
                       as_argument(file), checksum, flags_again(overrides));
}

struct PlanCommand {
    struct Done {
        std::unique_ptr<Planned> planned = {};
        std::string checksum = {}; // of the file it was saved to
    };

    static PlannedRun load(Setup& setup) { return load_manifests(setup); }

    static std::expected<Done, Refusal> run(Setup& setup, std::unique_ptr<Planned> planned) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        planned->head = run_head(setup, (*connection)->terms(), planned->loaded.desired.tenant);
        const auto make = [&] { return make_plan(setup, **connection, *planned); };
        if (auto made = plan_looking(setup, **connection, *planned, make); !made)
            return std::unexpected(std::move(made.error()));
        guard(setup, *planned);
        say(setup, *planned);
        const std::string& out = setup.arguments().out;
        if (out.empty()) return Done{std::move(planned)};
        auto checksum = save(setup, **connection, *planned, out);
        if (!checksum) return std::unexpected(std::move(checksum.error()));
        return Done{std::move(planned), std::move(*checksum)};
    }

    static std::string text_of(const Arguments& arguments, const Done& done, render::Style style) {
        const Planned& found = *done.planned;
        std::string text = render::plan(found.plan, found.loaded.sources, style) +
                           render::fitted(found.last_lines(), style);
        if (!arguments.out.empty())
            text += saved_text(found.plan, arguments.out, done.checksum, arguments.overrides);
        return text;
    }

    static Result show(const Setup& setup, const Done& done) {
        const Arguments& arguments = setup.arguments();
        const Planned& found = *done.planned;
        return {.text = [&](render::Style style) { return text_of(arguments, done, style); },
                .json =
                    [&](Json& document) {
                        document.set("head", head_json(found.head));
                        add_since(document, found);
                        document.set("plan", render::plan_json(found.plan, found.loaded.sources));
                        if (arguments.out.empty()) return;
                        document.set("saved", Json::object({{"file", arguments.out},
                                                            {"sha256", done.checksum}}));
                    },
                .csv = no_words,
                .digest =
                    [&](const Sources& sources) {
                        auto digest = render::plan_digest(found.plan, found.diagnostics, sources,
                                                          customers_looked_at(found));
                        add_head(digest, found);
                        return digest;
                    },
                .prometheus = no_words,
                .summary = render::plan_summary(found.plan),
                .code = plan_exit_code(found.plan, arguments.detailed_exitcode),
                .diagnostics = &found.diagnostics,
                .sources = &found.loaded.sources};
    }
};

} // namespace

ExitCode run_plan(Setup& setup) { return perform<PlanCommand>(setup); }

} // namespace tenantry::cli
