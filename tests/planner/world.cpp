#include "tests/planner/world.hpp"
#include "engine/diff/diff.hpp"

#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

namespace tenantry::test {
namespace {

constexpr std::string_view wanted_of_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      settings: {enforce_twofactor: true}
      members:
        - {email: boss@acme.example, roles: [Boss]}
        - {email: dev@acme.example, roles: [Reader, Writer]}
        - {email: new@acme.example, roles: [Reader]}
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {seats: 80}}
      zones:
        - name: acme.example
          paused: true
          plan: {rate_plan: business, components: {page_rules: 90}}
          settings: {ssl: strict, minify: {css: on}}
        - {name: late.example, plan: pro, settings: {mirage: on}}
        - {name: new.example, plan: pro}
)";

constexpr std::string_view wanted_of_globex = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: globex}
spec:
  accounts:
    - {name: Globex, settings: {enforce_twofactor: true}}
    - {name: Globex Labs}
)";

constexpr std::string_view seen = R"({
 "account": [
  {"id": "a1", "name": "Acme GmbH", "type": "standard", "created_on": "2024-01-01T00:00:00Z",
   "settings": {"enforce_twofactor": false, "abuse_contact_email": "abuse@acme.example"}},
  {"id": "a2", "name": "Globex", "settings": {"enforce_twofactor": false}},
  {"id": "a3", "name": "Globex Labs", "settings": {"enforce_twofactor": false}}],
 "zone": [
  {"id": "z1", "name": "acme.example", "type": "full", "paused": false, "status": "pending",
   "account": {"id": "a1"}, "created_on": "2024-02-01T00:00:00Z", "plan": {"legacy_id": "business"}},
  {"id": "z2", "name": "late.example", "account": {"id": "a1"}, "plan": {"legacy_id": "free"}}],
 "zone_settings": {
  "z1": [{"id": "ssl", "value": "full"}, {"id": "minify", "value": {"css": "off", "js": "on"}}],
  "z2": [{"id": "mirage", "value": "off", "editable": false}]},
 "zone_subscription": {
  "z2": null,
  "z1": {"id": "s1", "state": "Trial", "price": 200, "currency": "USD", "frequency": "monthly",
         "rate_plan": {"id": "PARTNERS_BIZ"}, "current_period_start": "2024-02-01T00:00:00Z",
         "component_values": [{"name": "page_rules", "value": 50, "default": 50},
                              {"name": "certificates", "value": 1, "default": 0}]}},
 "member": {"a1": [
  {"id": "m1", "email": "boss@acme.example", "status": "accepted", "roles": [{"id": "r3", "name": "Boss"}]},
  {"id": "m2", "email": "dev@acme.example", "status": "pending",
   "roles": [{"id": "r1", "name": "Reader"}, {"id": "r3", "name": "Boss"}]}]},
 "account_subscription": {"a1": [
  {"id": "s2", "state": "Provisioned", "price": 350, "currency": "USD", "frequency": "yearly",
   "rate_plan": {"id": "TEAMS_STANDARD"}, "current_period_start": "2024-02-01T00:00:00Z",
   "component_values": [{"name": "seats", "value": 50, "default": 50},
                        {"name": "extras", "value": 1, "default": 0}]}]},
 "role": {"a1": [{"id": "r1", "name": "Reader"}, {"id": "r2", "name": "Writer"}, {"id": "r3", "name": "Boss"}]},
 "rate_plan": {"a1": [
  {"id": "PARTNERS_PRO", "currency": "USD", "frequency": "monthly", "price": 20},
  {"id": "PARTNERS_BIZ", "currency": "USD", "frequency": "monthly", "price": 200,
   "components": [{"name": "page_rules", "default": 50, "unit_price": 5},
                  {"name": "certificates", "default": 0, "unit_price": 10}]}]},
 "entitlements": {"t1": {"account_mobility": true}},
 "self": "partner@msp.example"})";

} // namespace

const KindTable& kind_table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}

std::vector<Source> manifests() {
    return {{"acme.yaml", std::string(wanted_of_acme)},
            {"globex.yaml", std::string(wanted_of_globex)}};
}

Live live(const Edits& edits) {
    std::string text(seen);
    for (const auto& [from, to] : edits) {
        const auto at = text.find(from);
        REQUIRE_MESSAGE(at != std::string::npos, from);
        text.replace(at, from.size(), to);
    }
    const auto written = parse_json(text);
    REQUIRE_MESSAGE(written.has_value(), text);
    return live_from(*written, kind_table());
}

Planned plan_for(std::vector<Source> sources, Live live, const Selection& selection) {
    Planned planned{.loaded = manifest::load_texts(std::move(sources), kind_table())};
    REQUIRE_FALSE(planned.loaded.diagnostics.has_errors());
    planned.live = diff::match(kind_table(), planned.loaded.desired, std::move(live));
    const Selection resolved =
        select(selection, kind_table(), planned.loaded.desired, planned.diagnostics);
    planned.plan = planner::plan(kind_table(), planned.loaded.desired, planned.live, resolved,
                                 planned.diagnostics);
    return planned;
}

std::string saved_text(const Planned& planned, const Selection& selection) {
    const planner::SavedPlan saved = planner::to_save(
        planned.plan, kind_table(), planned.loaded.desired, planned.live, selection,
        planned.loaded.sources, planned.loaded.shared, {"https://api.example", {"t1"}});
    return planner::to_text(saved, "0.0");
}

} // namespace tenantry::test
