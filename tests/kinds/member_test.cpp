#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& kind() { return *table().find("member"); }

LiveObject live(std::string_view json) { return *kind().reading.from_api(*parse_json(json)); }

constexpr std::string_view super = "Super Administrator - All Privileges";
constexpr std::string_view admin_id = "05784afa30c1afe1440e79d9351c7430"; // the same everywhere
constexpr std::string_view reader_id = "10000000000000000000000000000001";
constexpr std::string_view dns_id = "20000000000000000000000000000001";
constexpr std::string_view all_id = "30000000000000000000000000000001";

std::string calls(const Resource& resource, const LiveObject* now) {
    Change change = test::change_of(table(), resource, now);
    change.references = {{"role", "Administrator", std::string(admin_id)},
                         {"role", "Reader", std::string(reader_id)},
                         {"permission_group", "DNS", std::string(dns_id)},
                         {"resource_group", "all", std::string(all_id)}};
    return test::calls(change);
}

Json policy(std::string_view access = "") {
    Json written = Json::object(
        {{"permission_groups", Json::array({"DNS"})}, {"resource_groups", Json::array({"all"})}});
    if (!access.empty()) written.set("access", access);
    return written;
}

/// A live member of the account a1 with these roles, named by what they are called.
LiveObject member(std::string_view email, const std::vector<std::string_view>& roles,
                  std::string_view status = "accepted") {
    JsonArray list;
    for (const std::string_view name : roles) {
        const std::string_view id = name == "Administrator" ? admin_id : name;
        list.push_back(Json::object({{"id", id}, {"name", name}}));
    }
    LiveObject object = *kind().reading.from_api(Json::object(
        {{"id", email}, {"email", email}, {"status", status}, {"roles", std::move(list)}}));
    object.parent = "a1";
    return object;
}

/// What is said about changes that leave these members of `live` these rights.
std::string said(const Live& live, const std::vector<std::pair<std::size_t, Field>>& wanted) {
    std::vector<Resource> resources;
    std::vector<Change> changes;
    resources.reserve(wanted.size());
    changes.reserve(wanted.size());
    std::vector<const Change*> together;
    for (const auto& [index, rights] : wanted) {
        const LiveObject& object = live.of("member")[index];
        resources.push_back(test::wanted(kind(), {{"email", object.name}, rights}));
        resources.back().address = Address::of_customer("acme").child("member", object.name);
        changes.push_back(test::change_of(table(), resources.back(), &object));
        together.push_back(&changes.back());
    }
    Diagnostics diagnostics;
    kind().writing.check_all(together, live, diagnostics);
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all())
        text += diagnostic.subject + " " + diagnostic.code + "\n";
    return text;
}

Field roles(const std::vector<std::string_view>& names) {
    JsonArray list;
    for (const std::string_view name : names)
        list.emplace_back(name);
    return {"roles", Json(std::move(list))};
}

} // namespace

// API reference, section 4: both sides read back, and grants of zones stand on one of them alone.
TEST_CASE("what somebody may do is told by the side that says it in fewer words") {
    const std::string own = R"([{"id":"1","name":"com.cloudflare.api.account.023e105f"}])";
    const auto rights = [](const std::string& roles, const std::string& policies) {
        const LiveObject found = live(R"({"id": "m", "email": "a@b.example", "status": "accepted",
            "roles": )" + roles + R"(, "policies": )" +
                                      policies + "}");
        const Json* told = found.field("rights");
        return told == nullptr ? std::string("nothing") : to_text(*told);
    };
    const std::string roles = R"([{"id":"2","name":"Billing"}])";
    const auto policy = [](const std::string& access, const std::string& right,
                           const std::string& upon) {
        return R"([{"access":")" + access + R"(","permission_groups":[{"id":"3","name":")" + right +
               R"("}],"resource_groups":)" + upon + "}]";
    };
    const std::string zone = R"([{"id":"4","name":"acme.example"}])";
    CHECK(rights(roles, policy("allow", "Billing", own)) == roles);
    CHECK(rights(roles, "[]") == roles);
    CHECK(rights(roles, "null") == roles);
    CHECK(rights("[]", policy("allow", "DNS", zone)) == policy("allow", "DNS", zone));
    CHECK(rights("null", policy("allow", "DNS", zone)) == policy("allow", "DNS", zone));
    for (const std::string& other :
         {policy("allow", "DNS", own), policy("deny", "Billing", own),
          policy("allow", "Billing", zone), policy("allow", "Billing", "[]")}) {
        const Json both =
            Json::object({{"roles", *parse_json(roles)}, {"policies", *parse_json(other)}});
        CHECK(rights(roles, other) == to_text(both));
    }
    CHECK(rights("null", "null") == "nothing");
}

