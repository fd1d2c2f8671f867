// Manifests and a script of answers in; what is read, and with which calls, out.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/products/products.hpp"
#include "tests/support/fake_api.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenantry;
using test::FakeApi;

namespace {

const KindTable& kinds() {
    static const KindTable table = kinds::all_kinds();
    return table;
}

struct Trial {
    /// Reads what one customer with these accounts needs; fails when the reading ends early.
    Trial(FakeApi& api, const std::string& accounts, Selection selection = {}) {
        const std::string text =
            "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: acme}\nspec:\n  accounts:\n";
        loaded = manifest::load_texts({{"acme.yaml", text + accounts}}, kinds());
        REQUIRE(loaded.diagnostics.empty());
        Diagnostics slips;
        selection = select(std::move(selection), kinds(), loaded.desired, slips);
        REQUIRE(slips.empty());
        boost::asio::io_context context;
        std::exception_ptr failure;
        const auto work = [&]() -> boost::asio::awaitable<void> {
            const reader::ReadOptions options;
            auto read =
                co_await reader::read_live(api, kinds(), loaded.desired, selection, options);
            if (read) {
                live = std::move(read->live);
            } else {
                fault = read.error();
            }
        };
        boost::asio::co_spawn(context, work(),
                              [&](const std::exception_ptr& thrown) { failure = thrown; });
        context.run();
        if (failure) std::rethrow_exception(failure);
    }

    std::string entitlements() const {
        std::string text;
        for (const auto& [tenant, held] : live.entitlements) {
            for (const auto& [name, value] : held)
                text += tenant + " " + name + (value ? " on" : " off") + "\n";
        }
        return text;
    }

    manifest::Loaded loaded;
    Live live;
    std::optional<Fault> fault;
};

/// The calls behind those that every reading begins with.
std::vector<std::string> beyond(const FakeApi& api, std::size_t first) {
    return {api.log.begin() + static_cast<std::ptrdiff_t>(first), api.log.end()};
}

constexpr std::string_view two_accounts =
    R"([{"id": "a1", "name": "A"}, {"id": "a2", "name": "B"}])";
/// As an organization, and as a tenant with its units (API reference, section 3).
constexpr std::string_view organization =
    R"([{"id": "t1", "name": "T", "meta": {"flags": {"account_mobility": "enabled",
         "account_migration": "disabled", "sub_org_creation": "perhaps"}}}])";
constexpr std::string_view details =
    R"({"tenant_units": [{"unit_tag": "u1", "unit_name": "North"}]})";
constexpr std::string_view documented =
    R"([{"tenant_tag": "t1", "tenant_name": "T", "tenant_units":
         [{"unit_tag": "u1", "unit_name": "North"}], "tenant_flags": {"account_mobility": true}}])";

} // namespace

TEST_CASE(
    "a profile is read where one of its fields is written, and a refusal concerns that account") {
    FakeApi api;
    api.on("GET /accounts", test::list(two_accounts));
    const std::string wanted = "    - {name: A, business_name: A Inc}\n    - {name: B}\n";
    SUBCASE("as told") {
        api.on("GET /accounts/a1/profile",
               test::ok(R"({"business_name": "A", "business_address": "", "business_email": "",
                        "business_phone": "", "external_metadata": null})"));
        const Trial reading(api, wanted);
        CHECK(beyond(api, 1) == std::vector<std::string>{"GET /accounts/a1/profile"});
        const LiveObject& account = reading.live.of("account")[0];
        CHECK(account.text_of("business_name") == "A");
        CHECK(account.field("business_phone") != nullptr);
        CHECK(reading.live.unread.empty());
    }
    for (const int status : {403, 404}) {
        CAPTURE(status);
        FakeApi again;
        again.on("GET /accounts", test::list(two_accounts));
        again.on("GET /accounts/a1/profile", test::refused(status, 1003));
        const Trial reading(again, wanted);
        CHECK_FALSE(reading.fault);
        CHECK(reading.live.unread.empty()); // it concerns these fields, and nothing else of A
        const LiveObject& account = reading.live.of("account")[0];
        REQUIRE(account.why_unread("business_name") != nullptr);
        CHECK(account.why_unread("business_name")->status == status);
        CHECK(account.why_unread("name") == nullptr);
    }
    FakeApi lost;
    lost.on("GET /accounts", test::list(two_accounts));
    lost.on("GET /accounts/a1/profile", test::unclear(FaultCategory::lost));
    CHECK(Trial(lost, wanted).fault);
}

