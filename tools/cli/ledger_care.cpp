// What people do with the ledger: free a customer, say what became of a call, let old runs go.
#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/ledger_place.hpp"
#include "tools/cli/ledger_run.hpp"
#include "tools/cli/ledger_time.hpp"
#include "tools/cli/perform.hpp"

#include <fmt/core.h>

#include <array>

namespace tenantry::cli {
namespace {

using Opened = std::unique_ptr<ledger::Ledger>;

/// All of these say one line.
struct Said {
    std::string line = {};
};

Result one_line(const Said& said) {
    return {.text = [&](render::Style) { return said.line; },
            .json =
                [&](Json& document) {
                    document.set("said", said.line.substr(0, said.line.size() - 1));
                },
            .csv = no_words,
            .digest = no_digest,
            .prometheus = no_words};
}

struct Unlock {
    static std::expected<Opened, Refusal> load(Setup& setup) {
        if (setup.arguments().subject.empty())
            return refuse("unlock takes a customer", "name one", ExitCode::usage);
        const bool asks = !setup.arguments().auto_approve;
        if (asks && !setup.terminal().asks()) {
            return refuse("unlock needs a confirmation, and there is no terminal to ask on",
                          "add --auto-approve if the run that holds it has surely ended",
                          ExitCode::usage);
        }
        return ledger_of_manifests(setup, ledger::Access::create);
    }

    static std::expected<Said, Refusal> run(Setup& setup, const Opened& ledger) {
        const std::string& customer = setup.arguments().subject;
        const auto holder = ledger->read<std::optional<ledger::Holder>>(
            [&](ledger::Database& database) { return ledger::holder_of(database, customer); });
        if (!holder) return refuse(holder.error());
        if (!*holder) return Said{fmt::format("Nobody holds {}.\n", printable(customer))};
        const std::string who = holder_in_words(**holder, ledger->now());
        const bool alive = ledger::is_alive((*holder)->run, who_runs(setup), ledger->now());
        setup.terminal().say(fmt::format(
            "{} is held by {}. {}\n", printable(customer), who,
            alive ? "It may still be at work: two at once can make and buy the same twice."
                  : "It is not there any more."));
        const Reply reply = setup.arguments().auto_approve
                                ? Reply::yes
                                : setup.terminal().confirm("Type \"yes\" to free this customer: ");
        if (reply != Reply::yes) return not_confirmed(reply);
        const auto done = ledger->write([&](ledger::Database& database) {
            ledger::unlock(database, (*holder)->run.id, std::array{customer});
        });
        if (!done) return refuse(done.error());
        return Said{fmt::format("{} is free.\n", printable(customer))};
    }

    static Result show(const Setup&, const Said& said) { return one_line(said); }
};

struct Settle {
    static std::expected<Opened, Refusal> load(Setup& setup) {
        const Arguments& arguments = setup.arguments();
        if (arguments.subject.empty())
            return refuse("settle takes the address of a resource", "plan and apply name it",
                          ExitCode::usage);
        if (arguments.did_not == !arguments.happened.empty()) {
            return refuse("settle takes one of --happened and --did-not",
                          "look at the dashboard: --happened ID if it is there, else --did-not",
                          ExitCode::usage);
        }
        if (!arguments.did_not && !is_id(arguments.happened)) {
            return refuse("--happened takes the id of what is there, not " +
                              in_quotes(arguments.happened),
                          "the dashboard and the API show it", ExitCode::usage);
        }
        return ledger_of_manifests(setup, ledger::Access::create);
    }

    /// Nobody knows its end, or it was a sale that may not show.
    static bool is_open_to_doubt(const Setup& setup, const ledger::CallRecord& call) {
        if (call.fate != ledger::Fate::done) return true;
        const Kind* const kind = setup.kinds().find(call.kind);
        return kind != nullptr && kind->buys();
    }

    static std::expected<Said, Refusal> run(Setup& setup, const Opened& ledger) {
        const Arguments& arguments = setup.arguments();
        const ledger::Who here = who_runs(setup);
        std::size_t settled = 0;
        std::size_t alive = 0;
        const auto done = ledger->write([&](ledger::Database& database) {
            settled = alive = 0;
            const ledger::Time now = ledger->now();
            for (ledger::CallRecord call :
                 ledger::fresh_calls(database, now - std::chrono::hours(24))) {
                if (call.address != arguments.subject || !is_open_to_doubt(setup, call)) continue;
                const auto run = ledger::run_of(database, call.run);
                if (run && ledger::is_alive(*run, here, now)) {
                    ++alive;
                    continue;
                }
                call.fate = arguments.did_not ? ledger::Fate::did_not : ledger::Fate::happened;
                call.ended = now;
                if (!arguments.did_not) call.object = arguments.happened;
                ledger::settle_call(database, call);
                ++settled;
            }
        });
        if (!done) return refuse(done.error());
        if (alive > 0) {
            return refuse("the run that sent it is still at work: it will tell itself", "",
                          ExitCode::error);
        }
        if (settled == 0) {
            return refuse("nothing is open for " + in_quotes(arguments.subject),
                          "tenantry history --address tells what was done", ExitCode::error);
        }
        return Said{fmt::format("{} settled: {}.\n", counted(settled, "call is", "calls are"),
                                arguments.did_not ? "not done" : "done")};
    }

    static Result show(const Setup&, const Said& said) { return one_line(said); }
};

struct Prune {
    static std::expected<Opened, Refusal> load(Setup& setup) {
        const Arguments& arguments = setup.arguments();
        if (arguments.subject != "prune")
            return refuse("ledger takes what to do: prune", "", ExitCode::usage);
        const ledger::Time now(std::chrono::floor<std::chrono::milliseconds>(
            std::chrono::system_clock::now().time_since_epoch()));
        const auto before = parse_since(arguments.older_than, now);
        if (before && *before > now - std::chrono::hours(24)) {
            return refuse("prune leaves the last 24 hours alone: what a list does not show yet may "
                          "have been made in them",
                          "take a longer time", ExitCode::usage);
        }
        if (!before) {
            return refuse("prune takes --older-than, as 90d or 2026-01-31",
                          "runs that ended before that go, with all that they hold",
                          ExitCode::usage);
        }
        return ledger_of_manifests(setup, ledger::Access::create);
    }

    static std::expected<Said, Refusal> run(Setup& setup, const Opened& ledger) {
        const auto before = parse_since(setup.arguments().older_than, ledger->now());
        const auto gone = ledger->change<std::int64_t>(
            [&](ledger::Database& database) { return ledger::prune(database, *before); });
        if (!gone) return refuse(gone.error());
        return Said{fmt::format("{} gone that ended before {}.\n",
                                counted(static_cast<std::size_t>(*gone), "run is", "runs are"),
                                time_in_words(*before))};
    }

    static Result show(const Setup&, const Said& said) { return one_line(said); }
};

} // namespace

ExitCode run_unlock(Setup& setup) { return perform<Unlock>(setup); }
ExitCode run_settle(Setup& setup) { return perform<Settle>(setup); }
ExitCode run_ledger(Setup& setup) { return perform<Prune>(setup); }

} // namespace tenantry::cli
