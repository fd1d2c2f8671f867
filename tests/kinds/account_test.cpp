#include "engine/kinds/kinds.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& account() { return *table().find("account"); }

LiveObject live(std::string_view json) { return *account().reading.from_api(*parse_json(json)); }

std::string fields(const LiveObject& object) {
    std::string text;
    for (const auto& [path, value] : object.fields)
        text += path + "=" + to_text(value) + " ";
    return text;
}

/// The calls for an account with these fields; those in `changed` differ.
std::string calls(const Resource& resource, const LiveObject* now,
                  const std::vector<std::string>& changed, const std::string& unit = "") {
    Change change{.action = now == nullptr ? Action::create : Action::update,
                  .resource = &resource,
                  .live = now};
    for (const std::string& path : changed) {
        change.fields.push_back({path, Json(), resource.field(path)->value});
    }
    if (!unit.empty()) change.references.push_back({"unit", "EMEA resale", unit});
    std::string text;
    for (const Call& call : account().writing.calls(change)) {
        text += call.describe() + " " + to_text(call.body);
        for (const BodySlot& slot : call.body_slots)
            text += " " + slot.path + "<-" + slot.slot;
        if (!call.sameness.empty()) text += " with key";
        text += "\n";
    }
    return text;
}

Resource wanted(std::vector<Field> fields) {
    return {.kind = &account(), .fields = std::move(fields)};
}

} // namespace

TEST_CASE("an account of the list is read whole") {
    // API reference, section 2, "GET /accounts": the list item is the full object.
    const LiveObject object = live(R"({"id": "023e105f4ecef8ad9ca31a8372d0c353",
        "name": "Acme GmbH", "type": "standard", "created_on": "2014-03-01T12:21:02.000000Z",
        "managed_by": {"parent_org_id": "4536bcfad5faccb111b47003c79917fa", "parent_org_name": "P"},
        "settings": {"enforce_twofactor": true, "abuse_contact_email": "abuse@acme.example"}})");
    CHECK(object.id == "023e105f4ecef8ad9ca31a8372d0c353");
    CHECK(object.name == "Acme GmbH");
    CHECK(object.created_on == "2014-03-01T12:21:02.000000Z");
    CHECK(fields(object) == "name=\"Acme GmbH\" type=\"standard\" "
                            "unit=\"4536bcfad5faccb111b47003c79917fa\" "
                            "settings.enforce_twofactor=true "
                            "settings.abuse_contact_email=\"abuse@acme.example\" ");
}

TEST_CASE("parts that the API leaves out or sets to null are not known") {
    // Section 2: "`settings` or its members may be null; `type` missing in a documented example".
    CHECK(fields(live(R"({"id": "a", "name": "Acme", "settings": null})")) == "name=\"Acme\" ");
    CHECK(fields(live(R"({"id": "a", "name": "Acme", "managed_by": null,
        "settings": {"enforce_twofactor": null}})")) == "name=\"Acme\" ");
    CHECK(live(R"([])").id.empty());
    CHECK(live(R"({"id": 7})").id.empty());
}

TEST_CASE("a create is a POST, and settings follow in a PUT") {
    // Section 2, "POST /accounts": settings are ignored or break it; section 1.5: the key.
    const Resource resource = wanted({{"name", "Acme GmbH"},
                                      {"type", "enterprise"},
                                      {"unit", "EMEA resale"},
                                      {"settings.enforce_twofactor", true}});
    CHECK(
        calls(resource, nullptr, {"name", "type", "unit", "settings.enforce_twofactor"}, "u1") ==
        "POST /accounts {\"name\":\"Acme GmbH\",\"type\":\"enterprise\",\"unit\":{\"id\":\"u1\"}} "
        "with key\n"
        "PUT /accounts/{account} {\"id\":null,\"name\":\"Acme GmbH\","
        "\"settings\":{\"enforce_twofactor\":true}} id<-account\n");
    const Resource bare = wanted({{"name", "Acme GmbH"}});
    CHECK(calls(bare, nullptr, {"name"}) == "POST /accounts {\"name\":\"Acme GmbH\"} with key\n");
}