TEST_CASE("what goes wrong with one setting concerns that one") {
    const std::string wanted = "    - {name: A, zones: [{name: a.example, settings: {ssl: strict, "
                               "brotli: on, minify: {css: on}}}]}\n";
    FakeApi api;
    api.on("GET /accounts", test::list(two_accounts));
    api.on("GET /zones",
           test::list(R"([{"id": "z1", "name": "a.example", "account": {"id": "a1"}}])"));
    const std::string list = "GET /zones/z1/settings";
    std::string unread;
    std::string known;
    SUBCASE("it is read by itself, and that breaks") {
        api.on(list,
               test::ok(R"([{"id": "ssl", "value": "off"}, {"id": "brotli", "value": "on"}])"));
        api.on(list + "/minify", test::unclear(FaultCategory::broken));
        unread = "minify gone, ";
        known = "ssl brotli ";
    }
    SUBCASE("the list does not tell its value") {
        api.on(list, test::ok(R"([{"id": "ssl", "value": "off"}, {"id": "brotli"},
                                  {"id": "minify", "value": null}])"));
        unread = "brotli result[1].value is missing, minify result[2].value is null, ";
        known = "ssl ";
    }
    SUBCASE("there is none, which the list tells") {
        api.on(list,
               test::ok(R"([{"id": "ssl", "value": "off"}, {"id": "brotli", "value": "on"}])"));
        api.on(list + "/minify", test::refused(400, 1003));
        known = "ssl brotli ";
    }
    SUBCASE("whether there is one nobody tells where the list is gone") {
        api.on(list, test::refused(404, 0));
        api.on(list + "/ssl", test::ok(R"({"id": "ssl", "value": "off"})"));
        api.on(list + "/brotli", test::ok(R"({"id": "brotli", "value": "on"})"));
        api.on(list + "/minify", test::refused(400, 1003));
        unread = "minify no, ";
        known = "brotli ssl ";
    }
    SUBCASE("the list breaks") {
        api.on(list, test::unclear(FaultCategory::broken));
        unread = "brotli gone, minify gone, ssl gone, ";
    }
    const Trial reading(api, wanted);
    CHECK_FALSE(reading.fault);
    CHECK(reading.live.unread.empty());
    REQUIRE(reading.live.of("zone_settings").size() == 1);
    const LiveObject& settings = reading.live.of("zone_settings")[0];
    std::string text;
    for (const auto& [path, fault] : settings.unread)
        text += path + " " + fault.message + ", ";
    for (const Doubt& doubt : settings.doubts)
        text += doubt.field + " " + doubt.member + " " + doubt.what + ", ";
    CHECK(text == unread);
    text.clear();
    for (const auto& [path, value] : settings.fields)
        text += path + " ";
    CHECK(text == known);
}

TEST_CASE("what tenants may do is read where a change asks for it, each list once") {
    FakeApi api;
    api.on("GET /accounts", test::list("[]"));
    api.on("GET /user/tenants", test::ok(organization));
    api.on("GET /tenants/t1", test::ok(details));
    api.on("GET /tenants/t1/account_types", test::ok(R"(["standard"])"));
    api.on("GET /tenants/t1/entitlements",
           test::ok(R"({"partial_setup_allowed": {"type": "bool", "value": false},
                        "cname_setup_allowed": {"type": "bool", "value": true},
                        "mhs_certificate_count": {"type": "max_count", "value": 3},
                        "custom_entitlements": null})"));
    const Trial reading(api, R"(
    - {name: A, type: enterprise, zones: [{name: a.example, type: partial}, {name: b.a.example}]}
    - {name: B, type: enterprise, unit: North, zones: [{name: c.example, type: partial}]}
)");
    CHECK(api.log.size() == 5);
    CHECK(reading.entitlements() == "t1 account_migration off\n"
                                    "t1 account_mobility on\n"
                                    "t1 account_types.enterprise off\n"
                                    "t1 cname_setup_allowed on\n"
                                    "t1 partial_setup_allowed off\n");
}

