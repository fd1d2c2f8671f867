#include "engine/base/text.hpp"
#include "engine/executor/executor.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/hindsight.hpp"
#include "tools/cli/json_lines.hpp"
#include "tools/cli/ledger_run.hpp"
#include "tools/cli/memory.hpp"
#include "tools/cli/outcome_teller.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/plan_file.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/run_head.hpp"
#include "tools/cli/saved_plan.hpp"
#include "tools/cli/version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace tenantry::cli {
namespace {

/// The plan file that apply was given instead of manifests, or "".
std::string plan_file_of(const Arguments& arguments) {
    const bool one = arguments.paths.size() == 1 && is_plan_file(arguments.paths.front());
    return one ? arguments.paths.front() : std::string();
}

/// What contradicts itself in the arguments, before anything is read.
std::expected<void, Refusal> check_arguments(const Setup& setup, const std::string& file) {
    const Arguments& arguments = setup.arguments();
    const std::string among = file.empty() ? saved_plan_among(arguments.paths) : "";
    if (!among.empty()) {
        return refuse(
            fmt::format("a plan file stands alone: {} is one, and there are other paths beside it",
                        in_quotes(among)),
            fmt::format("run tenantry apply {} to carry it out; the manifests it was made of are "
                        "in it",
                        printable(among)),
            ExitCode::usage);
    }
    if (file.empty() && !arguments.checksum.empty()) {
        return refuse("--checksum needs a plan file", "name one: tenantry apply plan.json",
                      ExitCode::usage);
    }
    if (!file.empty() && (!arguments.selection.everything() || !arguments.since.empty())) {
        return refuse("a plan file is carried out whole: it takes no selection",
                      "make a plan of the part that is meant", ExitCode::usage);
    }
    const bool asks = file.empty() && !arguments.auto_approve && !arguments.dry_run;
    if (asks && !setup.terminal().asks()) {
        return refuse("apply needs a confirmation, and there is no terminal to ask on",
                      "add --auto-approve, apply a plan file, or --dry-run to write nothing",
                      ExitCode::usage);
    }
    return {};
}

Reply ask(const Setup& setup, const Planned& planned) {
    // Who names a saved plan has seen it.
    const Arguments& arguments = setup.arguments();
    if (arguments.auto_approve || !plan_file_of(arguments).empty()) return Reply::yes;
    const Terminal& terminal = setup.terminal();
    render::Style style = terminal.err_style();
    style.verbosity = arguments.verbosity;
    terminal.say(render::plan(planned.plan, planned.loaded.sources, style) + "\n");
    // The question stands far below the head of a long plan.
    terminal.say(render::risks(planned.plan, style) + render::fitted(planned.last_lines(), style));
    const std::size_t steps = planned.plan.steps.size() - planned.plan.refused_steps();
    const MoneySum money = planned.plan.money();
    return terminal.confirm(
        fmt::format("Type \"yes\" to carry out {}{}: ", counted(steps, "step"),
                    money.empty() ? "" : fmt::format(" ({})", sum_text(money))));
}

bool shows_text(const Arguments& arguments) {
    return std::ranges::any_of(arguments.outputs, [](const Output& output) {
        return output.format == Format::text && output.file.empty();
    });
}

/// Carries out the plan, once. `run` is null without a ledger.
Report carry_out(const Setup& setup, Connection& connection, const Planned& planned, LedgerRun* run,
                 const Remembered& remembered) {
    Report report;
    OutcomeTeller teller(planned, setup.lines(), connection.progress());
    const auto work = [&]() -> boost::asio::awaitable<void> {
        const Terms& terms = connection.terms();
        http::Lanes& lanes = connection.lanes();
        connection.begin_writing();
        lanes.be_patient(terms.patience);
        connection.progress().applying(planned.plan, lanes.requests_sent(),
                                       shows_text(setup.arguments()));
        executor::Options options;
        options.parallelism = terms.parallelism;
        options.look_again = terms.look_again;
        options.keys = setup.store();
        if (run != nullptr) options.journal = &run->journal();
        options.earlier_keys = remembered.earlier_keys;
        report = co_await executor::execute(planned.plan, setup.kinds(), planned.live.live, lanes,
                                            teller, std::move(options), connection.stopped());
    };
    connection.run(work());
    teller.tell_rest(report);
    return report;
}

struct Apply {
    /// One of both.
    struct Loaded {
        std::unique_ptr<Planned> manifests = {};
        std::optional<OpenedPlan> plan_file = {};
    };

