// Manifests and a live tenant in; what has to be asked before a plan can be made, as text, out.
#include "engine/diff/diff.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/reader/questions.hpp"
#include "tests/support/live_tenant.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& kinds() {
    static const KindTable table = kinds::all_kinds();
    return table;
}

std::string sold_to(const reader::SoldTo& where) {
    return std::string(where.kind->plural) + " of " + where.parent;
}

std::string text_of(const reader::Basis& basis) {
    std::string text;
    const reader::WriteQuestions for_writes = reader::questions_for_writes(basis);
    for (const auto& [catalogue, owner] : for_writes.catalogues)
        text += "catalogue " + std::string(catalogue->name) + " of " + owner + "\n";
    for (const auto& [account, where] : for_writes.offers)
        text += "prices for " + account + ": " + sold_to(where) + "\n";
    if (for_writes.telling) text += "program by: " + sold_to(*for_writes.telling) + "\n";
    for (const std::string& plan : reader::plans_to_look_up(basis))
        text += "plan " + plan + "\n";
    const auto for_tenants = reader::questions_for_tenants(basis);
    for (const reader::TenantQuestion& question : for_tenants) {
        text += question.resource->address.text() + " asks";
        for (const std::string_view entitlement : question.entitlements)
            text += " " + std::string(entitlement);
        text += "\n";
    }
    for (const auto& [which, entitlements] : reader::lists_for(for_tenants, basis))
        text += "list " + std::string(which.second) + " of tenant " + which.first + "\n";
    if (reader::asks_for_organizations(basis)) text += "organizations\n";
    return text;
}

/// The questions about one customer with these accounts.
std::string questions(const std::string& accounts, std::string_view live, Selection selection = {},
                      const std::string& tenant = "") {
    const std::string head = "apiVersion: tenantry/v1\nkind: ";
    std::vector<Source> sources = {
        {"acme.yaml", head + "Customer\nmetadata: {name: acme}\nspec:\n  accounts:\n" + accounts}};
    if (!tenant.empty())
        sources.push_back({"tenant.yaml", head + "Tenant\nspec: " + tenant + "\n"});
    const auto loaded = manifest::load_texts(std::move(sources), kinds());
    REQUIRE(loaded.diagnostics.empty());
    const auto written = parse_json(live);
    REQUIRE_MESSAGE(written.has_value(), live);
    const Matched found = diff::match(kinds(), loaded.desired, test::live_from(*written, kinds()));
    Diagnostics slips;
    selection = select(std::move(selection), kinds(), loaded.desired, slips);
    REQUIRE(slips.empty());
    return text_of({kinds(), loaded.desired, selection, found});
}

constexpr std::string_view seen = R"({
 "account": [{"id": "a1", "name": "A"}, {"id": "a2", "name": "B"}],
 "zone": [{"id": "z1", "name": "a.example", "account": {"id": "a1"},
           "plan": {"legacy_id": "free"}}],
 "zone_subscription": {"z1": null},
 "member": {"a1": [{"id": "m1", "email": "boss@acme.example", "status": "accepted",
                    "roles": [{"id": "r1", "name": "Boss"}]}]},
 "unit": [{"unit_tag": "u1", "unit_name": "North", "tenant": "t1"}]})";

} // namespace

TEST_CASE("where nothing differs nothing is asked") {
    CHECK(questions("    - {name: A, zones: [{name: a.example, plan: free}],\n"
                    "       members: [{email: boss@acme.example, roles: [Boss]}]}\n",
                    seen) == "");
}

TEST_CASE("names of a live account are looked up in its own catalogue, once") {
    const std::string wanted = "    - name: A\n      members:\n"
                               "        - {email: boss@acme.example, roles: [Boss]}\n"
                               "        - {email: one@acme.example, roles: [Clerk]}\n"
                               "        - {email: two@acme.example, roles: [Clerk]}\n";
    CHECK(questions(wanted, seen) == "catalogue role of a1\n");
}

TEST_CASE("names of an account that does not exist yet are held against those of another") {
    CHECK(questions("    - {name: C, members: [{email: one@acme.example, roles: [Clerk]}]}\n",
                    seen) == "catalogue role of a1\n");
    CHECK(questions("    - {name: C, members: [{email: one@acme.example, roles: [Clerk]}]}\n",
                    R"({"account": []})") == "");
}

TEST_CASE("what is bought for something live is priced there") {
    CHECK(questions("    - {name: A, zones: [{name: a.example, plan: pro}]}\n", seen) ==
          "prices for a1: zone subscriptions of z1\n");
}

TEST_CASE("what is bought for something new asks for the program, unless it is written") {
    const std::string wanted = "    - {name: A, zones: [{name: new.example, plan: pro}]}\n";
    CHECK(questions(wanted, seen) == "program by: zone subscriptions of z1\n");
    CHECK(questions(wanted, seen, {}, "{program: msp}") == "");
    // A new zone is free without anybody's order.
    CHECK(questions("    - {name: A, zones: [{name: new.example, plan: free}]}\n", seen) == "");
    // Where a list is read anyway, that one tells.
    CHECK(questions("    - {name: A, zones: [{name: new.example, plan: pro},\n"
                    "       {name: a.example, plan: pro}]}\n",
                    seen) == "prices for a1: zone subscriptions of z1\n");
}

TEST_CASE("a plan is looked up by its public key where components are ordered with it") {
    const std::string wanted = "    - name: A\n      zones:\n        - name: new.example\n"
                               "          plan: {rate_plan: pro, components: {page_rules: 30}}\n";
    CHECK(questions(wanted, seen, {}, "{program: reseller}") == "plan PARTNERS_PRO\n");
}

TEST_CASE("what a change asks of the tenant is asked of the one that the account is in") {
    CHECK(questions("    - {name: C, unit: North, type: enterprise}\n", seen) ==
          "acme/C asks account_types.enterprise\nlist account_types of tenant t1\n");
    // A zone of that account that is selected takes it along.
    Selection zone;
    zone.targets = {"acme/C/zone/c.example"};
    CHECK(questions("    - {name: C, unit: North, type: enterprise, zones: [{name: c.example}]}\n",
                    seen, zone) ==
          "acme/C asks account_types.enterprise\nlist account_types of tenant t1\n");
}

TEST_CASE("organizations are asked for before the last administrator is demoted") {
    constexpr std::string_view one_administrator = R"({
     "account": [{"id": "a1", "name": "A"}],
     "member": {"a1": [{"id": "m1", "email": "boss@acme.example", "status": "accepted",
       "roles": [{"id": "r1", "name": "Super Administrator - All Privileges"}]}]}})";
    CHECK(questions("    - {name: A, members: [{email: boss@acme.example, roles: [Clerk]}]}\n",
                    one_administrator)
              .ends_with("organizations\n"));
}

TEST_CASE("what is not selected asks for nothing") {
    Selection other;
    other.targets = {"acme/B"};
    CHECK(questions("    - {name: A, zones: [{name: a.example, plan: pro}]}\n    - {name: B}\n",
                    seen, other) == "");
}
