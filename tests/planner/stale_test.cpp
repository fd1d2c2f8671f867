// A plan is saved, the live state moves, and what was planned is no longer right for that customer.
#include "tests/planner/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry;
using test::Edits;

namespace {

/// What is said when the live state moves so between plan and apply; "" when nothing is.
std::string moved(const Edits& edits, std::vector<std::string>* stale = nullptr) {
    const test::Planned then = test::plan_for(test::manifests(), test::live());
    test::Planned now = test::plan_for(test::manifests(), test::live(edits));
    REQUIRE(then.plan.steps.size() == 12);
    now.diagnostics = {};
    planner::refuse_moved(test::kind_table(), then.plan, now.plan, now.loaded.desired, now.live,
                          now.diagnostics);
    std::string said;
    for (const Diagnostic& diagnostic : now.diagnostics.all()) {
        CHECK(diagnostic.code == "plan.stale");
        CHECK(diagnostic.position.known());
        constexpr std::string_view begin = "the live state has moved since the plan was made: ";
        REQUIRE(diagnostic.summary.starts_with(begin));
        said += diagnostic.subject + ": " + diagnostic.summary.substr(begin.size()) + "\n";
    }
    for (const Step& step : now.plan.steps) {
        const bool is_stale =
            std::ranges::find(now.plan.stale, step.address().customer()) != now.plan.stale.end();
        CHECK(step.refused_by == (is_stale ? "stale" : ""));
    }
    if (stale != nullptr) *stale = now.plan.stale;
    return said;
}

} // namespace

TEST_CASE("what has not moved is carried out") { CHECK(moved({}) == ""); }

TEST_CASE("a managed field that moved is noticed, whatever the kind") {
    struct Row {
        Edits edits;
        std::string_view said;
    };
    const Row rows[] = {
        {{{R"("enforce_twofactor": false)", R"("enforce_twofactor": true)"}},
         "acme/Acme GmbH: there is nothing to do any more\n"},
        {{{R"("id": "r1", "name": "Reader"}, {"id": "r3")",
           R"("id": "r2", "name": "Writer"}, {"id": "r3")"}},
         "acme/Acme GmbH/member/dev@acme.example: its roles is another now\n"},
        {{{R"("name": "seats", "value": 50)", R"("name": "seats", "value": 60)"}},
         "acme/Acme GmbH/subscription/TEAMS_STANDARD: its components.seats is another now\n"},
        {{{R"("name": "page_rules", "value": 50)", R"("name": "page_rules", "value": 51)"}},
         "acme/Acme GmbH/zone/acme.example/plan: its components.page_rules is another now\n"},
        {{{R"("rate_plan": {"id": "PARTNERS_BIZ")", R"("rate_plan": {"id": "PARTNERS_PRO")"}},
         "acme/Acme GmbH/zone/acme.example/plan: its rate_plan is another now\n"},
        {{{R"("paused": false)", R"("paused": true)"}},
         "acme/Acme GmbH/zone/acme.example: there is nothing to do any more\n"},
        {{{R"("id": "ssl", "value": "full")", R"("id": "ssl", "value": "off")"}},
         "acme/Acme GmbH/zone/acme.example/settings: its ssl is another now\n"},
        {{{R"("css": "off", "js": "on")", R"("css": "off", "js": "off")"}}, // would be sent along
         "acme/Acme GmbH/zone/acme.example/settings: its minify is another now\n"},
        {{{R"("type": "full")", R"("type": "partial")"}}, ""}, // not written, so not managed
    };
    for (const Row& row : rows) {
        CAPTURE(row.edits.front().second);
        CHECK(moved(row.edits) == row.said);
    }
}

TEST_CASE("a field that a PUT sends along is noticed though nobody wrote it") {
    CHECK(moved({{R"("abuse_contact_email": "abuse@acme.example")",
                  R"("abuse_contact_email": "new@acme.example")"}}) ==
          "acme/Acme GmbH: its settings.abuse_contact_email is another now, and would be sent "
          "along\n");
    CHECK(moved({{R"("name": "extras", "value": 1)", R"("name": "extras", "value": 2)"}}) ==
          "acme/Acme GmbH/subscription/TEAMS_STANDARD: its components.extras is another now, and "
          "would be sent along\n");
    CHECK(moved({{R"("name": "certificates", "value": 1)", R"("name": "other", "value": 1)"}}) ==
          "acme/Acme GmbH/zone/acme.example/plan: its components.other is another now, and would "
          "be sent along\n");
    CHECK(moved({{R"("frequency": "yearly")", R"("frequency": "quarterly")"}}) ==
          "acme/Acme GmbH/subscription/TEAMS_STANDARD: its frequency is another now, and would be "
          "sent along\n");
}

