#include "engine/kinds/kinds.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tenantry;

namespace {

const KindTable& table() {
    static const KindTable kinds = kinds::all_kinds();
    return kinds;
}
const Kind& zone() { return *table().find("zone"); }

std::string calls(Action action, std::vector<Field> wanted) {
    const Resource resource{.kind = &zone(), .fields = std::move(wanted)};
    const LiveObject now{.id = "z1"};
    Change change{
        .action = action, .resource = &resource, .live = action == Action::create ? nullptr : &now};
    for (const Field& field : resource.fields) {
        if (action == Action::update && field.path == "name") continue;
        change.fields.push_back({field.path, Json(), field.value});
    }
    std::string text;
    for (const Call& call : zone().writing.calls(change)) {
        text += call.describe() + " " + to_text(call.body);
        for (const BodySlot& slot : call.body_slots)
            text += " " + slot.path + "<-" + slot.slot;
        text += "\n";
    }
    return text;
}

} // namespace

TEST_CASE("a zone of the list is read whole") {
    // API reference, section 6, "GET /zones": the list item is the full zone.
    const auto item = parse_json(R"({"id": "023e105f4ecef8ad9ca31a8372d0c353",
        "name": "müller.example", "status": "pending", "type": "full", "paused": false,
        "account": {"id": "a1", "name": "Acme GmbH"}, "name_servers": ["bob.ns.example"],
        "created_on": "2014-01-01T05:20:00.12345Z", "activated_on": null, "original_dnshost": null,
        "plan": {"id": "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "legacy_id": "free"}})");
    const LiveObject object = *zone().reading.from_api(*item);
    CHECK(object.id == "023e105f4ecef8ad9ca31a8372d0c353");
    CHECK(object.parent == "a1");
    CHECK(object.name == "müller.example");
    CHECK(*object.field("type") == Json("full"));
    CHECK(*object.field("paused") == Json(false));
    CHECK(object.field("status") == nullptr); // an output: never compared
}

TEST_CASE("the API gets names in ASCII, whatever the user wrote") {
    // Section 6: the pattern of POST /zones is ASCII; names come back as Unicode.
    CHECK(calls(Action::create, {{"name", "Müller.Example."}}) ==
          "POST /zones {\"name\":\"xn--mller-kva.example\",\"account\":{\"id\":null}} "
          "account.id<-account\n");
}

TEST_CASE("a PATCH carries one property, and none that is so already") {
    // Section 6, "PATCH": one property per call; quirk 18: what is already so can be refused.
    CHECK(calls(Action::create, {{"name", "a.example"}, {"type", "partial"}, {"paused", true}}) ==
          "POST /zones {\"name\":\"a.example\",\"account\":{\"id\":null},\"type\":\"partial\"} "
          "account.id<-account\n"
          "PATCH /zones/{zone} {\"paused\":true}\n");
    CHECK(calls(Action::create, {{"name", "a.example"}, {"paused", false}}) ==
          "POST /zones {\"name\":\"a.example\",\"account\":{\"id\":null}} account.id<-account\n");
    CHECK(calls(Action::update, {{"name", "a.example"}, {"type", "full"}, {"paused", false}}) ==
          "PATCH /zones/{zone} {\"type\":\"full\"}\nPATCH /zones/{zone} {\"paused\":false}\n");
}

TEST_CASE("the look is narrowed to the account") {
    const Resource resource{.kind = &zone(), .fields = {{"name", "Acme.example"}}};
    const Call look = zone().writing.look(resource);
    REQUIRE(look.query.size() == 2);
    CHECK(look.query[0].value == "acme.example");
    CHECK(look.query[1].name == "account.id");
    CHECK(look.query[1].slot == "account");
}

TEST_CASE("partial zones and zones below others demand something of the tenant") {
    // API reference, section 3.
    const auto demands = [](const Resource& resource, bool creates) {
        const Change change{.action = creates ? Action::create : Action::update,
                            .resource = &resource,
                            .fields = {{"type", Json(), resource.field("type")->value}}};
        std::string text;
        const Exists exists = [](const std::string& name) {
            return name == "acme.example" || name == "xn--bcher-kva.example";
        };
        for (const Demand& demand : resource.kind->writing.demands(change, exists))
            text += std::string(demand.any_of.front()) + " " + demand.what + "\n";
        return text;
    };
    const auto wanted = [&](std::string_view name, std::string_view type) {
        return Resource{.kind = &zone(), .fields = {{"name", name}, {"type", type}}};
    };
    CHECK(demands(wanted("acme.example", "full"), true) == "");
    CHECK(demands(wanted("notacme.example", "full"), true) == "");
    CHECK(demands(wanted("acme.example", "partial"), false) ==
          "partial_setup_allowed a zone of type partial\n");
    CHECK(demands(wanted("a.b.acme.example.", "full"), true) ==
          "allow_add_subdomain a zone below another one, \"acme.example\",\n");
    CHECK(demands(wanted("a.B\u00fccher.example", "full"), true).contains("xn--bcher-kva.example"));
    CHECK(demands(wanted("a.b.acme.example", "full"), false) == "");
}

TEST_CASE("what the API decides about a zone is kept for those it is handed to") {
    const auto item = parse_json(R"({"id": "z1", "name": "a.example", "status": "pending",
        "type": "partial", "name_servers": null, "verification_key": "284344499-1084221259"})");
    CHECK(zone().reading.from_api(*item)->outputs ==
          Json::object({{"status", "pending"},
                        {"type", "partial"},
                        {"verification_key", "284344499-1084221259"}}));
}

TEST_CASE("a refusal says what to do, and whether trying again helps") {
    const auto said = [](std::int64_t code, std::string message) {
        Fault fault;
        fault.code = code;
        fault.message = std::move(message);
        const ErrorHint* hint = zone().hint_for(fault);
        return hint == nullptr ? std::string_view() : hint->hint;
    };
    for (const std::int64_t code : {1049, 1061, 1093, 1097, 1099, 1105, 1110, 1116, 1118}) {
        CAPTURE(code);
        const std::string hint(said(code, "no"));
        Fault fault;
        fault.code = code;
        const bool told = hint.find("try") != std::string::npos || zone().hint_for(fault)->passes;
        CHECK(told);
        CHECK(zone().hint_for(fault)->stops_siblings == (code == 1118));
    }
    CHECK(said(1105, "no").find("three hours") != std::string::npos);
    CHECK(said(1000, "a.example is held: the Zone Hold must be released first")
              .starts_with("another account holds this name"));
    CHECK(said(1000, "household.example is not for us") == "");
    CHECK(said(0, "no") == "");
}
