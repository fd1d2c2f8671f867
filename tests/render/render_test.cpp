// Values in, text out.
#include "engine/render/render.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const Kind thing{.name = "thing", .plural = "things", .word = "thing"};

/// A plan of three steps, each waiting for the one before.
struct World {
    World() {
        sources.add({"m.yaml", "one\n  two: 2\nthree\n"});
        const Address customer = Address::of_customer("acme");
        for (const char* name : {"a", "b", "c"}) {
            desired.resources.push_back({.kind = &thing,
                                         .address = customer.child("thing", name),
                                         .fields = {{"settings.mail", "x", {0, 2, 8}}},
                                         .position = {0, 1, 1}});
        }
        for (std::size_t i = 0; i < 3; ++i) {
            Step step;
            step.change.resource = &desired.resources[i];
            if (i > 0) step.waits_for.push_back(i - 1);
            plan.steps.push_back(step);
        }
        report.outcomes.resize(3);
    }

    std::string text() const { return render::report(plan, report, sources, {}); }

    Sources sources;
    Desired desired;
    Plan plan;
    Report report;
};

} // namespace

TEST_CASE(
    "of very many mistakes those that are not shown are counted, and whose they are is told") {
    Sources sources;
    sources.add({"m.yaml", "one\n"});
    sources.add({"n.yaml", "one\n"});
    Diagnostics diagnostics;
    for (int i = 0; i < 150; ++i) {
        diagnostics.add({.severity = Severity::warning,
                         .code = "plan.w",
                         .summary = "warned",
                         .subject = "w/zone/" + std::to_string(i),
                         .position = {0, 0, static_cast<std::uint32_t>(i)}});
    }
    for (int i = 0; i < 130; ++i) {
        const std::string customer = "c" + std::to_string(100 + i);
        diagnostics.add({.code = "plan.e",
                         .summary = "wrong " + std::to_string(i),
                         .subject = customer + "/zone/a",
                         .position = {0, 1, static_cast<std::uint32_t>(i)}});
    }
    diagnostics.add({.code = "manifest.e", .summary = "no document", .position = {1, 1, 1}});
    const std::string text = render::diagnostics(diagnostics, sources, {});
    // Errors come first, however many warnings stand before them.
    CHECK(text.starts_with("error: wrong 0\n"));
    CHECK_FALSE(text.contains("warning: "));
    CHECK(text.ends_with(R"(
... and 31 errors and 150 warnings more
  of customers: c200, c201, c202, c203, c204, c205, c206, c207, c208, c209, c210, c211, c212, c213, c214, c215, c216, c217, c218, c219 and 11 more
  in files: n.yaml
  hint: --output json=FILE writes all of them
)"));
}

TEST_CASE("a report shows the outputs of what was done, and what is to be checked at its line") {
    World world;
    world.report.requests = 5;
    world.report.outcomes[0] = {.status = OutcomeStatus::done,
                                .id = "id1",
                                .outputs =
                                    Json::object({{"name_servers", Json::array({"n1", "n2"})},
                                                  {"status", "pend\x1b[2Jing"}})};
    world.report.outcomes[1] = {.status = OutcomeStatus::uncertain,
                                .fault = Fault{.category = FaultCategory::lost,
                                               .maybe_done = true,
                                               .message = "the connection broke",
                                               .call = "POST /things"},
                                .what_to_check = "look at the dashboard"};
    world.report.outcomes[2] = {.status = OutcomeStatus::skipped, .because_of = 1};
    CHECK(world.text() == R"(+ acme/thing/a  thing created
    id            id1
    name servers  n1, n2
    status        pend\x1b[2Jing
  acme/thing/c  skipped: it waits for acme/thing/b

error: POST /things: the connection broke
  in acme/thing/b
 --> m.yaml:1:1
  |
1 | one
  | ^
  hint: look at the dashboard

Done: 1 created, 0 updated, 1 uncertain, 1 skipped; 5 calls sent.
)");
}

TEST_CASE("a refusal is shown at the field that the API points to, with all that the API said") {
    World world;
    world.report.outcomes[0] = {
        .status = OutcomeStatus::failed,
        .fault = Fault{.category = FaultCategory::refused,
                       .status = 400,
                       .code = 1001,
                       .message = "bad \x1b mail",
                       .pointer = "/settings/mail",
                       .field = "settings.mail",
                       .documentation_url = "https://developers.cloudflare.com/x",
                       .request_id = "8f1-FRA",
                       .call = "PUT /things/1"}};
    world.report.outcomes[1] = {.status = OutcomeStatus::skipped, .because_of = 0};
    world.report.outcomes[2] = {.status = OutcomeStatus::skipped, .because_of = 0};
    CHECK(world.text() == R"(  acme/thing/b  skipped: it waits for acme/thing/a
  acme/thing/c  skipped: it waits for acme/thing/a

error: PUT /things/1 answered 400: bad \x1b mail (code 1001)
  in acme/thing/a
 --> m.yaml:2:8
  |
2 |   two: 2
  |        ^
  note: https://developers.cloudflare.com/x
  note: request 8f1-FRA
  hint: trying again does not help as long as nothing else changes

Done: 0 created, 0 updated, 1 failed, 2 skipped; 0 calls sent.
)");
}

TEST_CASE("what is done in part shows what is live, what was refused and what was not tried") {
    World world;
    const Fault no{.category = FaultCategory::refused,
                   .status = 400,
                   .code = 1001,
                   .message = "bad mail",
                   .field = "settings.mail",
                   .call = "PUT /things/1"};
    world.report.outcomes[0] = {
        .status = OutcomeStatus::partly,
        .id = "id1",
        .outputs = *parse_json(R"({"name_servers": ["a", "b"]})"),
        .fault = no,
        .calls = {{.call = "POST /things", .fields = {"name"}},
                  {.status = CallStatus::failed,
                   .call = "PUT /things/1",
                   .fields = {"settings.mail"},
                   .fault = no},
                  {.status = CallStatus::not_tried, .call = "POST /x", .fields = {"unit"}}}};
    world.report.outcomes[1] = {.status = OutcomeStatus::skipped, .because_of = 0};
    world.report.outcomes[2] = {.status = OutcomeStatus::skipped, .because_of = 0};
    CHECK(world.text() == R"(+ acme/thing/a  thing partly created
    settings.mail  not done: see the error below
    unit           not tried
    id             id1
    name servers   a, b
  acme/thing/b  skipped: it waits for acme/thing/a
  acme/thing/c  skipped: it waits for acme/thing/a

error: PUT /things/1 answered 400: bad mail (code 1001)
  in acme/thing/a
 --> m.yaml:2:8
  |
2 |   two: 2
  |        ^
  hint: trying again does not help as long as nothing else changes

Done: 0 created, 0 updated, 1 partly created, 2 skipped; 0 calls sent.
)");
    const Json json = render::report_json(world.plan, world.report, world.sources);
    const Json& outcome = (*json.find("outcomes")->items())[0];
    CHECK(outcome.text_of("status") == "partly");
    const JsonArray& calls = *outcome.find("calls")->items();
    REQUIRE(calls.size() == 3);
    CHECK(calls[1].text_of("call") == "PUT /things/1");
    CHECK(calls[1].text_of("status") == "failed");
    CHECK(to_text(*calls[1].at("position.line")) == "2");
    CHECK(to_text(*calls[1].at("fault.code")) == "1001");
    CHECK(calls[2].text_of("status") == "not_tried");
}

TEST_CASE("an interrupted run says so, and what it did not begin") {
    World world;
    world.report.interrupted = true;
    world.report.outcomes[0] = {.status = OutcomeStatus::done, .adopted = true};
    CHECK(world.text() == R"(+ acme/thing/a  thing found, made before
  acme/thing/b  not started
  acme/thing/c  not started

Done: 0 created, 1 found, 0 updated, 2 not started; 0 calls sent. Interrupted: run apply again to go on.
)");
}

TEST_CASE("a caret stands under its character, whatever the line holds") {
    struct Row {
        std::string line;
        std::uint32_t column;
        std::string shown;
    };
    const Row rows[] = {
        {"a: b", 4, "1 | a: b\n  |    ^\n"},
        {"grün: x", 7, "1 | grün: x\n  |       ^\n"},
        {"\ta: b", 2, "1 |  a: b\n  |  ^\n"},
        {"a\x01: b", 5, "1 | a\\x01: b\n  |        ^\n"},
        {"a:", 9, "1 | a:\n  |   ^\n"},
        // Two columns each, a mark on the letter before it, a byte that is no UTF-8.
        {"株式会社: x", 7, "1 | 株式会社: x\n  |           ^\n"},
        {"u\u0308: x", 5, "1 | u\u0308: x\n  |    ^\n"},
        {"\xff: x", 4, "1 | \\xff: x\n  |       ^\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.line);
        Sources sources;
        sources.add({"m.yaml", row.line + "\n"});
        Diagnostics diagnostics;
        diagnostics.add({.summary = "s", .position = {0, 1, row.column}});
        const std::string text = render::diagnostics(diagnostics, sources, {});
        CHECK(text.substr(text.find("1 | ")) == row.shown);
    }
}

TEST_CASE("a line of a megabyte is shown around the mistake only") {
    Sources sources;
    sources.add({"m.yaml", std::string(500000, 'x') + "!" + std::string(500000, 'y') + "\n"});
    Diagnostics diagnostics;
    diagnostics.add({.summary = "s", .position = {0, 1, 500001}});
    const std::string text = render::diagnostics(diagnostics, sources, {});
    CHECK(text.size() < 1000);
    const std::string line = text.substr(text.find("1 | "), text.find('\n', text.find("1 | ")));
    const auto caret = text.rfind('^') - text.rfind('\n', text.rfind('^'));
    CHECK(line[caret - 1] == '!');
}

TEST_CASE("colour only adds to the words") {
    World world;
    world.report.outcomes[0].status = OutcomeStatus::done;
    std::string colored = render::report(world.plan, world.report, world.sources, {.color = true});
    CHECK(colored.find("\x1b[") != std::string::npos);
    for (auto at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
        colored.erase(at, colored.find('m', at) - at + 1);
    }
    CHECK(colored == world.text());
}

namespace {

/// Two customers with eleven equal updates and one of another kind of value; c10 has one of each.
struct Many {
    Many() {
        sources.add({"m.yaml", "one\n"});
        const std::size_t in_c10 = 6;
        for (std::size_t i = 0; i < 12; ++i) {
            const Address customer = Address::of_customer(i < in_c10 ? "c10" : "c2");
            desired.resources.push_back({.kind = &thing,
                                         .address = customer.child("thing", std::to_string(i)),
                                         .position = {0, 1, 1}});
        }
        for (std::size_t i = 0; i < 12; ++i) {
            Step step;
            step.change.action = Action::update;
            step.change.resource = &desired.resources[i];
            step.change.reason = "it differs";
            step.change.fields.push_back(
                {.path = "size", .before = Json(1), .after = Json(i == 7 ? 3 : 2)});
            plan.steps.push_back(step);
        }
    }

    Sources sources;
    Desired desired;
    Plan plan;
};

} // namespace

TEST_CASE("ten or more equal changes are told once, and those that differ by themselves") {
    const Many many;
    const std::string text = render::plan(many.plan, many.sources, {});
    CHECK(text == "Plan: 0 to create, 12 to update; 0 customers unchanged. Apply sends about 0 "
                  "calls.\n\n"
                  "Equal changes (--expand shows each):\n"
                  "  ~ 11 times  thing of 2 customers\n"
                  "      size  1 -> 2\n"
                  "      why   it differs\n"
                  "      at    c2/thing/6, c2/thing/8, c2/thing/9, c2/thing/10, c2/thing/11 and 6 "
                  "more\n\n"
                  "c2: 6 to update (5 of these above)\n"
                  "  ~ thing/7  thing, m.yaml:1\n"
                  "      size  1 -> 3\n"
                  "      why   it differs\n\n"
                  "c10: 6 to update (all of these above)\n\n"
                  "Plan: 0 to create, 12 to update; 0 customers unchanged. Apply sends about 0 "
                  "calls.\n");
}

TEST_CASE("each change is told where that is wanted, in natural order, or in a line") {
    const Many many;
    const std::string each =
        render::plan(many.plan, many.sources, {.verbosity = render::Verbosity::expanded});
    CHECK(each.contains("c2: 6 to update\n  ~ thing/6  thing, m.yaml:1\n"));
    CHECK(each.find("c2: 6 to update\n") < each.find("c10: 6 to update\n"));
    CHECK(each.find("~ thing/9 ") < each.find("~ thing/10 "));
    const std::string lines = render::plan(many.plan, many.sources,
                                           {.width = 31, .verbosity = render::Verbosity::compact});
    CHECK_MESSAGE(
        lines.contains(
            "c2: 6 to update (5 of these\n    above)\n  ~ thing/7  thing: size 1 -> 3\n\n"),
        lines);
}

TEST_CASE("what is made, and what is a risk in it, stands in its one line") {
    World world;
    Step& step = world.plan.steps[0];
    step.change.fields = {{.path = "name", .after = Json("a")},
                          {.path = "settings.ssl", .after = Json("off")}};
    step.risks.push_back({.code = "ssl-off", .what = "nothing is encrypted"});
    const std::string text =
        render::plan(world.plan, world.sources, {.verbosity = render::Verbosity::compact});
    CHECK_MESSAGE(
        text.contains("\n  + thing/a  thing: ! nothing is encrypted; settings.ssl \"off\"\n"),
        text);
}