TEST_CASE("a PUT never sends the type, and sends both settings or none") {
    // Quirk 1; section 2, "PUT": whether one setting alone clears the other is not known.
    const LiveObject now = live(R"({"id": "a1", "name": "Acme Ltd", "type": "standard",
        "settings": {"enforce_twofactor": true, "abuse_contact_email": "a@acme.example"}})");
    const Resource renamed = wanted({{"name", "Acme GmbH"}, {"type", "standard"}});
    CHECK(calls(renamed, &now, {"name"}) ==
          "PUT /accounts/{account} {\"id\":null,\"name\":\"Acme GmbH\"} id<-account\n");
    const Resource setting =
        wanted({{"name", "Acme Ltd"}, {"settings.abuse_contact_email", "b@acme.example"}});
    CHECK(calls(setting, &now, {"settings.abuse_contact_email"}) ==
          "PUT /accounts/{account} {\"id\":null,\"name\":\"Acme Ltd\",\"settings\":"
          "{\"enforce_twofactor\":true,\"abuse_contact_email\":\"b@acme.example\"}} id<-account\n");
}

TEST_CASE("the look goes by name") {
    const Resource resource = wanted({{"name", "Acme & Söhne"}});
    const Call look = account().writing.look(resource);
    CHECK(look.describe() == "GET /accounts");
    REQUIRE(look.query.size() == 1);
    CHECK(look.query[0].name == "name");
    CHECK(look.query[0].value == "Acme & Söhne");
}

TEST_CASE("what the customer's business is goes with the create, and whole by a call of its own") {
    // Section 2, "GET / PUT /accounts/{account_id}/profile": all five fields are required.
    const Resource resource = wanted({{"name", "Acme"}, {"business_name", "Acme GmbH"}});
    CHECK(calls(resource, nullptr, {"name", "business_name"}) ==
          "POST /accounts {\"name\":\"Acme\",\"business_name\":\"Acme GmbH\"} with key\n");
    LiveObject now = live(R"({"id": "a1", "name": "Acme"})");
    account().reading.part.add(
        *parse_json(R"({"business_name": "Acme Ltd", "business_phone": "+49 30 1",
        "business_email": null, "external_metadata": "crm:7", "more": "ignored"})"),
        now);
    CHECK(fields(now) == "name=\"Acme\" business_name=\"Acme Ltd\" business_phone=\"+49 30 1\" "
                         "external_metadata=\"crm:7\" ");
    CHECK(calls(resource, &now, {"business_name"}) ==
          "PUT /accounts/{account}/profile {\"business_name\":\"Acme GmbH\","
          "\"business_address\":\"\",\"business_email\":\"\",\"business_phone\":\"+49 30 1\","
          "\"external_metadata\":\"crm:7\"}\n");
    CHECK(account().reading.part.concerns(resource));
    CHECK_FALSE(account().reading.part.concerns(wanted({{"name", "Acme"}})));
}

TEST_CASE("a rename leaves the profile alone") {
    const LiveObject now = live(R"({"id": "a1", "name": "Acme Ltd"})");
    const Resource resource = wanted({{"name", "Acme"}, {"business_name", "Acme GmbH"}});
    CHECK(calls(resource, &now, {"name"}) ==
          "PUT /accounts/{account} {\"id\":null,\"name\":\"Acme\"} id<-account\n");
}

TEST_CASE("an account in another unit is moved by a call of its own, sent once") {
    // Section 2, "Move".
    const LiveObject now =
        live(R"({"id": "a1", "name": "A", "managed_by": {"parent_org_id": "u1"}})");
    const Resource resource = wanted({{"name", "A"}, {"unit", "EMEA resale"}});
    CHECK(calls(resource, &now, {"unit"}, "u2") ==
          "POST /accounts/{account}/move {\"destination_organization_id\":\"u2\"}\n");
    Change change{.action = Action::update, .resource = &resource, .live = &now};
    change.fields.push_back({"unit", Json("APAC resale"), Json("EMEA resale")});
    CHECK(account().writing.calls(change)[0].once);
    const std::vector<Demand> demands = account().writing.demands(change, {});
    REQUIRE(demands.size() == 1);
    CHECK(demands[0].any_of[0] == "account_mobility");
    CHECK(demands[0].proved);
}

TEST_CASE("an enterprise account demands that the tenant may make one") {
    const Resource enterprise = wanted({{"name", "A"}, {"type", "enterprise"}});
    Change change{.action = Action::create, .resource = &enterprise};
    REQUIRE(account().writing.demands(change, {}).size() == 1);
    CHECK(account().writing.demands(change, {})[0].any_of[0] == "account_types.enterprise");
    CHECK_FALSE(account().writing.demands(change, {})[0].proved);
    change.action = Action::update;
    CHECK(account().writing.demands(change, {}).empty());
}
