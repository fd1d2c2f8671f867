// manifests, live.json, and answers.json: what the API answers to the steps, or to a list that is
// read, instead of success. report.txt, report.json and diagnostics.txt out.
#include "engine/diff/diff.hpp"
#include "engine/http/envelope.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/model/explain.hpp"
#include "engine/planner/planner.hpp"
#include "engine/render/render.hpp"
#include "tests/support/case_manifests.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;

namespace {

std::int64_t number(const Json& value, std::string_view name) {
    const Json* found = value.find(name);
    return found == nullptr ? 0 : *found->integer();
}

Fault fault_from(const Json& answer, const Call& call) {
    const Json* body = answer.find("body");
    const http::Reply reply{.status = static_cast<int>(number(answer, "status")),
                            .ray = std::string(answer.text_of("ray")),
                            .retry_after = std::string(answer.text_of("retry_after")),
                            .body = body == nullptr ? std::string(answer.text_of("page"))
                                                    : to_text(*body)};
    auto result = http::read_envelope({.method = call.method, .path = call.path}, reply);
    REQUIRE_FALSE(result.has_value());
    return result.error();
}

/// Answers to lists leave them unread.
void leave_unread(const Json& answers, const KindTable& kinds, Live& live) {
    for (const Json& answer : *answers.items()) {
        const std::string_view name = answer.text_of("list");
        if (name.empty()) continue;
        const Kind* kind = kinds.find(name);
        REQUIRE(kind != nullptr);
        const Call call{.path = std::string(kind->reading.list_calls.front().path)};
        live.unread.push_back({.kind = std::string(name),
                               .parent = std::string(answer.text_of("parent")),
                               .fault = fault_from(answer, call)});
    }
}

/// Answers to steps make them fail; all others are done.
Report report_from(const Json& answers, const Plan& plan) {
    Report report;
    report.outcomes.resize(plan.steps.size(), {.status = OutcomeStatus::done});
    for (const Json& answer : *answers.items()) {
        const std::string_view address = answer.text_of("step");
        if (address.empty()) continue;
        CAPTURE(address);
        const auto step = std::ranges::find_if(plan.steps, [&](const Step& candidate) {
            return candidate.address().text() == address;
        });
        REQUIRE(step != plan.steps.end());
        const Call& call = step->calls.at(static_cast<std::size_t>(number(answer, "call")));
        Outcome& outcome = report.outcomes[static_cast<std::size_t>(step - plan.steps.begin())];
        outcome.status = OutcomeStatus::failed;
        outcome.fault = fault_from(answer, call);
        outcome.fault->field = field_meant(step->kind(), call, outcome.fault->pointer);
        outcome.what_to_check = answer.text_of("what_to_check");
        if (!outcome.what_to_check.empty()) outcome.status = OutcomeStatus::uncertain;
    }
    return report;
}

} // namespace

TEST_CASE("what the API answers instead of success stands where the user looks") {
    const KindTable kinds = kinds::all_kinds();
    for (const std::string& folder : test::cases_of("errors")) {
        CAPTURE(folder);
        const manifest::Loaded loaded = test::load_folder(folder, kinds);
        REQUIRE(render::diagnostics(loaded.diagnostics, loaded.sources, {}) == "");
        const auto written = parse_json(test::read(folder + "/live.json"));
        const auto answers = parse_json(test::read(folder + "/answers.json"));
        REQUIRE(written.has_value());
        REQUIRE(answers.has_value());
        Live live = test::live_from(*written, kinds);
        leave_unread(*answers, kinds, live);
        const Matched matched = diff::match(kinds, loaded.desired, std::move(live));
        Diagnostics diagnostics;
        const Selection all = select({}, kinds, loaded.desired, diagnostics);
        const Plan plan = planner::plan(kinds, loaded.desired, matched, all, diagnostics);
        test::check_golden(folder + "/diagnostics.txt",
                           render::diagnostics(diagnostics, loaded.sources, {}));
        if (plan.steps.empty()) continue;
        const Report report = report_from(*answers, plan);
        test::check_golden(folder + "/report.txt",
                           render::report(plan, report, loaded.sources, {}));
        const Json json = render::report_json(plan, report, loaded.sources);
        test::check_golden(folder + "/report.json", to_text(json, 2) + "\n");
    }
}
