// Which entry of an audit log is told for which finding: manifests, live state and entries in, a
// line for each finding out.
#include "engine/audit/audit.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <memory>

namespace tenantry::audit {
namespace {

const KindTable& kind_table() {
    static const KindTable table = kinds::all_kinds();
    return table;
}

constexpr std::string_view manifest_text = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme
      business_name: Acme
      business_address: A
      business_phone: "1"
      business_email: a@acme.example
      external_metadata: "1"
      settings: {enforce_twofactor: true}
      members:
        - {email: ops@acme.example, roles: [Boss]}
        - {email: gone@acme.example, roles: [Boss]}
      zones:
        - {name: acme.example, paused: false, settings: {ssl: strict, http2: "on"}}
        - {name: gone.example, settings: {ssl: strict}}
    - {name: Lost}
)";

constexpr std::string_view live_text = R"({
 "account": [{"id": "a1", "name": "Acme", "settings": {"enforce_twofactor": false}},
             {"id": "a9", "name": "Stranger"}],
 "account_profile": {"a1": {"business_name": "Other", "business_address": "A", "business_phone": "1",
                            "business_email": "a@acme.example", "external_metadata": "1"}},
 "role": {"a1": [{"id": "r1", "name": "Boss"}]},
 "member": {"a1": [{"id": "m1", "email": "ops@acme.example", "status": "accepted",
                    "roles": [{"id": "r1", "name": "Boss"}]},
                   {"id": "m2", "email": "stranger@acme.example", "status": "accepted",
                    "roles": [{"id": "r1", "name": "Boss"}]}]},
 "zone": [{"id": "z1", "name": "acme.example", "account": {"id": "a1"}, "paused": true,
           "status": "active", "type": "full"}],
 "zone_settings": {"z1": [{"id": "ssl", "value": "off"}, {"id": "http2", "value": "on"}]}
})";

