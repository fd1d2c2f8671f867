// Zone holds against answers as in the API reference, section 6, "Zone hold".
#include "engine/kinds/kinds.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

const Kind& kind() {
    static const KindTable table = kinds::all_kinds();
    return *table.find("zone_hold");
}

/// The calls from `live`, an answer or "" for a zone that cannot be held, to `wanted`.
std::string calls(std::string_view live, std::string_view wanted, std::string* problem = nullptr) {
    const LiveObject object = *kind().reading.from_api(live.empty() ? Json() : *parse_json(live));
    Resource resource;
    const Json fields = *parse_json(wanted);
    Change change{.action = Action::update, .resource = &resource, .live = &object};
    for (const auto& [name, value] : *fields.members()) {
        resource.fields.push_back({name, value});
        const Json* now = object.field(name);
        if (now == nullptr || *now != value) change.fields.push_back({name, Json(), value});
    }
    if (problem != nullptr) {
        Diagnostics diagnostics;
        kind().writing.check(change, {}, diagnostics);
        if (!diagnostics.empty()) *problem = diagnostics.all().front().summary;
    }
    std::string text;
    for (const Call& call : kind().writing.calls(change)) {
        text += call.describe();
        for (const Parameter& parameter : call.query)
            text += " ?" + parameter.name + "=" + parameter.value;
        if (!call.body.is_null()) text += " " + to_text(call.body);
    }
    return text;
}

constexpr std::string_view held = R"({"hold": true, "include_subdomains": "false"})";
constexpr std::string_view open = R"({"hold": false})";

} // namespace

TEST_CASE("a hold, its subdomains as text or not") {
    const LiveObject object = *kind().reading.from_api(*parse_json(held));
    CHECK(*object.field("hold") == Json(true));
    CHECK(*object.field("include_subdomains") == Json(false));
    CHECK(*kind()
               .reading.from_api(*parse_json(R"({"hold": true, "include_subdomains": true})"))
               ->field("include_subdomains") == Json(true));
    CHECK(object.locked.empty());
    for (const char* answer : {R"({"hold": "yes"})", R"({"hold": null})", "{}", "[]", "true"})
        CHECK(kind().reading.from_api(*parse_json(answer))->doubt("") != nullptr);
    CHECK(kind()
              .reading.from_api(*parse_json(R"({"hold": true, "include_subdomains": "perhaps"})"))
              ->doubt("include_subdomains") != nullptr);
}

TEST_CASE("a zone that cannot be held") {
    const LiveObject object = *kind().reading.from_api(Json());
    CHECK(object.fields.empty());
    CHECK(object.is_locked("hold"));
    CHECK(object.is_locked("include_subdomains"));
    CHECK(kind().one_per_parent->absent_code == 1005);
}

TEST_CASE("the calls of a hold") {
    CHECK(calls(open, R"({"hold": true})") == "POST /zones/{zone}/hold");
    CHECK(calls(open, R"({"hold": true, "include_subdomains": true})") ==
          "POST /zones/{zone}/hold ?include_subdomains=true");
    CHECK(calls(held, R"({"hold": true, "include_subdomains": true})") ==
          "PATCH /zones/{zone}/hold {\"include_subdomains\":true}");
    CHECK(calls(held, R"({"hold": false})") == "DELETE /zones/{zone}/hold");
}

TEST_CASE("subdomains of what is not held") {
    std::string problem;
    calls(held, R"({"hold": false, "include_subdomains": true})", &problem);
    CHECK(problem == "include_subdomains says nothing while the zone is not held");
}

TEST_CASE("only an Enterprise zone can be held") {
    const LiveObject zone{.fields = {{"plan", Json("pro")}}};
    const FieldChange on{.path = "hold", .after = Json(true)};
    const FieldChange off{.path = "hold", .after = Json(false)};
    CHECK(kind().editability->lock(on, {.parent = &zone}).summary ==
          "only an Enterprise zone can be held, and the plan of this one is pro");
    CHECK(kind().editability->lock(off, {.parent = &zone}).way ==
          Lock::Way::moot); // it is not held now
    for (const auto& [plan, enterprise] :
         {std::pair("business", false), std::pair("PARTNERS_ENT", true)}) {
        const Resource resource{.fields = {{"rate_plan", Json(plan)}}};
        const Change purchase{.resource = &resource};
        const Change* const before = &purchase;
        using enum Lock::Way;
        CHECK(kind().editability->lock(on, {.before = {&before, 1}, .parent = &zone}).way ==
              (enterprise ? opens : shut));
        // An Enterprise zone is held from the start: then there will be something to release.
        CHECK(kind().editability->lock(off, {.before = {&before, 1}, .parent = &zone}).way ==
              (enterprise ? opens : moot));
        // Whoever has written the plan is not told to write it.
        const Lock lock = kind().editability->lock(on, {.barred = {&before, 1}, .parent = &zone});
        CHECK(lock.hint == (enterprise
                                ? "mend that error: the zone is held after it"
                                : "write plan: enterprise where your partner program can buy it "
                                  "(reseller can, msp and agency cannot), or remove the hold"));
    }
}