TEST_CASE("what a tenant may do costs nothing where nothing asks for it") {
    FakeApi api;
    api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A", "type": "enterprise"}])"));
    api.on("GET /zones", test::list(R"([{"id": "z1", "name": "a.example", "type": "partial",
                                         "account": {"id": "a1"}},
                                        {"id": "z2", "name": "b.a.example",
                                         "account": {"id": "a1"}}])"));
    const Trial reading(api, R"(
    - name: A
      type: enterprise
      zones: [{name: a.example, type: partial}, {name: b.a.example}]
)");
    CHECK(beyond(api, 2).empty());
}

TEST_CASE("what a tenant does not tell is not known, and stops nobody") {
    const std::string partial = "    - {name: A, zones: [{name: a.example, type: partial}]}\n";
    FakeApi api;
    api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A",
                                            "managed_by": {"parent_org_id": "u1"}}])"));
    api.on("GET /zones", test::list("[]"));
    SUBCASE("no tenants") { api.on("GET /user/tenants", test::refused(403, 1003)); }
    SUBCASE("no entitlements") {
        api.on("GET /user/tenants", test::ok(documented));
        api.on("GET /tenants/t1/entitlements", test::refused(404, 1003));
    }
    SUBCASE("another shape") {
        api.on("GET /user/tenants", test::ok(documented));
        api.on(
            "GET /tenants/t1/entitlements",
            test::ok(R"({"partial_setup_allowed": null, "cname_setup_allowed": {"value": "x"}})"));
    }
    SUBCASE("no list") {
        api.on("GET /user/tenants", test::ok(documented));
        api.on("GET /tenants/t1/entitlements", test::ok("[]"));
    }
    const Trial reading(api, partial);
    CHECK_FALSE(reading.fault);
    CHECK_FALSE(reading.entitlements().contains("setup_allowed"));
}

TEST_CASE("the flags of a tenant are understood in either shape of the answer") {
    for (const std::string_view tenants : {organization, documented}) {
        FakeApi api;
        api.on("GET /accounts", test::list("[]"));
        api.on("GET /user/tenants", test::ok(tenants));
        api.otherwise("GET /tenants/t1", test::ok(details));
        const Trial reading(api, "    - {name: A, unit: North}\n");
        CHECK(reading.entitlements().contains("t1 account_mobility on\n"));
        CHECK_FALSE(reading.entitlements().contains("sub_org_creation"));
    }
}

// API reference, section 6: it ends on 2027-03-31.
TEST_CASE("that there is no list of all settings any more is found out once") {
    const auto answer = [](FakeApi& api, const std::string& zone) {
        for (const char* const id : {"http3", "brotli"}) {
            api.on("GET /zones/" + zone + "/settings/" + id,
                   test::ok(R"({"value": "on", "editable": true})"));
        }
    };
    constexpr std::string_view zones =
        R"([{"id": "z1", "name": "a.example", "account": {"id": "a1"}},
            {"id": "z2", "name": "b.example", "account": {"id": "a1"}},
            {"id": "z3", "name": "c.example", "account": {"id": "a1"}}])";
    const std::string settings = "settings: {http3: on, brotli: on}}";
    const std::string wanted = "    - name: A\n      zones:\n        - {name: a.example, " +
                               settings + "\n        - {name: b.example, " + settings +
                               "\n        - {name: c.example, " + settings + "\n";
    for (const auto& gone :
         {std::pair(404, 7003), std::pair(410, 0), std::pair(405, 10405), std::pair(400, 7003)}) {
        CAPTURE(gone.first);
        FakeApi api;
        api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
        api.on("GET /zones", test::list(zones));
        api.on("GET /zones/z1/settings", test::refused(gone.first, gone.second));
        for (const char* const zone : {"z1", "z2", "z3"})
            answer(api, zone);
        const Trial reading(api, wanted);
        CHECK_FALSE(reading.fault);
        CHECK(std::ranges::count(api.log, "GET /zones/z1/settings") == 1);
        CHECK(std::ranges::count(api.log, "GET /zones/z2/settings") == 0);
        CHECK(api.log.size() == 2 + 1 + 6);
        CHECK(reading.live.unlisted.contains("zone_settings"));
        CHECK(reading.live.of("zone_settings").size() == 3);
        CHECK(reading.live.of("zone_settings")[2].text_of("brotli") == "on");
    }
}