    struct Done {
        std::unique_ptr<Planned> planned = {};
        std::optional<Report> report = {}; // nothing when there was nothing to carry out
        std::string last = {};             // after the plan
        std::string run = {};              // by which the ledger knows it
        std::string ledger = {};           // that does
    };

    static std::expected<Loaded, Refusal> load(Setup& setup) {
        const std::string file = plan_file_of(setup.arguments());
        if (auto checked = check_arguments(setup, file); !checked)
            return std::unexpected(std::move(checked.error()));
        if (file.empty()) {
            auto manifests = load_manifests(setup);
            if (!manifests) return std::unexpected(std::move(manifests.error()));
            return Loaded{.manifests = std::move(*manifests)};
        }
        auto opened = open_plan(setup, file);
        if (!opened) return std::unexpected(std::move(opened.error()));
        return Loaded{.plan_file = std::move(*opened)};
    }

    /// The plan of what was loaded, made anew each time that it is asked for.
    static std::expected<void, Refusal> plan(Setup& setup, Connection& connection,
                                             const Loaded& loaded, Planned& planned) {
        if (loaded.plan_file) return plan_again(setup, connection, *loaded.plan_file, planned);
        if (auto made = make_plan(setup, connection, planned); !made) return made;
        guard(setup, planned);
        return {};
    }

    /// What a run with a ledger does besides: it waits for what earlier ones may have made, leaves
    /// alone what others hold or nobody can answer for, and gives up whom it needs not.
    static std::expected<Remembered, Refusal> plan_in_run(Setup& setup, Connection& connection,
                                                          const Loaded& loaded, Planned& planned,
                                                          LedgerRun& run) {
        auto remembered = plan_with_memory(setup, connection, planned, run.ledger(), [&] {
            auto made = plan(setup, connection, loaded, planned);
            run.refuse_held(planned.plan);
            return made;
        });
        if (!remembered) return remembered;
        if (auto settled = settle(run.ledger(), *remembered); !settled)
            return std::unexpected(std::move(settled.error()));
        planner::trust_memory(planned.plan);
        refuse_unanswered(*remembered, planned.plan);
        warn_of_orphaned(*remembered, planned.diagnostics);
        if (auto told = tell_departed(setup, planned, run.ledger()); !told)
            return refuse(told.error());
        if (const auto trouble = run.keep_those_of(planned.plan))
            return refuse(trouble->message, trouble->hint, ExitCode::error);
        return remembered;
    }

    static std::expected<Done, Refusal> run(Setup& setup, Loaded loaded) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        const Planned& before = loaded.plan_file ? *loaded.plan_file->then : *loaded.manifests;
        const ledger::RunHead head =
            run_head(setup, (*connection)->terms(), before.loaded.desired.tenant);
        std::unique_ptr<LedgerRun> ledger_run;
        // A dry run writes nothing anywhere.
        if (!setup.arguments().dry_run) {
            auto begun = LedgerRun::begin(setup, **connection, head, customers_looked_at(before));
            if (!begun) return std::unexpected(std::move(begun.error()));
            ledger_run = std::move(*begun);
        }
        auto planned =
            loaded.plan_file ? load_again(setup, *loaded.plan_file) : std::move(loaded.manifests);
        planned->head = head;
        tell_head(setup, head, ledger_run.get());
        Remembered remembered;
        if (ledger_run) {
            auto made = plan_in_run(setup, **connection, loaded, *planned, *ledger_run);
            if (!made) return std::unexpected(std::move(made.error()));
            remembered = std::move(*made);
        } else {
            const auto make = [&] { return plan(setup, **connection, loaded, *planned); };
            if (auto made = plan_looking(setup, **connection, *planned, make); !made)
                return std::unexpected(std::move(made.error()));
        }
        say(setup, *planned);
        return finish(setup, **connection, std::move(planned), ledger_run.get(), remembered);
    }

