#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/hindsight.hpp"
#include "tools/cli/memory.hpp"
#include "tools/cli/new_ignores.hpp"
#include "tools/cli/new_snippets.hpp"
#include "tools/cli/notify.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"
#include "tools/cli/run_head.hpp"
#include "tools/cli/version.hpp"
#include "tools/cli/who.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace tenantry::cli {
namespace {

struct DriftCommand {
    struct Done {
        std::unique_ptr<Planned> planned = {};
        Drift drift = {};
        std::size_t ignores_written = 0;
        std::size_t snippets_written = 0;
        std::uint64_t calls = 0; // that were sent
        bool untold = false;     // who was to be notified was not
    };

    static Day today() {
        return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    }

    static PlannedRun load(Setup& setup) {
        if (auto judged = judge_new_ignores(setup, today()); !judged)
            return std::unexpected(std::move(judged.error()));
        if (auto judged = judge_new_snippets(setup); !judged)
            return std::unexpected(std::move(judged.error()));
        if (auto judged = judge_notify(setup); !judged)
            return std::unexpected(std::move(judged.error()));
        return load_manifests(setup);
    }

    /// Without guards: it writes nothing to the API that would have to be guarded.
    static std::expected<Done, Refusal> run(Setup& setup, std::unique_ptr<Planned> planned) {
        auto connection = Connection::open(setup);
        if (!connection) return std::unexpected(std::move(connection.error()));
        planned->head = run_head(setup, (*connection)->terms(), planned->loaded.desired.tenant);
        const auto make = [&] { return make_plan(setup, **connection, *planned); };
        if (auto made = plan_looking(setup, **connection, *planned, make); !made)
            return std::unexpected(std::move(made.error()));
        const planner::Judging judging{.today = today(),
                                       .least = setup.arguments().drift.least(),
                                       .everything = planned->selection.everything()};
        planner::check_ignores(planned->loaded.desired, judging.today, planned->diagnostics);
        say(setup, *planned);
        const Recollection recalled = remember_findings(setup, **connection, *planned);
        Drift drift = recalled.drift;
        planner::judge(drift, setup.kinds(), planned->loaded.desired, planned->plan,
                       planned->diagnostics, judging);
        auto written = write_ignores(setup, *planned, recalled.drift, drift, judging);
        if (!written) return std::unexpected(std::move(written.error()));
        auto snippets = write_snippets(setup, *planned);
        if (!snippets) return std::unexpected(std::move(snippets.error()));
        if (setup.arguments().drift.who) tell_who(setup, **connection, *planned, drift);
        const std::uint64_t calls = (*connection)->lanes().requests_sent();
        const bool untold = !tell_somebody(setup, *planned, drift);
        if (untold && recalled.at) leave_news(setup, **connection, *planned, *recalled.at);
        return Done{std::move(planned), std::move(drift), *written, *snippets, calls, untold};
    }

    /// Whether all is told that --notify asks for.
    static bool tell_somebody(const Setup& setup, const Planned& planned, const Drift& drift) {
        const DriftOptions& options = setup.arguments().drift;
        if (options.notify.empty() || !is_worth_telling(drift, options.notify_on)) return true;
        Json document = render::document("drift", version);
        document.set("summary", render::drift_summary(drift, planned.plan));
        document.set("head", head_json(planned.head));
        document.set("drift", render::drift_json(drift, planned.plan, planned.loaded.sources));
        const auto told = notify(options.notify, document);
        if (!told)
            setup.terminal().say(fmt::format("warning: nobody was notified: {}\n", told.error()));
        return told.has_value();
    }

    static bool has_ended_ignores(const Diagnostics& diagnostics) {
        return std::ranges::any_of(diagnostics.all(), [](const Diagnostic& diagnostic) {
            return diagnostic.code == "ignore.ended" && diagnostic.severity == Severity::error;
        });
    }

    static ExitCode code_of(const Setup& setup, const Done& done) {
        const Arguments& arguments = setup.arguments();
        const auto fails_on = arguments.drift.fails_on();
        const bool fails = has_finding(done.drift, fails_on.value_or(FindingSeverity::low));
        const ExitCode code =
            drift_exit_code(done.planned->plan, has_ended_ignores(done.planned->diagnostics), fails,
                            arguments.detailed_exitcode || fails_on.has_value());
        return done.untold ? unwritten(code, false) : code;
    }