TEST_CASE("a member of the list is read with roles and policies, each by id and name") {
    // API reference, section 4, "GET list / one".
    const LiveObject object =
        live(R"({"id": "m1", "email": "Ops@Acme.example", "status": "accepted",
        "user": {"id": "u1", "email": "ops@acme.example", "two_factor_authentication_enabled": false},
        "roles": [{"id": "r1", "name": "Reader", "description": "x", "permissions": {}}],
        "policies": [{"id": "p1", "access": "allow",
            "permission_groups": [{"id": "g1", "name": "DNS", "meta": {"label": "dns"}}],
            "resource_groups": [{"id": "g2", "name": "all", "scope": {"key": "x"}}]}]})");
    CHECK(object.id == "m1");
    CHECK(object.name == "Ops@Acme.example");
    CHECK(
        test::fields(object) ==
        "email=\"Ops@Acme.example\" status=\"accepted\" "
        "roles=[{\"id\":\"r1\",\"name\":\"Reader\"}] "
        "policies=[{\"access\":\"allow\",\"permission_groups\":[{\"id\":\"g1\",\"name\":\"DNS\"}],"
        "\"resource_groups\":[{\"id\":\"g2\",\"name\":\"all\"}]}] " +
            ("rights=" + to_text(Json::object({{"roles", *object.field("roles")},
                                               {"policies", *object.field("policies")}}))));
}

TEST_CASE("what an answer leaves out is not known") {
    // The reply to POST has no roles (quirk 7); while pending a user may be without an id.
    CHECK(test::fields(live(R"({"id": "m1", "user": {"email": "a@b"}, "status": "pending"})")) ==
          "email=\"a@b\" status=\"pending\"");
    CHECK(test::fields(live(R"({"id": "m1", "email": "a@b", "roles": null, "policies": "x"})")) ==
          "email=\"a@b\" status=\"\"");
    for (const char* item : {R"({"id": "m1", "user": {"email": "a@b"}, "status": "pending"})",
                             R"({"id": "m1", "email": "a@b", "roles": null, "policies": "x"})"}) {
        const LiveObject object = live(item);
        CHECK(object.doubt("roles") != nullptr);
        CHECK(object.doubt("policies") != nullptr);
    }
}

TEST_CASE("roles are texts in a POST and objects in a PUT, which echoes the status") {
    // Quirks 6 and 8.
    const Resource resource =
        test::wanted(kind(), {{"email", "ops@acme.example"}, roles({"Administrator", "Reader"})});
    CHECK(calls(resource, nullptr) == "POST /accounts/{account}/members "
                                      "{\"email\":\"ops@acme.example\",\"roles\":["
                                      "\"05784afa30c1afe1440e79d9351c7430\","
                                      "\"10000000000000000000000000000001\"]}\n");
    for (const std::string_view status : {"accepted", "pending"}) {
        const LiveObject now = member("ops@acme.example", {"Other"}, status);
        CHECK(calls(resource, &now) ==
              "PUT /accounts/{account}/members/{member} {\"roles\":["
              "{\"id\":\"05784afa30c1afe1440e79d9351c7430\"},"
              "{\"id\":\"10000000000000000000000000000001\"}],\"status\":\"" +
                  std::string(status) + "\"}\n");
    }
}

