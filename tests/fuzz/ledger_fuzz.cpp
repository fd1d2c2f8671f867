// A ledger as a strange hand wrote it: a section "== calls" is a row of that table, its lines are
// the columns in their order; a line that begins with "#" is a number, what is missing is "". All
// that runs read from a ledger is read from it, held against manifests that do not change, and
// printed.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/ledger/migrations.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/fuzz/harness.hpp"
#include "tests/support/places.hpp"
#include "tools/cli/history_forms.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>

using namespace tenantry;
using namespace tenantry::ledger;
using fuzz::claim;

namespace {

struct Table {
    std::string_view name = {};
    std::size_t columns = 0;
};
constexpr std::array<Table, 6> tables = {
    {{"runs", 15}, {"calls", 15}, {"steps", 12}, {"locks", 2}, {"agreements", 7}, {"findings", 9}}};

/// What is wanted, and the plan that makes all of it.
struct Wanted {
    KindTable kinds = kinds::all_kinds();
    manifest::Loaded loaded = manifest::load({places::source("tests/fuzz/wanted.yaml")}, kinds, {});
    Matched live = diff::match(kinds, loaded.desired, {});
    Plan plan;

    Wanted() {
        Diagnostics diagnostics;
        plan = planner::plan(kinds, loaded.desired, live, {}, diagnostics);
        claim(!loaded.diagnostics.has_errors() && !plan.steps.empty(), "there is a plan");
    }
};

const Wanted& wanted() {
    static const Wanted once;
    return once;
}

/// One file for all inputs: each is rolled back.
struct File {
    std::string folder = (std::filesystem::temp_directory_path() / "ledger-XXXXXX").string();
    Database database;

    File() : database(place_in(folder), Access::create) {
        migrate(database, {.tenant = "fuzz", .api = "none"}, true);
    }
    ~File() { std::filesystem::remove_all(folder); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

private:
    static Location place_in(std::string& pattern) {
        claim(::mkdtemp(pattern.data()) != nullptr, "there is a folder");
        return {.file = pattern + "/fuzz.sqlite"};
    }
};

Database& database() {
    static File file;
    return file.database;
}

Value value_of(std::string_view line) {
    if (!line.starts_with('#')) return std::string(line);
    std::int64_t number = 0;
    std::from_chars(line.data() + 1, line.data() + line.size(), number);
    return number;
}

void add_row(const fuzz::Section& section) {
    const auto table = std::ranges::find(tables, section.title, &Table::name);
    if (table == tables.end()) return;
    std::vector<Value> values;
    std::string_view rest = section.body;
    std::string marks;
    for (std::size_t i = 0; i < table->columns; ++i) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        values.push_back(value_of(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        marks += std::string(i == 0 ? ":" : ", :") + static_cast<char>('a' + i);
    }
    database().run("INSERT OR IGNORE INTO " + std::string(table->name) + " VALUES (" + marks + ")",
                   values);
}

/// What history, settle and unlock read.
void read_runs() {
    cli::Told told{.runs = runs_since(database(), Time(std::chrono::days(-1'000'000)), 100),
                   .steps = steps_of(database(), {.address = "*"}),
                   .calls = calls_of(database(), {}),
                   .here = {.user = "me", .host = "here", .process = "1 1"},
                   .now = Time()};
    fuzz::claim_printable(cli::history_text(told));
    fuzz::claim_printable(cli::history_csv(told));
    Json document = Json::object();
    cli::add_history(document, told);
    fuzz::claim_printable(to_text(document));
    for (const RunRecord& run : told.runs) {
        // Numbers that no run ever had need not be found by their names.
        const auto named = run_named(name_of_run(run.id));
        claim(!named || *named == run.id, "a name is one run's");
    }
    for (const CallRecord& call : told.calls)
        (void)holder_of(database(), call.customer);
}

/// What plan, apply and drift make of it.
void hold_against_plan() {
    const Wanted& want = wanted();
    const Unsettled open =
        find_unsettled(want.plan, want.loaded.desired, want.live.matches,
                       fresh_calls(database(), Time()), Time(std::chrono::days(20'000)), {});
    for (const auto* repeats : {&open.waiting, &open.did_not, &open.unanswered}) {
        for (const Repeat& repeat : *repeats) {
            claim(repeat.step < want.plan.steps.size(), "what waits is a step of the plan");
            fuzz::claim_printable(what_to_settle(repeat, want.plan));
        }
    }
    const Look look{.kinds = want.kinds,
                    .desired = want.loaded.desired,
                    .sources = want.loaded.sources,
                    .matches = want.live.matches,
                    .plan = want.plan,
                    .everything = true,
                    .paths = {"."},
                    .at = Time(std::chrono::days(20'000))};
    const Earlier earlier{.agreements = agreements_of(database(), {}),
                          .findings = standing_findings(database()),
                          .drift = last_drift(database())};
    Plan plan = want.plan;
    plan.departed = departed_since(look, earlier.agreements).departed;
    const Drift drift = look_back_at(planner::findings(want.plan), earlier, look);
    fuzz::claim_printable(render::plan(plan, want.loaded.sources, {}));
    fuzz::claim_printable(render::drift(drift, plan, want.loaded.sources, {}));
    for (const FindingRecord& finding : findings_now(drift, earlier, look))
        note_finding(database(), finding);
    for (const AgreementRecord& agreement : agreed_now(look, earlier.agreements, nullptr))
        agree(database(), agreement);
}

} // namespace

void fuzz::try_input(std::string_view input) {
    struct Enough {};
    try {
        database().transaction([&] {
            for (const Section& section : sections_of(input))
                add_row(section);
            read_runs();
            hold_against_plan();
            throw Enough(); // nothing of it stays
        });
    } catch (const Enough&) {
        return;
    } catch (const Failure& failure) {
        claim_printable(failure.trouble().message);
    }
}