    static std::string written_text(const Setup& setup, const Done& done) {
        const DriftOptions& options = setup.arguments().drift;
        std::string text;
        if (!options.write_ignore.empty()) {
            text += done.ignores_written == 0
                        ? "Nothing to ignore: no file was written.\n"
                        : fmt::format("Wrote {} to {}; put it beside the manifests, and drift is "
                                      "quiet about these findings.\n",
                                      counted(done.ignores_written, "Ignore document"),
                                      printable(options.write_ignore));
        }
        if (options.export_to.empty()) return text;
        return text + (done.snippets_written == 0
                           ? "Nothing is unmanaged: no file was written.\n"
                           : fmt::format("Wrote {} of YAML to {}; put each where the line above it "
                                         "says.\n",
                                         counted(done.snippets_written, "piece"),
                                         printable(options.export_to)));
    }

    /// For logs, in which a job that found drift looks like one that found none.
    static std::string note(const Plan& plan, ExitCode code) {
        const ExitCode then = exit_code(plan, true, true);
        const int number = static_cast<int>(then);
        return then == code
                   ? fmt::format("note: there is drift; the exit code is {} because of the errors, "
                                 "with --detailed-exitcode, too\n",
                                 number)
                   : fmt::format("note: there is drift; --detailed-exitcode makes the exit code "
                                 "{}\n",
                                 number);
    }

    static std::string text_of(const Setup& setup, const Done& done, render::Style style) {
        const Planned& found = *done.planned;
        return render::drift(done.drift, found.plan, found.loaded.sources, style) +
               render::fitted(found.last_lines(), style) + written_text(setup, done);
    }

    static void add_written(Json& document, const DriftOptions& options, const Done& done) {
        const auto add = [&](const char* member, const std::string& file, const char* what,
                             std::size_t count) {
            if (count == 0) return;
            document.set(member,
                         Json::object({{"file", file}, {what, static_cast<std::int64_t>(count)}}));
        };
        add("ignores_written", options.write_ignore, "documents", done.ignores_written);
        add("snippets_written", options.export_to, "pieces", done.snippets_written);
    }

    static Result show(const Setup& setup, const Done& done) {
        const Drift& drift = done.drift;
        const Plan& plan = done.planned->plan;
        const Sources& sources = done.planned->loaded.sources;
        const ExitCode code = code_of(setup, done);
        const DriftOptions& options = setup.arguments().drift;
        const bool noted = !done.untold && has_finding(drift, FindingSeverity::low) &&
                           !options.fails_on() && !setup.arguments().detailed_exitcode &&
                           !setup.terminal().watched();
        return {.text = [&](render::Style style) { return text_of(setup, done, style); },
                .json =
                    [&](Json& document) {
                        document.set("head", head_json(done.planned->head));
                        add_since(document, *done.planned);
                        document.set("drift", render::drift_json(drift, plan, sources));
                        add_written(document, setup.arguments().drift, done);
                    },
                .csv = [&] { return render::drift_csv(drift, sources); },
                .digest =
                    [&](const Sources& named) {
                        auto digest =
                            render::drift_digest(drift, plan, done.planned->diagnostics, named,
                                                 customers_looked_at(*done.planned));
                        add_head(digest, *done.planned);
                        return digest;
                    },
                .prometheus =
                    [&] {
                        render::RunFigures figures = figures_of(setup);
                        figures.calls = done.calls;
                        figures.succeeded = true;
                        const auto looked_at = customers_looked_at(*done.planned);
                        return render::drift_prometheus(drift, plan, looked_at, figures);
                    },
                .summary = render::drift_summary(drift, plan),
                .code = code,
                .diagnostics = &done.planned->diagnostics,
                .sources = &sources,
                .note = noted ? note(plan, code) : ""};
    }
};

} // namespace

ExitCode run_drift(Setup& setup) { return perform<DriftCommand>(setup); }

} // namespace tenantry::cli