TEST_CASE("status and times say nothing") {
    CHECK(moved({{R"("status": "pending",
   "account")",
                  R"("status": "active",
   "account")"},
                 {R"("state": "Trial")", R"("state": "Paid")"},
                 {R"("state": "Provisioned")", R"("state": "Paid")"},
                 {R"("status": "pending",
   "roles")",
                  R"("status": "accepted",
   "roles")"},
                 {"2024-01-01", "2025-01-01"},
                 {"2024-02-01", "2025-02-01"}}) == "");
}

TEST_CASE("the order of a set says nothing") {
    CHECK(moved({{R"({"id": "r1", "name": "Reader"}, {"id": "r3", "name": "Boss"}]}]})",
                  R"({"id": "r3", "name": "Boss"}, {"id": "r1", "name": "Reader"}]}]})"}}) == "");
}

TEST_CASE("another object in the place of the one that was seen is not taken for it") {
    CHECK(moved({{R"("id": "s2")", R"("id": "s9")"}}) ==
          "acme/Acme GmbH/subscription/TEAMS_STANDARD: it is another object now: s9\n");
    CHECK(moved({{R"("id": "m2")", R"("id": "m9")"}}) ==
          "acme/Acme GmbH/member/dev@acme.example: it is another object now: m9\n");
}

