// Manifests and a script of answers in; what is read, and with which calls, out.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "tests/fake/fake_api.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

using namespace tenantry;
using test::FakeApi;

namespace {

const KindTable& kinds() {
    static const KindTable table = kinds::all_kinds();
    return table;
}

struct Reading {
    /// Reads what one customer with these accounts needs; fails when the reading ends early.
    Reading(FakeApi& api, const std::string& accounts, Selection selection = {}) {
        const std::string text =
            "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: acme}\nspec:\n  accounts:\n";
        loaded = manifest::load_texts({{"acme.yaml", text + accounts}}, kinds());
        REQUIRE(loaded.diagnostics.empty());
        Diagnostics slips;
        selection = resolve(std::move(selection), kinds(), loaded.desired, slips);
        REQUIRE(slips.empty());
        boost::asio::io_context context;
        std::exception_ptr failure;
        const auto work = [&]() -> boost::asio::awaitable<void> {
            remote::ReadOptions options;
            options.at_once = 1;
            auto read =
                co_await remote::read_live(api, kinds(), loaded.desired, selection, options);
            if (read) {
                live = std::move(*read);
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
        const Reading reading(api, wanted);
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
        const Reading reading(again, wanted);
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
    CHECK(Reading(lost, wanted).fault);
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
    const Reading reading(api, wanted);
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
    const Reading reading(api, R"(
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
    const Reading reading(api, R"(
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
    const Reading reading(api, partial);
    CHECK_FALSE(reading.fault);
    CHECK_FALSE(reading.entitlements().contains("setup_allowed"));
}

TEST_CASE("the flags of a tenant are understood in either shape of the answer") {
    for (const std::string_view tenants : {organization, documented}) {
        FakeApi api;
        api.on("GET /accounts", test::list("[]"));
        api.on("GET /user/tenants", test::ok(tenants));
        api.otherwise("GET /tenants/t1", test::ok(details));
        const Reading reading(api, "    - {name: A, unit: North}\n");
        CHECK(reading.entitlements().contains("t1 account_mobility on\n"));
        CHECK_FALSE(reading.entitlements().contains("sub_org_creation"));
    }
}