TEST_CASE("policies are sent by ids, and allow unless they deny") {
    const Resource resource =
        test::wanted(kind(), {{"email", "ops@acme.example"},
                              {"policies", Json::array({policy(), policy("deny")})}});
    const std::string groups = R"("permission_groups":[{"id":"20000000000000000000000000000001"}],)"
                               R"("resource_groups":[{"id":"30000000000000000000000000000001"}])";
    const std::string both =
        "\"policies\":[{\"access\":\"allow\"," + groups + "},{\"access\":\"deny\"," + groups + "}]";
    CHECK(calls(resource, nullptr) ==
          "POST /accounts/{account}/members {\"email\":\"ops@acme.example\"," + both + "}\n");
    const LiveObject now = member("ops@acme.example", {"Reader"});
    CHECK(calls(resource, &now) ==
          "PUT /accounts/{account}/members/{member} {" + both + ",\"status\":\"accepted\"}\n");
}

TEST_CASE("rights are compared as sets, by name or id, and only the side that was written") {
    const LiveObject now = live(R"({"id": "m1", "email": "ops@acme.example", "status": "accepted",
        "roles": [{"id": "r1", "name": "Reader"}, {"id": "r2", "name": "Writer"}],
        "policies": [
          {"access": "deny", "permission_groups": [{"id": "g1", "name": "DNS"}],
           "resource_groups": [{"id": "g3", "name": "all"}]},
          {"access": "allow", "permission_groups": [{"id": "g2", "name": "Cache"}, {"id": "g1", "name": "DNS"}],
           "resource_groups": [{"id": "g3", "name": "all"}]}]})");
    const auto differs = [&](const Field& rights) {
        const Resource resource = test::wanted(kind(), {{"email", "OPS@acme.example"}, rights});
        return !test::change_of(table(), resource, &now).fields.empty();
    };
    CHECK_FALSE(differs(roles({"Writer", "r1"})));
    CHECK(differs(roles({"Writer"})));
    CHECK(differs(roles({"Writer", "Reader", "Other"})));
    CHECK(differs(roles({"writer", "Reader"}))); // names of roles are exact
    const auto one = [](std::string_view json) { return *parse_json(json); };
    const Json allow = one(R"({"permission_groups": ["g1", "Cache"], "resource_groups": ["all"]})");
    const Json deny =
        one(R"({"access": "deny", "permission_groups": ["DNS"], "resource_groups": ["g3"]})");
    CHECK_FALSE(differs({"policies", Json::array({allow, deny})}));
    CHECK_FALSE(differs({"policies", Json::array({deny, allow})}));
    CHECK(differs({"policies", Json::array({allow})}));
    CHECK(differs({"policies", Json::array({allow, allow})}));
}

TEST_CASE("an invitation waits or was rejected") {
    CHECK(kind().invitation->acceptance(member("a@b", {}, "accepted")) == Acceptance::settled);
    CHECK(kind().invitation->acceptance(member("a@b", {}, "pending")) == Acceptance::waiting);
    CHECK(kind().invitation->acceptance(member("a@b", {}, "rejected")) == Acceptance::rejected);
    for (const char* const status : {"expired", "suspended", "Accepted"})
        CHECK(kind().invitation->acceptance(member("a@b", {}, status)) == Acceptance::unknown);
}

TEST_CASE("the user whose credential runs needs no manifest") {
    const LiveObject partner = member("Partner@MSP.example", {});
    CHECK_FALSE(kind().reports(partner, {.self = "partner@msp.example"}));
    CHECK(kind().reports(partner, {.self = "other@msp.example"}));
    CHECK(kind().reports(member("", {}), {.self = ""}));
}

TEST_CASE("the last administrator stays one") {
    const auto live_of = [](std::vector<LiveObject> members) {
        Live live;
        live.objects["member"] = std::move(members);
        return live;
    };
    const std::string refused = "acme/member/a@x plan.last-administrator\n";
    const LiveObject a = member("a@x", {"Administrator"});
    CHECK(said(live_of({a}), {{0, roles({"Reader"})}}) == refused);
    CHECK(said(live_of({a, member("b@x", {"Administrator"})}), {{0, roles({"Reader"})}}) == "");
    CHECK(said(live_of({a, member("b@x", {"Administrator"}, "pending")}),
               {{0, roles({"Reader"})}}) == refused);
    CHECK(said(live_of({a, member("b@x", {super})}), {{0, roles({"Reader"})}}) == "");
    CHECK(said(live_of({a}), {{0, roles({"Reader", "Administrator"})}}) == "");
    CHECK(said(live_of({a}), {{0, roles({"Reader", admin_id})}}) == "");
    // An administrator of another account does not help.
    LiveObject other = member("b@x", {"Administrator"});
    other.parent = "a2";
    CHECK(said(live_of({a, other}), {{0, roles({"Reader"})}}) == refused);
    // Somebody who never was one is free to change.
    CHECK(said(live_of({member("a@x", {"Reader"})}), {{0, roles({"Writer"})}}) == "");
}

