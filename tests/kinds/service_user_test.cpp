#include "tests/kinds/change.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE(
    "a service user is created by its e-mail alone, and nothing else of it can be asked for") {
    const KindTable kinds = kinds::all_kinds();
    const Kind& kind = *kinds.find("service_user");
    const Resource wanted =
        test::wanted(kind, {{.path = "email", .value = Json("acme@svc.partner.example")}});
    const Change change = test::change_of(kinds, wanted, nullptr);
    CHECK(test::calls(change) == "POST /users {\"email\":\"acme@svc.partner.example\"}\n");
    CHECK_FALSE(kind.writing.calls(change).front().repeatable());
    CHECK(kinds.service_users()->key_field == "api_key");
    CHECK(kind.reading.list_calls.empty());
    // API reference, section 5: what POST /users answers.
    const auto made =
        kind.reading.from_api(*parse_json(R"({"id": "7c5dae5552338874e5053f2534d2767a",
        "email": "Acme@svc.partner.example", "first_name": null, "api_key": "cfk_1"})"));
    CHECK(test::fields(*made) == "email=\"Acme@svc.partner.example\"");
}
