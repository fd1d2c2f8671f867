// tenantry explain ADDRESS [FIELD]: where a value comes from, what is live, and why there is a step
// or none.
#include "engine/base/text.hpp"
#include "engine/explanation/explanation.hpp"
#include "engine/ledger/ledger.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/ledger_place.hpp"
#include "tools/cli/memory.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/run_head.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace tenantry::cli {
namespace {

struct ExplainCommand {
    struct Loaded {
        std::unique_ptr<Planned> planned = {};
        manifest::Layers layers = {};
        explanation::Subject subject = {};
    };

    struct Done {
        std::unique_ptr<Planned> planned = {};
        Explanation explanation = {};
    };

    static std::expected<Loaded, Refusal> load(Setup& setup) {
        const Arguments& arguments = setup.arguments();
        if (arguments.subject.empty())
            return refuse("explain takes an address", "tenantry plan prints the addresses",
                          ExitCode::usage);
        if (auto configured = setup.configure(); !configured)
            return std::unexpected(std::move(configured.error()));
        Loaded loaded{.planned = std::make_unique<Planned>()};
        const std::string first = arguments.subject.substr(0, arguments.subject.find('/'));
        loaded.layers.customer = unescaped(first);
        manifest::Loaded& manifests = loaded.planned->loaded;
        manifests =
            manifest::load(arguments.manifests, setup.kinds(), setup.variables(), &loaded.layers);
        if (manifests.diagnostics.has_errors())
            return refuse(std::move(manifests.diagnostics), std::move(manifests.sources));
        auto subject = explanation::subject_of(setup.kinds(), manifests.desired, arguments.subject,
                                               arguments.field);
        Diagnostics slips;
        if (!subject) {
            slips.add(std::move(subject.error()));
            return refuse(std::move(slips), std::move(manifests.sources));
        }
        loaded.subject = std::move(*subject);
        if (loaded.subject.resources.empty() && loaded.subject.below.empty()) {
            return refuse("the customer " + in_quotes(loaded.subject.customer->name) +
                              " has no accounts in the manifests",
                          "write one under spec: accounts:", ExitCode::usage);
        }
        // The whole customer: what refuses or bars a step may lie beside it.
        loaded.planned->selection = select({.customers = {loaded.subject.customer->name}},
                                           setup.kinds(), manifests.desired, slips);
        if (slips.has_errors()) return refuse(std::move(slips), std::move(manifests.sources));
        return loaded;
    }

    static std::expected<Done, Refusal> run(Setup& setup, Loaded loaded) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        Planned& planned = *loaded.planned;
        planned.head = run_head(setup, (*connection)->terms(), planned.loaded.desired.tenant);
        const auto make = [&] { return make_plan(setup, **connection, planned); };
        if (auto made = plan_looking(setup, **connection, planned, make); !made)
            return std::unexpected(std::move(made.error()));
        guard(setup, planned);
        say(setup, planned);
        const auto past = remembered(setup, (*connection)->terms().api_url, loaded);
        if (!past) return std::unexpected(past.error());
        Explanation explanation = explanation::explain(loaded.subject,
                                                       {.kinds = setup.kinds(),
                                                        .desired = planned.loaded.desired,
                                                        .sources = planned.loaded.sources,
                                                        .layers = loaded.layers,
                                                        .live = planned.live,
                                                        .plan = planned.plan,
                                                        .diagnostics = planned.diagnostics},
                                                       *past);
        return Done{std::move(loaded.planned), std::move(explanation)};
    }

    /// Nothing where there is no ledger.
    static std::expected<std::optional<explanation::Past>, Refusal>
    remembered(const Setup& setup, const std::string& api_url, const Loaded& loaded) {
        const auto ledger = look_into_ledger(setup, loaded.planned->loaded.desired.tenant, api_url);
        if (!ledger) return std::unexpected(ledger.error());
        if (*ledger == nullptr) return std::optional<explanation::Past>();
        const std::vector<std::string> customers = {loaded.subject.customer->name};
        auto past = (*ledger)->read<explanation::Past>([&](ledger::Database& database) {
            explanation::Past found{
                .agreements = ledger::agreements_of(database, customers),
                .steps = ledger::steps_of(database, {.customer = customers.front()})};
            for (const ledger::StepRecord& step : found.steps) {
                if (found.runs.contains(step.run)) continue;
                if (auto run = ledger::run_of(database, step.run))
                    found.runs.emplace(step.run, std::move(*run));
            }
            return found;
        });
        if (!past) return refuse(past.error());
        return std::optional(std::move(*past));
    }

    static Result show(const Setup&, const Done& done) {
        const Planned& found = *done.planned;
        return {.text =
                    [&](render::Style style) {
                        return render::explanation(done.explanation, found.loaded.sources, style) +
                               "\n" + head_line(found.head);
                    },
                .json =
                    [&](Json& document) {
                        document.set("head", head_json(found.head));
                        document.set("explanation", render::explanation_json(done.explanation,
                                                                             found.loaded.sources));
                    },
                .csv = no_words,
                .digest = no_digest,
                .prometheus = no_words,
                .diagnostics = &found.diagnostics,
                .sources = &found.loaded.sources};
    }
};

} // namespace

ExitCode run_explain(Setup& setup) { return perform<ExplainCommand>(setup); }

} // namespace tenantry::cli