Time day(int number) { return Time(std::chrono::days(20'000 + number)); }
const Time now = day(100);

/// A drift, and what an audit log says to it.
struct Night {
    Night()
        : loaded(manifest::load_texts({{"acme.yaml", std::string(manifest_text)}}, kind_table())),
          live(diff::match(kind_table(), loaded.desired,
                           test::live_from(*parse_json(live_text), kind_table()))) {
        REQUIRE_FALSE(loaded.diagnostics.has_errors());
        Diagnostics diagnostics;
        plan = planner::plan(kind_table(), loaded.desired, live, {}, diagnostics);
        REQUIRE_FALSE(diagnostics.has_errors());
        drift.findings = planner::findings(plan);
    }

    Finding& finding(std::string_view end) {
        for (Finding& each : drift.findings)
            if (each.address.text().ends_with(end)) return each;
        FAIL("no finding at " << end);
        return drift.findings.front();
    }

    Inquiry& ask() {
        inquiry = std::make_unique<Inquiry>(drift, Scene{kind_table(),
                                                         loaded.desired,
                                                         live,
                                                         plan,
                                                         "robot@partner.example",
                                                         {{"ray1", "run1"}},
                                                         now});
        return *inquiry;
    }

    /// From when on an account's log is asked for.
    Time asked_since(std::string_view account) {
        const std::size_t which = question(account);
        return inquiry->questions()[which].since;
    }

    /// The account's question.
    std::size_t question(std::string_view account) {
        const auto questions = ask().questions();
        for (std::size_t i = 0; i < questions.size(); ++i)
            if (questions[i].account == account) return i;
        FAIL("nothing is asked of " << account);
        return 0;
    }

    void tell(std::string_view account, const std::vector<AuditEntry>& entries,
              const AuditReading& reading = {}) {
        const std::size_t which = question(account);
        inquiry->take(which, entries);
        std::vector<AuditReading> readings(inquiry->questions().size());
        readings[which] = reading;
        inquiry->tell(drift, readings);
    }

    /// Who is told of a finding: "x@acme.example", "nobody", or "?" and why.
    std::string who(std::string_view end) {
        const Attribution& who = *finding(end).who;
        if (who.entry) return who.entry->actor + (who.ours ? " (ours)" : "");
        return who.why_unknown.empty() ? "nobody" : "? " + who.why_unknown;
    }

    manifest::Loaded loaded;
    Matched live;
    Plan plan = {};
    Drift drift = {};
    std::unique_ptr<Inquiry> inquiry = {};
};

AuditEntry entry(int on, std::string action, std::string actor, std::string path,
                 std::string resource = "") {
    return {.time = day(on),
            .action = std::move(action),
            .actor = std::move(actor),
            .actor_type = "user",
            .context = "dash",
            .path = std::move(path),
            .resource = std::move(resource)};
}

const std::string settings_end = "zone/acme.example/settings";

} // namespace

TEST_CASE("one question is asked of each account that is live and has a finding, and of no other") {
    Night night;
    std::string asked;
    for (const AuditQuestion& question : night.ask().questions())
        asked += question.account + " for " + question.customer + "; ";
    CHECK(asked == "a9 for ; a1 for acme; ");
    night.tell("a1", {});
    CHECK(night.who("acme/Lost") == "? there is no such account, and so no log of it");
    CHECK(night.who("zone/acme.example") == "nobody");
}

TEST_CASE("a change of one setting is not told for another, and the newest is told") {
    Night night;
    night.tell("a1", {entry(99, "update", "later@x", "/zones/z1/settings/http2", "http2"),
                      entry(97, "update", "older@x", "/zones/z1/settings/ssl", "ssl"),
                      entry(98, "update", "it@x", "/zones/z1/settings/ssl", "ssl"),
                      entry(99, "update", "other@x", "/zones/z2/settings/ssl", "ssl"),
                      entry(99, "create", "dns@x", "/zones/z1/dns_records", "d1")});
    CHECK(night.who(settings_end) == "it@x");
    CHECK(night.who("zone/acme.example") == "nobody");

    Night bulk;
    bulk.tell("a1", {entry(98, "update", "bulk@x", "/zones/z1/settings", "z1")});
    CHECK(bulk.who(settings_end) == "bulk@x");
    CHECK(bulk.who("zone/acme.example") == "nobody");

    Night without_path;
    AuditEntry bare = entry(98, "update", "bare@x", "", "ssl");
    bare.zone = "z1";
    AuditEntry elsewhere = entry(99, "update", "elsewhere@x", "", "ssl");
    elsewhere.zone = "z2";
    without_path.tell("a1", {elsewhere, bare});
    CHECK(without_path.who(settings_end) == "bare@x");
}

TEST_CASE("a finding is told by the path that would take it back, or by its id") {
    Night night;
    night.tell("a1", {entry(99, "update", "profile@x", "/accounts/a1/profile", "a1"),
                      entry(98, "update", "account@x", "/accounts/a1", "a1"),
                      entry(97, "update", "zone@x", "", "z1")});
    // Two-factor and the profile differ: two calls, of which the newest counts.
    CHECK(night.who("acme/Acme") == "profile@x");
    CHECK(night.who("zone/acme.example") == "zone@x");

    Night profile_alone;
    std::erase_if(profile_alone.finding("acme/Acme").fields,
                  [](const FieldChange& field) { return field.path != "business_name"; });
    profile_alone.plan.steps.clear();
    profile_alone.tell("a1", {entry(99, "update", "account@x", "/accounts/a1", "a1"),
                              entry(98, "update", "profile@x", "/accounts/a1/profile", "a1")});
    CHECK(profile_alone.who("acme/Acme") == "profile@x");
}

TEST_CASE("what nobody wants was made, and what is missing was deleted") {
    Night night;
    night.finding("gone@acme.example").was = "m7";
    AuditEntry zone = entry(95, "delete", "sales@x", "/zones/z7", "z7");
    zone.zone = "z7";
    zone.zone_name = "GONE.example";
    AuditEntry other = entry(96, "delete", "else@x", "/zones/z8", "z8");
    other.zone = "z8";
    other.zone_name = "other.example";
    night.tell("a1", {entry(99, "update", "roles@x", "/accounts/a1/members/m2", "m2"),
                      entry(98, "create", "hr@x", "/accounts/a1/members", "m2"),
                      entry(97, "update", "before@x", "/accounts/a1/members/m7", "m7"),
                      entry(96, "delete", "boss@x", "/accounts/a1/members/m7", "m7"), other, zone});
    CHECK(night.who("stranger@acme.example") == "hr@x");
    CHECK(night.who("gone@acme.example") == "boss@x");
    CHECK(night.who("zone/gone.example") == "sales@x");
    CHECK(night.who("zone/gone.example/settings") == "sales@x"); // went with it

    Night unknown; // nobody remembers what id it had
    unknown.tell("a1", {entry(96, "delete", "boss@x", "/accounts/a1/members/m7", "m7")});
    CHECK(unknown.who("gone@acme.example") == "nobody");

    Night account;
    account.tell("a9", {entry(95, "create", "founder@x", "/accounts", "a9")});
    CHECK(account.who("Stranger") == "founder@x");
}

TEST_CASE("an account that goes by another name now is asked about itself") {
    Night night;
    night.finding("acme/Lost").was = "a9";
    night.tell("a9", {entry(95, "update", "renamer@x", "/accounts/a9", "a9")});
    CHECK(night.who("acme/Lost") == "renamer@x");
}

TEST_CASE("the log is asked from when it was as wanted, else 30 days before it was found") {
    Night night;
    Finding& setting = night.finding(settings_end);
    setting.agreed = day(90);
    setting.since = day(92);
    for (Finding& each : night.drift.findings)
        if (&each != &setting) each.since = day(80);
    CHECK(night.asked_since("a1") == day(50));
    const AuditEntry ours{.time = day(90) - std::chrono::minutes(5),
                          .action = "update",
                          .actor = "Robot@partner.example",
                          .context = "api_key",
                          .path = "/zones/z1/settings/ssl"};
    night.tell("a1", {ours, entry(89, "update", "before@x", "/zones/z1/settings/ssl", "ssl")});
    CHECK(night.who(settings_end) == "nobody");
    CHECK(setting.who->since == day(90) - std::chrono::hours(1));

    night.tell("a1", {entry(90, "update", "during@x", "/zones/z1/settings/ssl", "ssl"), ours});
    CHECK(night.who(settings_end) == "during@x");
    AuditEntry later = ours;
    later.time = day(91);
    night.tell("a1", {later});
    CHECK(night.who(settings_end) == "Robot@partner.example (ours)");
    later.context = "dash";
    night.tell("a1", {later});
    CHECK(night.who(settings_end) == "Robot@partner.example");

    AuditEntry of_a_run = entry(91, "update", "ci@x", "/zones/z1/settings/ssl", "ssl");
    of_a_run.request_id = "ray1";
    night.tell("a1", {of_a_run});
    CHECK(setting.who->run == "run1");
    of_a_run.time = ours.time; // and then it was as wanted
    night.tell("a1", {of_a_run});
    CHECK(night.who(settings_end) == "nobody");

    setting.agreed = now - std::chrono::days(800);
    setting.since = now - std::chrono::days(700);
    CHECK(night.asked_since("a1") == now - std::chrono::days(547));
}

TEST_CASE("older entries are of use until all is told, and what was not read is not nobody") {
    Night night;
    const std::size_t a9 = night.question("a9");
    CHECK(night.inquiry->take(a9, std::vector{entry(96, "update", "x@x", "/accounts/a9", "a9")}));
    CHECK_FALSE(
        night.inquiry->take(a9, std::vector{entry(95, "create", "y@x", "/accounts", "a9")}));

    night.tell("a1", {}, {.cut = true});
    CHECK(night.who(settings_end) ==
          "? the audit log has more entries since then than are read of one account");
    night.tell("a1", {}, {.illegible = 2});
    CHECK(night.who(settings_end) == "? 2 entries of the audit log cannot be understood");
    Fault fault{.category = FaultCategory::refused, .status = 403, .message = "no", .right = "R"};
    night.tell("a1", {entry(98, "update", "it@x", "/zones/z1/settings/ssl", "ssl")},
               {.fault = fault});
    CHECK(night.who(settings_end) == "it@x"); // of the pages before
    CHECK(night.finding("stranger@acme.example").who->right == "R");
}

} // namespace tenantry::audit
