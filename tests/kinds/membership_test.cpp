#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& kind() { return *table().find("membership"); }

/// API reference, section 17: an item of GET /memberships.
std::string item(std::string_view status, std::string_view roles) {
    return R"({"id": "4536bcfad5faccb111b47003c79917fa", "status": ")" + std::string(status) +
           R"(", "account": {"id": "01a7362d577a6c3019a474fd6f485823", "name": "Acme"}, "roles": )" +
           std::string(roles) +
           R"(, "permissions": {"zones": {"read": true, "write": true}}, "api_access_enabled": null})";
}

LiveObject live(const std::string& json) { return *kind().reading.from_api(*parse_json(json)); }

Resource wanted() {
    return test::wanted(kind(), {{.path = "email", .value = Json("acme@svc.partner.example")},
                                 {.path = "roles", .value = *parse_json(R"(["Administrator"])")},
                                 {.path = "status", .value = Json("accepted")}});
}

std::string calls(const LiveObject& now) {
    const Resource resource = wanted();
    Change change = test::change_of(table(), resource, &now);
    change.references.push_back({"role", "Administrator", "05784afa30c1afe1440e79d9351c7430"});
    return change.fields.empty() ? "" : test::calls(change);
}

} // namespace

TEST_CASE("a membership goes by its account, and its own id is a field") {
    const LiveObject object = live(item("pending", R"(["Administrator", "Administrator"])"));
    CHECK(object.id == "01a7362d577a6c3019a474fd6f485823");
    CHECK(object.parent == object.id);
    CHECK(test::fields(object) == "membership=\"4536bcfad5faccb111b47003c79917fa\" "
                                  "roles=[{\"id\":\"\",\"name\":\"Administrator\"}] "
                                  "status=\"pending\" permissions.zones.read=true");
}

TEST_CASE("who is not invited is, who is invited accepts, and who accepted is left alone") {
    CHECK(calls(live("null")) ==
          "POST /accounts/{account}/members {\"email\":\"acme@svc.partner.example\",\"roles\":"
          "[\"05784afa30c1afe1440e79d9351c7430\"],\"status\":\"pending\"}\n");
    CHECK(calls(live(item("pending", R"(["Administrator"])"))) ==
          "PUT /memberships/4536bcfad5faccb111b47003c79917fa {\"status\":\"accepted\"}\n");
    CHECK(calls(live(item("accepted", R"(["Administrator"])"))).empty());
}

TEST_CASE("other roles are given by the tenant, with the status that the member has") {
    CHECK(calls(live(item("accepted", R"(["DNS"])"))) ==
          "PUT /accounts/{account}/members/4536bcfad5faccb111b47003c79917fa {\"roles\":[{\"id\":"
          "\"05784afa30c1afe1440e79d9351c7430\"}],\"status\":\"accepted\"}\n");
}

TEST_CASE("an id that is none never becomes part of a path") {
    std::string hostile = item("pending", R"(["Administrator"])");
    hostile.replace(hostile.find("4536"), 32, "../../zones");
    CHECK(calls(live(hostile)).starts_with("POST /accounts/{account}/members"));
}

TEST_CASE(
    "a membership of an account, or with a status or roles, that cannot be read is in doubt") {
    const auto spoilt = [](std::string_view member, const Json& value) {
        Json answer = *parse_json(item("accepted", R"(["Administrator"])"));
        answer.set_at(member, value);
        return live(to_text(answer));
    };
    for (const Json& value : {Json(), Json(7), Json(""), Json(JsonArray())}) {
        CAPTURE(to_text(value));
        for (const char* member : {"id", "status", "account", "account.id"})
            CHECK(spoilt(member, value).doubt("") != nullptr);
    }
    for (const Json& value : {Json(), Json("Administrator"), Json::array({Json(7)})})
        CHECK(spoilt("roles", value).doubt("roles") != nullptr);
    CHECK(spoilt("roles", Json(JsonArray())).doubts.empty());
}

TEST_CASE("a membership lets in who accepted and may read zones") {
    CHECK(table().service_users()->lets_in(live(item("accepted", "[]"))));
    CHECK_FALSE(table().service_users()->lets_in(live(item("pending", "[]"))));
    CHECK_FALSE(table().service_users()->lets_in(live("null")));
    std::string blind = item("accepted", "[]");
    blind.replace(blind.find("\"read\": true"), 12, "\"read\": false");
    CHECK_FALSE(table().service_users()->lets_in(live(blind)));
    // It alone may accept.
    const LiveObject pending = live(item("pending", R"(["Administrator"])"));
    const Resource resource = wanted();
    CHECK(kind().writing.calls(test::change_of(table(), resource, &pending)).front().as_user);
}
