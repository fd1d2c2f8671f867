// tenantry history RUN --undo: the manifests that bring back what a run updated, and what no
// manifest brings back.
#include "engine/undo/undo.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/ledger_place.hpp"
#include "tools/cli/ledger_time.hpp"
#include "tools/cli/perform.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

namespace tenantry::cli {
namespace {

/// Every line as one that `git apply` passes over.
std::string commented(std::string_view text) {
    std::string lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines += end == 0 ? "#\n" : fmt::format("# {}\n", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string named(std::string_view address, std::string_view object) {
    return printable(address) + (object.empty() ? "" : fmt::format(" ({})", printable(object)));
}

std::string value_words(const undo::Reversal& reversal) {
    return fmt::format("{}: {} -> {}", printable(reversal.field),
                       reversal.back.is_null() ? "unknown" : printable(to_text(reversal.back)),
                       printable(to_text(reversal.set)));
}

Json position_or_null(Position position, const Sources& sources) {
    if (!position.known() || position.source >= sources.size()) return {};
    Json place = Json::object({{"file", sources[position.source].name}});
    if (position.line > 0) {
        place.set("line", static_cast<std::int64_t>(position.line));
        place.set("column", static_cast<std::int64_t>(position.column));
    }
    return place;
}

struct UndoCommand {
    struct Loaded {
        std::unique_ptr<ledger::Ledger> ledger = {};
        ledger::Asked asked = {};
        manifest::Loaded manifests = {};
    };

    struct Done {
        ledger::RunRecord run = {};
        manifest::Loaded manifests = {};
        undo::Undo undo = {};
    };

    static std::expected<Loaded, Refusal> load(Setup& setup) {
        const Arguments& arguments = setup.arguments();
        Loaded loaded;
        loaded.asked.address = arguments.address;
        if (!arguments.selection.customers.empty())
            loaded.asked.customer = arguments.selection.customers.front();
        if (arguments.subject.empty() || arguments.selection.customers.size() > 1 ||
            !arguments.since.empty()) {
            return refuse("--undo takes one run, and at most one --customer and one --address",
                          "tenantry history lists the runs", ExitCode::usage);
        }
        loaded.asked.run = ledger::run_named(arguments.subject);
        if (!loaded.asked.run) {
            return refuse(in_quotes(arguments.subject) + " is no run",
                          "tenantry history lists them", ExitCode::usage);
        }
        auto ledger = ledger_of_manifests(setup, ledger::Access::read);
        if (!ledger) return std::unexpected(std::move(ledger.error()));
        loaded.ledger = std::move(*ledger);
        loaded.manifests = manifest::load(arguments.paths, setup.kinds(), setup.variables());
        if (loaded.manifests.diagnostics.has_errors()) {
            return refuse(std::move(loaded.manifests.diagnostics),
                          std::move(loaded.manifests.sources));
        }
        return loaded;
    }

    static std::expected<Done, Refusal> run(Setup& setup, Loaded loaded) {
        const ledger::Asked& asked = loaded.asked;
        undo::Recorded recorded;
        std::optional<ledger::RunRecord> run;
        const auto read = loaded.ledger->read<bool>([&](ledger::Database& database) {
            run = ledger::run_of(database, *asked.run);
            if (!run) return true;
            recorded = {.steps = ledger::steps_of(database, asked),
                        .calls = ledger::calls_of(database, asked),
                        .later = ledger::steps_of(database, {.since = run->began})};
            return true;
        });
        if (!read) return refuse(read.error());
        if (!run) {
            return refuse("the ledger knows no run " + setup.arguments().subject,
                          "tenantry history lists them", ExitCode::usage);
        }
        if (!run->ended && ledger::is_alive(*run, who_runs(setup), loaded.ledger->now())) {
            return refuse(fmt::format("the run {} is still at work", setup.arguments().subject),
                          "wait until it has ended", ExitCode::error);
        }
        // The name of a run is the time at which it began.
        std::erase_if(recorded.later,
                      [&](const ledger::StepRecord& step) { return step.run <= run->id; });
        std::error_code failed;
        const std::string folder = std::filesystem::current_path(failed).generic_string();
        auto undo = undo::take_back(recorded, loaded.manifests, setup.kinds(), setup.variables(),
                                    failed ? "/" : folder);
        return Done{std::move(*run), std::move(loaded.manifests), std::move(undo)};
    }

    static std::string head(const Done& done) {
        const auto& reversals = done.undo.reversals;
        const auto patched =
            static_cast<std::size_t>(std::ranges::count(reversals, true, &undo::Reversal::patched));
        const std::string run = fmt::format("the run {} of {}", ledger::name_of_run(done.run.id),
                                            time_in_words(done.run.began));
        if (reversals.empty()) return fmt::format("Undo of {}: it updated nothing.\n", run);
        if (patched == 0) {
            return fmt::format(
                "Undo of {}: there is nothing to patch.\nNothing was written or sent, "
                "and the live tenant was not read.\n",
                run);
        }
        std::string text = fmt::format(
            "Undo of {}: the patch below has {} of {}.\nNothing was written or sent, and the live "
            "tenant was not read: tenantry plan shows what the patched manifests would change.\n",
            run, patched, counted(reversals.size(), "updated value"));
        text += done.undo.folder == "/"
                    ? "To take it: patch -p1 -d /, because manifests lie outside of this folder.\n"
                    : "To take it: git apply, or patch -p1.\n";
        return text;
    }

    static std::string snippets(const Done& done) {
        std::string text;
        for (const undo::Reversal& reversal : done.undo.reversals) {
            if (reversal.patched || reversal.snippet.empty()) continue;
            text += fmt::format("\n{}\n  {}\n  {}, into {}:\n", named(reversal.address, ""),
                                printable(reversal.why),
                                printable(done.manifests.sources.describe(reversal.place)),
                                printable(reversal.item));
            std::string_view lines = reversal.snippet;
            while (!lines.empty()) {
                const std::size_t end = lines.find('\n');
                text += "    " + printable(lines.substr(0, end)) + "\n";
                lines.remove_prefix(end + 1);
            }
        }
        return text.empty() ? text : "\nTo write by hand:\n" + text;
    }

    static std::string left(const Done& done) {
        std::string text;
        for (const undo::Reversal& reversal : done.undo.reversals) {
            if (reversal.patched || !reversal.snippet.empty()) continue;
            text += fmt::format("  {}\n    {}\n    stays: {}\n",
                                named(reversal.address, reversal.object), value_words(reversal),
                                printable(reversal.why));
        }
        return text.empty() ? text : "\nUpdated, and left as it is:\n" + text;
    }

    static std::string lasting(const Done& done) {
        std::string text;
        for (const undo::Lasting& lasting : done.undo.lasting) {
            text += fmt::format("  {}\n    {}\n", named(lasting.address, lasting.object),
                                printable(lasting.what));
            if (!lasting.hint.empty()) text += fmt::format("    {}\n", printable(lasting.hint));
        }
        return text.empty() ? text : "\nNo manifest takes back:\n" + text;
    }

    static Json undo_json(const Done& done) {
        JsonArray values;
        const Sources& sources = done.manifests.sources;
        for (const undo::Reversal& reversal : done.undo.reversals) {
            const bool snippet = !reversal.patched && !reversal.snippet.empty();
            values.push_back(Json::object(
                {{"address", reversal.address},
                 {"kind", reversal.kind},
                 {"object", reversal.object},
                 {"field", reversal.field},
                 {"before", reversal.back},
                 {"after", reversal.set},
                 {"way", reversal.patched ? "patch"
                         : snippet        ? "snippet"
                                          : "none"},
                 {"why", reversal.why},
                 {"position", position_or_null(reversal.position, sources)},
                 {"snippet", snippet ? Json(reversal.snippet) : Json()},
                 {"into", snippet ? Json(reversal.item) : Json()},
                 {"into_position", snippet ? position_or_null(reversal.place, sources) : Json()}}));
        }
        JsonArray lasting;
        for (const undo::Lasting& last : done.undo.lasting) {
            lasting.push_back(Json::object({{"address", last.address},
                                            {"kind", last.kind},
                                            {"object", last.object},
                                            {"what", last.what},
                                            {"hint", last.hint}}));
        }
        return Json::object({{"run", ledger::name_of_run(done.run.id)},
                             {"values", std::move(values)},
                             {"lasting", std::move(lasting)},
                             {"patch", done.undo.patch},
                             {"folder", done.undo.folder}});
    }

    static Result show(const Setup&, const Done& done) {
        return {.text =
                    [&](render::Style) {
                        return commented(head(done) + snippets(done) + left(done) + lasting(done)) +
                               done.undo.patch;
                    },
                .json = [&](Json& document) { document.set("undo", undo_json(done)); },
                .csv = no_words,
                .digest = no_digest,
                .prometheus = no_words,
                .diagnostics = &done.manifests.diagnostics,
                .sources = &done.manifests.sources};
    }
};

} // namespace

ExitCode run_undo(Setup& setup) { return perform<UndoCommand>(setup); }

} // namespace tenantry::cli
