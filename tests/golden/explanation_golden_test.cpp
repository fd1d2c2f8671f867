// manifests, live.json and questions.json in; explanation.txt out. Questions are pairs of an
// address and a field; ledger.json, where there is one, is what earlier runs left.
#include "engine/diff/diff.hpp"
#include "engine/explanation/explanation.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/support/case_manifests.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace tenantry;

namespace {

/// Times are told in seconds.
ledger::Time time_of(const Json& record) {
    return ledger::Time(std::chrono::seconds(*record.find("at")->integer()));
}

std::optional<explanation::Past> past_from(const std::string& path) {
    const auto parsed = parse_json(test::read(path));
    if (!parsed) return std::nullopt;
    explanation::Past past;
    for (const Json& step : *parsed->find("steps")->items()) {
        past.steps.push_back({.run = *step.find("run")->integer(),
                              .address = std::string(step.text_of("address")),
                              .kind = std::string(step.text_of("kind")),
                              .outcome = std::string(step.text_of("outcome")),
                              .object = std::string(step.text_of("object")),
                              .ended = time_of(step),
                              .fields = *step.find("fields")});
        past.runs[past.steps.back().run].head.who.user = step.text_of("by");
    }
    for (const Json& agreement : *parsed->find("agreements")->items()) {
        past.agreements.push_back({.address = std::string(agreement.text_of("address")),
                                   .kind = std::string(agreement.text_of("kind")),
                                   .object = std::string(agreement.text_of("object")),
                                   .at = time_of(agreement),
                                   .fields = *agreement.find("fields")});
    }
    return past;
}

struct Case {
    std::string folder;
    const KindTable& kinds;
    manifest::Layers layers = {};
    manifest::Loaded loaded = {};

    void load(const std::string& address) {
        layers = {.customer = address.substr(0, address.find('/'))};
        loaded = test::load_folder(folder, kinds, &layers);
        REQUIRE(!loaded.diagnostics.has_errors());
    }

    std::string answer(const std::string& address, const std::string& field) {
        load(address);
        const auto subject = explanation::subject_of(kinds, loaded.desired, address, field);
        Diagnostics diagnostics;
        if (!subject) {
            diagnostics.add(subject.error());
            return render::diagnostics(diagnostics, loaded.sources, {});
        }
        const auto written = parse_json(test::read(folder + "/live.json"));
        REQUIRE(written.has_value());
        const Matched live = diff::match(kinds, loaded.desired, test::live_from(*written, kinds));
        const Selection selection =
            select({.customers = {subject->customer->name}}, kinds, loaded.desired, diagnostics);
        Plan plan = planner::plan(kinds, loaded.desired, live, selection, diagnostics);
        planner::guard(plan, kinds, loaded.desired, live.live, {}, diagnostics);
        const Explanation explanation = explanation::explain(
            *subject, {kinds, loaded.desired, loaded.sources, layers, live, plan, diagnostics},
            past_from(folder + "/ledger.json"));
        return render::explanation(explanation, loaded.sources, {});
    }
};

} // namespace

TEST_CASE("a value is explained by its documents, by what is live and by the plan") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("explanation")) {
        CAPTURE(folder);
        const auto questions = parse_json(test::read(folder + "/questions.json"));
        REQUIRE(questions.has_value());
        std::string text;
        for (const Json& question : *questions->items()) {
            const std::string address = *question.items()->front().text();
            const std::string field = *question.items()->back().text();
            text += "? " + address + (field.empty() ? "" : " " + field) + "\n";
            text += Case{folder, kinds}.answer(address, field) + "\n";
        }
        test::check_golden(folder + "/explanation.txt", text);
    }
}
