#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& kind() { return *table().find("access_user"); }

LiveObject item(std::string_view json) { return *kind().reading.from_api(*parse_json(json)); }

Resource wanted(std::vector<Field> fields) { return test::wanted(kind(), std::move(fields)); }

std::string calls(const Resource& resource, const LiveObject* now) {
    const Change change = test::change_of(table(), resource, now);
    return change.fields.empty() ? "nothing" : test::calls(change);
}

/// API reference, section 9.
constexpr std::string_view jane = R"({"id": "f3b12456-80dd-4e89-9f5f-ba3dfff12365",
    "uid": "f3b12456-80dd-4e89-9f5f-ba3dfff12365", "seat_uid": null, "email": "JDoe@acme.example",
    "name": "Jane Doe", "access_seat": false, "gateway_seat": false, "active_device_count": 2,
    "last_successful_login": "2020-07-01T05:20:00Z", "created_at": "2014-01-01T05:20:00.12345Z",
    "updated_at": "2014-01-01T05:20:00.12345Z"})";

} // namespace

TEST_CASE("a user of the list is read: all but e-mail and name is the API's own") {
    const LiveObject object = item(jane);
    CHECK(object.id == "f3b12456-80dd-4e89-9f5f-ba3dfff12365");
    CHECK(is_id(object.id));
    CHECK(object.name == "JDoe@acme.example");
    CHECK(object.created_on == "2014-01-01T05:20:00.12345Z");
    CHECK(test::fields(object) == "email=\"JDoe@acme.example\" name=\"Jane Doe\"");
    CHECK(test::fields(item(R"({"id": "u1", "email": "a@x", "name": null})")) == "email=\"a@x\"");
    CHECK(item("{}").id.empty());
}

TEST_CASE("a user is created with e-mail and, where written, name") {
    CHECK(calls(wanted({{"email", "JDoe@acme.example"}, {"name", "Jane"}}), nullptr) ==
          "POST /accounts/{account}/access/users "
          "{\"email\":\"JDoe@acme.example\",\"name\":\"Jane\"}\n");
    CHECK(calls(wanted({{"email", "a@x"}}), nullptr) ==
          "POST /accounts/{account}/access/users {\"email\":\"a@x\"}\n");
}

TEST_CASE("a rename sends the e-mail as it is stored") {
    const LiveObject now = item(jane);
    CHECK(calls(wanted({{"email", "jdoe@ACME.example"}, {"name", "Jane Roe"}}), &now) ==
          "PUT /accounts/{account}/access/users/{access_user} "
          "{\"email\":\"JDoe@acme.example\",\"name\":\"Jane Roe\"}\n");
    CHECK(calls(wanted({{"email", "jdoe@acme.example"}}), &now) == "nothing");
}

TEST_CASE("the look goes by e-mail") {
    const Call look = kind().writing.look(wanted({{"email", "a@x"}}));
    CHECK(look.describe() == "GET /accounts/{account}/access/users");
    REQUIRE(look.query.size() == 1);
    CHECK(look.query[0].name == "email");
    CHECK(look.query[0].value == "a@x");
}
