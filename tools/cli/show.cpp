#include "tools/cli/commands.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/saved_plan.hpp"

#include <algorithm>
#include <filesystem>

namespace tenantry::cli {
namespace {

/// What the API decided about what the manifests list.
struct ShowOutputs {
    struct Done {
        std::unique_ptr<Planned> planned = {};
        const Kind* kind = nullptr; // that is listed
        std::vector<Listing> listings = {};
    };

    static PlannedRun load(Setup& setup) {
        if (!setup.arguments().checksum.empty()) {
            return refuse("--checksum needs a plan file", "name one: tenantry show plan.json",
                          ExitCode::usage);
        }
        auto planned = load_manifests(setup);
        if (!planned) return planned;
        Desired& desired = (*planned)->loaded.desired;
        desired = planner::only_listed(setup.kinds(), desired);
        return planned;
    }

    static std::expected<Done, Refusal> run(Setup& setup, std::unique_ptr<Planned> planned) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        if (auto made = make_plan(setup, **connection, *planned); !made)
            return std::unexpected(std::move(made.error()));
        guard(setup, *planned);
        say(setup, *planned);
        const auto listed = std::ranges::find_if(
            setup.kinds().kinds(), [](const Kind* kind) { return !kind->reading.outputs.empty(); });
        auto listings = planner::listings(setup.kinds(), planned->loaded.desired, planned->live,
                                          planned->selection, planned->plan);
        return Done{std::move(planned), *listed, std::move(listings)};
    }

    static Result show(const Setup&, const Done& done) {
        const auto& [planned, kind, listings] = done;
        return {.text =
                    [&done](render::Style style) {
                        return render::outputs(*done.kind, done.listings, style);
                    },
                .json =
                    [&done](Json& document) {
                        document.set("outputs", render::outputs_json(*done.kind, done.listings));
                    },
                .csv = [&done] { return render::outputs_csv(*done.kind, done.listings); },
                .digest = no_digest,
                .prometheus = no_words,
                .summary = render::outputs_summary(*kind, listings),
                .code = exit_code(planned->plan, false, false),
                .diagnostics = &planned->diagnostics,
                .sources = &planned->loaded.sources};
    }
};

/// A saved plan, as it was when it was made.
struct ShowPlan {
    static std::expected<OpenedPlan, Refusal> load(Setup& setup) {
        const Arguments& arguments = setup.arguments();
        if (arguments.paths.size() != 1)
            return refuse("show takes one plan file", "name one", ExitCode::usage);
        if (!arguments.selection.everything()) {
            return refuse("a plan file is shown whole: it takes no selection",
                          "leave the selection away, or make a plan of the part that is meant",
                          ExitCode::usage);
        }
        std::error_code error;
        const std::string& path = arguments.paths.front();
        // Manifests are what is taken for given when nothing is named.
        const bool nothing_named = path == "manifests" && !std::filesystem::exists(path, error);
        if (nothing_named || std::filesystem::is_directory(path, error)) {
            return refuse("show needs a saved plan, or --outputs",
                          "tenantry show plan.json shows what tenantry plan --out plan.json saved; "
                          "tenantry show --outputs lists the live zones of the manifests",
                          ExitCode::usage);
        }
        return open_plan(setup, path);
    }

    static PlannedRun run(const Setup&, OpenedPlan opened) { return std::move(opened.then); }

    static Result show(const Setup&, const std::unique_ptr<Planned>& shown) {
        const Plan& plan = shown->plan;
        const Sources& sources = shown->loaded.sources;
        return {
            .text = [&](render::Style style) { return render::plan(plan, sources, style); },
            .json = [&](Json& document) { document.set("plan", render::plan_json(plan, sources)); },
            .csv = no_words,
            .digest =
                [&](const Sources& named) {
                    return render::plan_digest(plan, shown->diagnostics, named,
                                               customers_looked_at(*shown));
                },
            .prometheus = no_words,
            .summary = render::plan_summary(plan),
            .diagnostics = &shown->diagnostics,
            .sources = &sources};
    }
};

} // namespace

ExitCode run_show(Setup& setup) {
    return setup.arguments().list_outputs ? perform<ShowOutputs>(setup) : perform<ShowPlan>(setup);
}

} // namespace tenantry::cli