TEST_CASE(
    "two administrators cannot demote each other in one plan, and the other way round they can") {
    Live live;
    live.objects["member"] = {member("a@x", {super}), member("b@x", {super}),
                              member("c@x", {"Reader"})};
    CHECK(said(live, {{0, roles({"Reader"})}, {1, roles({"Administrator"})}}) ==
          "acme/member/a@x plan.last-administrator\nacme/member/b@x plan.last-administrator\n");
    CHECK(said(live, {{0, roles({"Reader"})}}) == "");
    // Who is promoted in the same plan is not one yet: the demotion may run first.
    CHECK(said(live, {{0, roles({"Reader"})}, {1, roles({"Reader"})}, {2, roles({super})}}) != "");
}

TEST_CASE("a super administrator is not replaced by a plain one") {
    Live live;
    live.objects["member"] = {member("a@x", {super}), member("b@x", {"Administrator"})};
    CHECK(said(live, {{0, roles({"Administrator"})}}) ==
          "acme/member/a@x plan.last-administrator\n");
    // By the id that the account gives the role, it is the same role.
    CHECK(said(live, {{0, roles({super, "Reader"})}}) == "");
}

TEST_CASE("an administrator by policies counts, and denied ones do not") {
    const auto by_policy = [](std::string_view email, std::string_view access) {
        LiveObject object =
            live(R"({"id": ")" + std::string(email) + R"(", "email": ")" + std::string(email) +
                 R"(", "status": "accepted", "policies": [{"access": ")" + std::string(access) +
                 R"(", "permission_groups": [{"id": "g1", "name": "Administrator"}],
                                       "resource_groups": [{"id": "g2", "name": "all"}]}]})");
        object.parent = "a1";
        return object;
    };
    Live live;
    live.objects["member"] = {member("a@x", {"Administrator"}), by_policy("b@x", "allow")};
    CHECK(said(live, {{0, roles({"Reader"})}}) == "");
    CHECK(said(live, {{0, roles({"Reader"})}, {1, {"policies", Json::array({policy()})}}}) ==
          "acme/member/a@x plan.last-administrator\nacme/member/b@x plan.last-administrator\n");
    live.objects["member"][1] = by_policy("b@x", "deny");
    CHECK(said(live, {{0, roles({"Reader"})}}) == "acme/member/a@x plan.last-administrator\n");
}

namespace {

/// As the API shows somebody by role or by the equal policy: both sides (section 4).
LiveObject both_sides() {
    LiveObject object = live(R"({"id": "m1", "email": "a@x", "status": "accepted",
        "roles": [{"id": "33666b9c79b9a5273fc7344ff42f953d", "name": "Super Administrator - All Privileges"}],
        "policies": [{"id": "p1", "access": "allow",
          "permission_groups": [{"id": "8e23b19e4e0d44c29d239c5688ba8cbb",
                                 "name": "Super Administrator - All Privileges"}],
          "resource_groups": [{"id": "g1", "name": "com.cloudflare.api.account.a1"}]}]})");
    object.parent = "a1";
    return object;
}

} // namespace