TEST_CASE("a zone that is gone says nothing about the list of settings of others") {
    FakeApi api;
    api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
    api.on("GET /zones", test::list(R"([{"id": "z1", "name": "a.example", "account": {"id": "a1"}},
            {"id": "z2", "name": "b.example", "account": {"id": "a1"}}])"));
    for (const char* const call : {"GET /zones/z1/settings", "GET /zones/z1/settings/http3",
                                   "GET /zones/z1/settings/brotli"})
        api.on(call, test::refused(404, 7003));
    api.on("GET /zones/z2/settings",
           test::ok(R"([{"id": "http3", "value": "off"}, {"id": "brotli", "value": "off"}])"));
    const std::string settings = "settings: {http3: on, brotli: on}}\n";
    const Trial reading(api, "    - name: A\n      zones:\n        - {name: a.example, " +
                                 settings + "        - {name: b.example, " + settings);
    CHECK_FALSE(reading.fault);
    CHECK(reading.live.unlisted.empty());
    CHECK(reading.live.of("zone_settings").back().text_of("http3") == "off");
}

// API reference, section 21.
TEST_CASE("a unit that no tenant has is looked for among the organizations, page by page") {
    const auto begin = [](FakeApi& api) {
        api.on("GET /accounts", test::list("[]"));
        api.on("GET /user/tenants", test::list(documented));
    };
    const auto page = [](std::string_view items, std::string_view next) {
        FakeApi::Answer answer = test::ok(items);
        answer->result_info.set("next_page_token", next);
        return answer;
    };
    SUBCASE("only where it is needed") {
        FakeApi api;
        begin(api);
        const Trial reading(api, "    - {name: A, unit: North}\n");
        CHECK(reading.live.organizations.empty());
    }
    SUBCASE("and found") {
        FakeApi api;
        begin(api);
        api.on("GET /organizations", page(R"([{"id": "o1", "name": "South",
            "parent": {"id": "t1", "name": "T"}}, {"id": "u1", "name": "North"}])",
                                          "more"));
        api.on("GET /organizations", page(R"([{"id": "o2", "name": "West"}])", ""));
        const Trial reading(api, "    - {name: A, unit: West}\n");
        const auto* units = reading.live.catalogue("unit");
        REQUIRE(units != nullptr);
        REQUIRE(units->size() == 2); // nobody names South, and North is one thing wherever it is
        CHECK(units->back().id == "o2");
        CHECK(reading.live.organizations.contains("o1"));
    }
    for (const auto& none : {std::pair(403, 10000), std::pair(404, 7003), std::pair(405, 10405)}) {
        CAPTURE(none.first);
        FakeApi api;
        begin(api);
        api.on("GET /organizations", test::refused(none.first, none.second));
        const Trial reading(api, "    - {name: A, unit: West}\n");
        CHECK_FALSE(reading.fault);
        CHECK(reading.live.catalogue("unit")->size() == 1);
    }
    SUBCASE("where tenants may not be listed") {
        FakeApi api;
        api.on("GET /accounts", test::list("[]"));
        api.on("GET /user/tenants", test::refused(403, 10000));
        api.on("GET /organizations", page(R"([{"id": "o2", "name": "West"}])", ""));
        const Trial reading(api, "    - {name: A, unit: West}\n");
        CHECK_FALSE(reading.fault);
        CHECK(reading.live.catalogue("unit")->front().name == "West");
    }
    SUBCASE("where neither may be listed, which concerns who names one") {
        FakeApi api;
        api.on("GET /accounts", test::list("[]"));
        api.on("GET /user/tenants", test::refused(403, 10000));
        api.on("GET /organizations", test::refused(403, 10000));
        const Trial reading(api, "    - {name: A, unit: West}\n    - {name: B}\n");
        CHECK_FALSE(reading.fault);
        CHECK(reading.live.catalogue("unit") == nullptr);
        REQUIRE(reading.live.unread.size() == 1);
        CHECK(reading.live.unread.front().kind == "unit");
        CHECK(reading.live.unread.front().fault.right.starts_with("administrator of the tenant"));
    }
}