TEST_CASE("what appeared or went is noticed") {
    CHECK(moved({{R"({"id": "m2", "email": "dev@acme.example")",
                  R"({"id": "m2", "email": "new@acme.example")"}}) ==
          "acme/Acme GmbH/member/dev@acme.example: what was to be updated is gone\n");
    CHECK(moved({{R"({"id": "z1", "name": "acme.example")",
                  R"({"id": "z3", "name": "new.example", "account": {"id": "a1"}},
                     {"id": "z1", "name": "acme.example")"}}) ==
          "acme/Acme GmbH/zone/new.example: there is nothing to do any more\n");
    // Out of sight it is not as wanted any more either.
    CHECK(moved({{R"({"id": "m1", "email": "boss@acme.example")",
                  R"({"id": "m1", "email": "other@acme.example")"}}) ==
          "acme/Acme GmbH/member/boss@acme.example: it would have to be changed too now\n");
}

TEST_CASE("a name that stands for another id is noticed") {
    CHECK(
        moved(
            {{R"("role": {"a1": [{"id": "r1", "name": "Reader"}, {"id": "r2", "name": "Writer"})",
              R"("role": {"a1": [{"id": "r1", "name": "Reader"}, {"id": "r8", "name": "Writer"})"}}) ==
        "acme/Acme GmbH/member/dev@acme.example: a name stands for another id now\n");
}

TEST_CASE("another price is another plan") {
    CHECK(moved({{R"("unit_price": 5})", R"("unit_price": 6})"}}) ==
          "acme/Acme GmbH/zone/acme.example/plan: it costs something else now\n");
    CHECK(moved({{R"("monthly", "price": 20})", R"("monthly", "price": 25})"}}) ==
          "acme/Acme GmbH/zone/late.example/plan: it costs something else now\n");
}

TEST_CASE("another id of the same class is another order") {
    CHECK(moved({{R"({"id": "PARTNERS_PRO")", R"({"id": "CF_PRO_20_20")"}}) ==
          "acme/Acme GmbH/zone/late.example/plan: it would be ordered as \"CF_PRO_20_20\" now\n");
    CHECK(
        moved({{R"("rate_plan": {"id": "PARTNERS_BIZ")", R"("rate_plan": {"id": "cf_biz_emp")"}}) ==
        "acme/Acme GmbH/zone/acme.example/plan: it would be ordered as \"cf_biz_emp\" now\n");
}

TEST_CASE("only the customer that moved is refused") {
    std::vector<std::string> stale;
    CHECK(moved({{R"({"id": "a2", "name": "Globex")", R"({"id": "a8", "name": "Globex")"}},
                &stale) == "globex/Globex: it is another object now: a8\n");
    CHECK(stale == std::vector<std::string>{"globex"});
}

TEST_CASE("a plan that was carried out is no plan that moved") {
    struct Row {
        Edits edits;
        std::string_view said; // nothing: it was carried out
    };
    const std::string off = R"("settings": {"enforce_twofactor": false})";
    const std::string on = R"("settings": {"enforce_twofactor": true})";
    const auto globex = [&](const std::string& id, const std::string& state) {
        return std::pair(R"({"id": "a2", "name": "Globex", )" + off,
                         R"({"id": ")" + id + R"(", "name": "Globex", )" + state);
    };
    const auto renamed =
        std::pair<std::string, std::string>(R"("name": "Globex Labs")", R"("name": "Renamed")");
    const Row rows[] = {
        {{globex("a2", on)}, ""},
        // As wanted, but in another object; and with something else to do.
        {{globex("a9", on)}, "globex/Globex: it is another object now: a9\n"},
        {{globex("a2", on), renamed}, "globex/Globex: there is nothing to do any more\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.said);
        const test::Planned then = test::plan_for(test::manifests(), test::live());
        test::Planned now = test::plan_for(test::manifests(), test::live(row.edits));
        now.diagnostics = {};
        planner::refuse_moved(test::kind_table(), then.plan, now.plan, now.loaded.desired, now.live,
                              now.diagnostics);
        const std::vector<std::string> globex_alone = {"globex"};
        CHECK(now.plan.carried_out ==
              (row.said.empty() ? globex_alone : std::vector<std::string>()));
        CHECK(now.plan.stale == (row.said.empty() ? std::vector<std::string>() : globex_alone));
        CHECK(now.plan.customers_unchanged == (row.said.empty() ? 1U : 0U));
        CHECK(moved(row.edits) == row.said);
    }
}

TEST_CASE("an invitation that was rejected since was not carried out") {
    const std::vector<Source> wanted = {{"acme.yaml", R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts: [{name: Acme GmbH, members: [{email: new@acme.example, roles: [Reader]}]}]
)"}};
    const auto after = [](const std::string& status) {
        return test::live(
            {{R"({"id": "m2", "email": "dev@acme.example", "status": "pending")",
              R"({"id": "m2", "email": "new@acme.example", "status": ")" + status + "\""},
             {R"({"id": "r1", "name": "Reader"}, {"id": "r3", "name": "Boss"}])",
              R"({"id": "r1", "name": "Reader"}])"}});
    };
    const test::Planned then = test::plan_for(wanted, test::live());
    REQUIRE(then.plan.steps.size() == 1);
    for (const std::string status : {"pending", "accepted", "rejected"}) {
        CAPTURE(status);
        test::Planned now = test::plan_for(wanted, after(status));
        REQUIRE(now.plan.steps.empty());
        planner::refuse_moved(test::kind_table(), then.plan, now.plan, now.loaded.desired, now.live,
                              now.diagnostics);
        CHECK(now.plan.carried_out.empty() == (status == "rejected"));
        CHECK(now.diagnostics.has_errors() == (status == "rejected"));
    }
}

TEST_CASE(
    "a customer that had nothing to do when the plan was made is left alone, and that is said") {
    const auto settled =
        test::live({{R"("name": "Globex", "settings": {"enforce_twofactor": false})",
                     R"("name": "Globex", "settings": {"enforce_twofactor": true})"}});
    const test::Planned then = test::plan_for(test::manifests(), settled);
    test::Planned now = test::plan_for(test::manifests(), test::live());
    now.diagnostics = {};
    planner::refuse_moved(test::kind_table(), then.plan, now.plan, now.loaded.desired, now.live,
                          now.diagnostics);
    for (const Step& step : now.plan.steps)
        CHECK(step.refused_by == (step.address().customer() == "globex" ? "stale" : ""));
    CHECK(now.plan.stale == std::vector<std::string>{"globex"});
    REQUIRE(now.diagnostics.all().size() == 1);
    const Diagnostic& said = now.diagnostics.all().front();
    CHECK(said.code == "plan.stale");
    CHECK(said.subject == "globex/Globex");
    CHECK(said.position.known());
    CHECK(said.summary == "the live state has moved since the plan was made: it would have to be "
                          "changed now, and the plan has no step of this customer");
    CHECK(said.hint == "make a new plan");
}
