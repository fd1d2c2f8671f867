// tenantry history: what runs did, from the ledger.
#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/history_forms.hpp"
#include "tools/cli/ledger_place.hpp"
#include "tools/cli/ledger_time.hpp"
#include "tools/cli/perform.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace tenantry::cli {
namespace {

constexpr std::size_t most_runs = 200;

struct History {
    struct Loaded {
        std::unique_ptr<ledger::Ledger> ledger = {};
        ledger::Asked asked = {};
    };

    static std::expected<Loaded, Refusal> load(Setup& setup) {
        const Arguments& arguments = setup.arguments();
        ledger::Asked asked{.address = arguments.address};
        if (!arguments.selection.customers.empty())
            asked.customer = arguments.selection.customers.front();
        if (arguments.selection.customers.size() > 1)
            return refuse("history takes one --customer", "", ExitCode::usage);
        if (arguments.paths_given) {
            return refuse("history reads no manifests but for --undo",
                          "--manifests PATH names those of which the Tenant document tells whose "
                          "ledger it is",
                          ExitCode::usage);
        }
        if (!arguments.subject.empty()) {
            asked.run = ledger::run_named(arguments.subject);
            if (!asked.run) {
                return refuse(in_quotes(arguments.subject) + " is no run",
                              "tenantry history lists them", ExitCode::usage);
            }
        }
        auto ledger = ledger_of_manifests(setup, ledger::Access::read);
        if (!ledger) return std::unexpected(std::move(ledger.error()));
        if (!arguments.since.empty()) {
            asked.since = parse_since(arguments.since, (*ledger)->now());
            if (!asked.since) {
                return refuse("--since: expected a time, not " + in_quotes(arguments.since),
                              "write it as 36h, 7d or 2026-11-30", ExitCode::usage);
            }
        }
        return Loaded{std::move(*ledger), std::move(asked)};
    }

    static std::expected<Told, Refusal> run(Setup& setup, const Loaded& loaded) {
        Told told{.here = who_runs(setup), .now = loaded.ledger->now()};
        const ledger::Asked& asked = loaded.asked;
        const bool in_detail = asked.run || !asked.customer.empty() || !asked.address.empty() ||
                               wants_csv(setup.arguments());
        const auto read = loaded.ledger->read<bool>([&](ledger::Database& database) {
            if (asked.run) {
                if (auto run = ledger::run_of(database, *asked.run)) told.runs = {std::move(*run)};
            } else {
                told.runs =
                    ledger::runs_since(database, asked.since.value_or(ledger::Time()), most_runs);
            }
            if (in_detail) {
                told.steps = ledger::steps_of(database, asked);
                told.calls = ledger::calls_of(database, asked);
            }
            return true;
        });
        if (!read) return refuse(read.error());
        if (asked.run && told.runs.empty()) {
            return refuse("the ledger knows no run " + setup.arguments().subject,
                          "tenantry history lists them", ExitCode::usage);
        }
        if (in_detail && !asked.run) keep_runs_that_did_something(told);
        return told;
    }

    static bool wants_csv(const Arguments& arguments) {
        return std::ranges::find(arguments.outputs, Format::csv, &Output::format) !=
               arguments.outputs.end();
    }

    static void keep_runs_that_did_something(Told& told) {
        std::set<ledger::RunId> active;
        for (const ledger::StepRecord& step : told.steps)
            active.insert(step.run);
        for (const ledger::CallRecord& call : told.calls)
            active.insert(call.run);
        std::erase_if(told.runs,
                      [&](const ledger::RunRecord& run) { return !active.contains(run.id); });
    }

    static Result show(const Setup&, const Told& told) {
        return {.text = [&](render::Style) { return history_text(told); },
                .json = [&](Json& document) { add_history(document, told); },
                .csv = [&] { return history_csv(told); },
                .digest = no_digest,
                .prometheus = no_words};
    }
};

} // namespace

ExitCode run_history(Setup& setup) {
    return setup.arguments().undo ? run_undo(setup) : perform<History>(setup);
}

} // namespace tenantry::cli