TEST_CASE("a list that a right is missing for says which, where nothing goes on without it") {
    FakeApi api;
    api.on("GET /accounts", test::refused(403, 10000));
    const Trial reading(api, "    - {name: A}\n");
    REQUIRE(reading.fault.has_value());
    CHECK(reading.fault->right == "Account Settings Read");
    CHECK(reading.fault->category == FaultCategory::refused);
    FakeApi other;
    FakeApi::Answer of_account = test::refused(400, 1001);
    of_account.error().message = "List accounts endpoint does not support account owned tokens";
    other.on("GET /accounts", of_account);
    const Trial again(other, "    - {name: A}\n");
    REQUIRE(again.fault.has_value());
    CHECK(again.fault->category == FaultCategory::unauthorized);
    CHECK(again.fault->right.starts_with("the API token of a user"));
}

TEST_CASE("a list of rate plans that cannot be read is no list that says nothing") {
    const std::string list = "GET /zones/z1/available_rate_plans";
    const auto program_with = [&](const FakeApi::Answer& answer) {
        FakeApi api;
        api.on("GET /accounts", test::list(R"([{"id": "a1", "name": "A"}])"));
        api.otherwise(
            "GET /zones",
            test::list(R"([{"id": "z1", "name": "a.example", "account": {"id": "a1"}}])"));
        api.on("GET /zones/z1/subscription", test::refused(404, 1207));
        api.otherwise(list, answer);
        const Trial reading(api, "    - {name: A, zones: [{name: a.example, plan: business}]}\n");
        CHECK_FALSE(reading.fault);
        return products::program_of(reading.loaded.desired, reading.live);
    };
    using Evidence = TenantProgram::Evidence;
    CHECK(program_with(test::list(R"([{"id": "CF_BIZ"}])")).source == Evidence::offered);
    CHECK(program_with(test::list("[]")).source == Evidence::nothing);
    CHECK(program_with(test::refused(403, 1003)).source == Evidence::unread);
    CHECK(program_with(test::unclear(FaultCategory::broken)).source == Evidence::unread);
    // What another account is sold need not be sold to this one.
    FakeApi two;
    two.on("GET /accounts",
           test::list(R"([{"id": "a1", "name": "A"}, {"id": "a2", "name": "B"}])"));
    two.otherwise("GET /zones", test::list(R"([
        {"id": "z1", "name": "a.example", "account": {"id": "a1"}},
        {"id": "z2", "name": "b.example", "account": {"id": "a2"}}])"));
    for (const std::string zone : {"z1", "z2"})
        two.on("GET /zones/" + zone + "/subscription", test::refused(404, 1207));
    two.otherwise(list, test::refused(403, 1003));
    two.otherwise("GET /zones/z2/available_rate_plans", test::list(R"([{"id": "CF_BIZ"}])"));
    const Trial both(two, "    - {name: A, zones: [{name: a.example, plan: business}]}\n"
                          "    - {name: B, zones: [{name: b.example, plan: business}]}\n");
    CHECK(products::program_of(both.loaded.desired, both.live).source == Evidence::unread);
    const TenantProgram unclear = program_with(test::ok("null"));
    CHECK(unclear.source == Evidence::unread);
    CHECK(products::reason_of(unclear).contains("result is no list"));
}
