#include "engine/diff/diff.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/run_head.hpp"

#include <memory>
#include <utility>

namespace tenantry::cli {
namespace {

/// tenantry costs: what every customer pays today.
struct CostsCommand {
    struct Loaded {
        std::unique_ptr<Planned> planned = {}; // with what has to be read
        Desired all = {};                      // with what the manifests say
    };
    struct Done {
        std::unique_ptr<Planned> planned = {};
        Costs costs = {};
    };

    static std::expected<Loaded, Refusal> load(Setup& setup) {
        auto planned = load_manifests(setup);
        if (!planned) return std::unexpected(std::move(planned.error()));
        Desired& desired = (*planned)->loaded.desired;
        Desired sold = planner::only_sold(setup.kinds(), desired);
        Desired all = std::exchange(desired, std::move(sold));
        return Loaded{std::move(*planned), std::move(all)};
    }

    static std::expected<Done, Refusal> run(Setup& setup, Loaded loaded) {
        Planned& planned = *loaded.planned;
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        planned.head = run_head(setup, (*connection)->terms(), loaded.all.tenant);
        if (auto made = make_plan(setup, **connection, planned); !made)
            return std::unexpected(std::move(made.error()));
        http::Expected<void> read;
        const auto work = [&]() -> boost::asio::awaitable<void> {
            read = co_await reader::read_sold((*connection)->lanes(), setup.kinds(),
                                              planned.loaded.desired, planned.live);
        };
        (*connection)->run(work());
        if (!read) return refuse(read.error(), (*connection)->terms());
        say(setup, planned);
        const Matched all = diff::match(setup.kinds(), loaded.all, planned.live.live);
        Costs costs = planner::costs(setup.kinds(), loaded.all, all, planned.selection,
                                     planned.plan, planned.diagnostics);
        return Done{std::move(loaded.planned), std::move(costs)};
    }

    static ExitCode code_of(const Done& done) {
        const ExitCode code = exit_code(done.planned->plan, false, false);
        return code == ExitCode::done && !done.costs.complete() ? ExitCode::partly : code;
    }

    static Result show(const Setup&, const Done& done) {
        const Costs& costs = done.costs;
        return {.text =
                    [&](render::Style style) {
                        return render::costs(costs, style) + head_line(done.planned->head);
                    },
                .json =
                    [&](Json& document) {
                        document.set("head", head_json(done.planned->head));
                        document.set("costs", render::costs_json(costs));
                    },
                .csv = [&] { return render::costs_csv(costs); },
                .digest =
                    [&](const Sources&) {
                        auto digest = render::costs_digest(costs, done.planned->diagnostics);
                        add_head(digest, *done.planned);
                        return digest;
                    },
                .prometheus = no_words,
                .summary = render::costs_summary(costs),
                .code = code_of(done),
                .diagnostics = &done.planned->diagnostics,
                .sources = &done.planned->loaded.sources};
    }
};

} // namespace

ExitCode run_costs(Setup& setup) { return perform<CostsCommand>(setup); }

} // namespace tenantry::cli