    /// The first line of those that are told while the run goes on.
    static void tell_head(Setup& setup, const ledger::RunHead& head, const LedgerRun* run) {
        setup.begin_lines();
        if (setup.lines() == nullptr) return;
        Json document = render::document(name_of(setup.arguments().command), version);
        document.set("head", head_of(head, run == nullptr ? "" : run->name(),
                                     run == nullptr ? "" : run->ledger_name()));
        setup.lines()->add(lines_of(std::move(document)).front());
    }

    static std::expected<Done, Refusal> finish(Setup& setup, Connection& connection,
                                               std::unique_ptr<Planned> planned, LedgerRun* run,
                                               const Remembered& remembered) {
        const Plan& found = planned->plan;
        const auto end = [&](std::string_view result) {
            return run == nullptr ? std::nullopt : run->end(result);
        };
        const auto leave = [&](const Report* report) -> ledger::Attempt<void> {
            if (run == nullptr) return {};
            return leave_agreement(setup, *planned, report, run->ledger());
        };
        // Nothing to do, or nothing that may be done: there is no need to ask.
        if (found.refused_steps() == found.steps.size()) {
            if (found.steps.empty()) (void)leave(nullptr);
            (void)end(found.steps.empty() ? "done" : "refused");
            return Done{std::move(planned)};
        }
        if (setup.arguments().dry_run)
            return Done{std::move(planned), {}, "Dry run: nothing was changed.\n"};
        if (const Reply reply = ask(setup, *planned); reply != Reply::yes) {
            (void)end(reply == Reply::interrupted ? "interrupted" : "declined");
            return not_confirmed(reply);
        }
        Report report = carry_out(setup, connection, *planned, run, remembered);
        const auto agreed = leave(&report);
        auto missing = end(result_in_words(exit_code(found, report)));
        if (!agreed && !missing) missing = agreed.error();
        if (missing && report.unrecorded.empty()) report.unrecorded = missing->message;
        Done done{std::move(planned), std::move(report)};
        if (run == nullptr) return done;
        done.run = run->name();
        done.ledger = run->ledger_name();
        return done;
    }

    static std::string_view result_in_words(ExitCode code) {
        switch (code) {
        case ExitCode::done: return "done";
        case ExitCode::partly: return "partly";
        case ExitCode::interrupted: return "interrupted";
        default: return "failed";
        }
    }

    static Json head_of(const ledger::RunHead& head, const std::string& run,
                        const std::string& ledger) {
        Json json = head_json(head);
        json.append("run", run.empty() ? Json() : Json(run));
        json.append("ledger", ledger.empty() ? Json() : Json(ledger));
        return json;
    }

    static render::Digest digest_of(const Done& done, const Sources& sources) {
        const Planned& planned = *done.planned;
        const auto customers = customers_looked_at(planned);
        render::Digest digest =
            done.report
                ? render::report_digest(planned.plan, *done.report, planned.diagnostics, sources,
                                        customers)
                : render::plan_digest(planned.plan, planned.diagnostics, sources, customers);
        add_head(digest, planned);
        return digest;
    }

    static Result show(const Setup&, const Done& done) {
        const Plan& plan = done.planned->plan;
        const Sources& sources = done.planned->loaded.sources;
        const std::optional<Report>& report = done.report;
        return {
            .text =
                [&](render::Style style) {
                    return (report ? render::report(plan, *report, sources, style)
                                   : render::plan(plan, sources, style) + done.last) +
                           render::fitted(done.planned->last_lines(), style);
                },
            .json =
                [&](Json& document) {
                    document.set("head", head_of(done.planned->head, done.run, done.ledger));
                    add_since(document, *done.planned);
                    document.set("plan", render::plan_json(plan, sources));
                    if (!report) return;
                    document.set("report", render::report_json(plan, *report, sources));
                },
            .csv = no_words,
            .digest = [&](const Sources& named) { return digest_of(done, named); },
            .prometheus = no_words,
            .summary = report ? render::report_summary(plan, *report) : render::plan_summary(plan),
            .code = report ? exit_code(plan, *report) : plan_exit_code(plan, false),
            .diagnostics = &done.planned->diagnostics,
            .sources = &sources,
            .wrote = report.has_value(),
            .note = done.run.empty() ? ""
                                     : fmt::format("Recorded as the run {}: tenantry history {}\n",
                                                   done.run, done.run)};
    }
};

} // namespace

ExitCode run_apply(Setup& setup) { return perform<Apply>(setup); }

} // namespace tenantry::cli