TEST_CASE("whoever reads back by both sides is as wanted by either, by name or by id") {
    const LiveObject now = both_sides();
    const auto differs = [&](const Field& rights) {
        const Resource resource = test::wanted(kind(), {{"email", "a@x"}, rights});
        return !test::change_of(table(), resource, &now).fields.empty();
    };
    CHECK_FALSE(differs(roles({super})));
    CHECK_FALSE(differs(roles({"33666b9c79b9a5273fc7344ff42f953d"})));
    for (const char* group :
         {"Super Administrator - All Privileges", "8e23b19e4e0d44c29d239c5688ba8cbb"}) {
        const Json policy =
            Json::object({{"permission_groups", Json::array({group})},
                          {"resource_groups", Json::array({"com.cloudflare.api.account.a1"})}});
        CHECK_FALSE(differs({"policies", Json::array({policy})}));
    }
    // A role and the permission group of its name are not one thing.
    CHECK(differs(roles({"8e23b19e4e0d44c29d239c5688ba8cbb"})));
}

TEST_CASE("who keeps a right by the id of its permission group is not demoted") {
    Live live;
    live.objects["member"] = {both_sides()};
    const auto by_policies = [](const std::vector<std::string_view>& groups) {
        JsonArray policies;
        for (const std::string_view group : groups)
            policies.push_back(Json::object(
                {{"permission_groups", Json::array({group})},
                 {"resource_groups", Json::array({"com.cloudflare.api.account.a1"})}}));
        return Field{"policies", Json(std::move(policies))};
    };
    CHECK(said(live, {{0, by_policies({"8e23b19e4e0d44c29d239c5688ba8cbb", "DNS"})}}) == "");
    CHECK(said(live, {{0, by_policies({"DNS"})}}) == "acme/member/a@x plan.last-administrator\n");
}

TEST_CASE("the user whose credential runs is not demoted, whoever else there is") {
    Live live{.self = "a@x"};
    live.objects["member"] = {member("A@x", {super}), member("b@x", {super})};
    CHECK(said(live, {{0, roles({"Reader"})}}) == "acme/member/A@x plan.demotes-self\n");
    CHECK(said(live, {{1, roles({"Reader"})}}) == "");
}

TEST_CASE("who is accepted at once is so only when it is created, and where the tenant may") {
    const Resource wanted = test::wanted(
        kind(),
        {{"email", "a@b"}, {"roles", Json::array({"Administrator"})}, {"status", "accepted"}});
    CHECK(calls(wanted, nullptr) == "POST /accounts/{account}/members {\"email\":\"a@b\",\"roles\":"
                                    "[\"05784afa30c1afe1440e79d9351c7430\"],\"status\":"
                                    "\"accepted\"}\n");
    const auto demands = kind().writing.demands(test::change_of(table(), wanted, nullptr), {});
    REQUIRE(demands.size() == 1);
    CHECK(demands[0].any_of.front() == "allow_auto_accept_invites");
    CHECK(demands[0].proved);
    for (const char* const status : {"pending", "accepted", "rejected"}) {
        const LiveObject there = member("a@b", {"Administrator"}, status);
        CHECK(test::change_of(table(), wanted, &there).fields.empty());
        const LiveObject other = member("a@b", {"Reader"}, status);
        const Change change = test::change_of(table(), wanted, &other);
        CHECK(change.fields.size() == 1);
        CHECK(kind().writing.demands(change, {}).empty());
    }
    const Resource invited = test::wanted(kind(), {{"email", "a@b"}, {"status", "pending"}});
    CHECK(kind().writing.demands(test::change_of(table(), invited, nullptr), {}).empty());
}

TEST_CASE("the last administrator in the list is not the last where the account lies in an "
          "organization") {
    Live live;
    LiveObject account;
    account.id = "a1";
    account.fields.emplace_back("unit", Json("o1"));
    live.objects["account"].push_back(std::move(account));
    live.objects["member"].push_back(member("boss@b", {"Administrator"}));
    CHECK(said(live, {{0, roles({"Reader"})}}) == "acme/member/boss@b plan.last-administrator\n");
    live.organizations = {"o2"};
    CHECK(said(live, {{0, roles({"Reader"})}}) == "acme/member/boss@b plan.last-administrator\n");
    live.organizations = {"o1"};
    CHECK(said(live, {{0, roles({"Reader"})}}).empty());
    live.self = "boss@b";
    CHECK(said(live, {{0, roles({"Reader"})}}) == "acme/member/boss@b plan.demotes-self\n");
}
