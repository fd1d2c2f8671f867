// From a place in a request's body to the manifest's field, and what a fault says beside its
// summary.
#include "engine/model/explain.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

namespace {

constexpr BodyName names[] = {{"rate_plan", "plan"}, {"component_values", "components", "name"}};
constexpr ErrorHint hints[] = {{.code = 7, .hint = "by code", .passes = true},
                               {.hint = "by status", .status = 403}};
const Kind thing{.name = "thing", .hints = hints, .writing = {.body_names = names}};

std::string meant(std::string_view pointer) {
    const Json item = Json::object({{"name", "seats"}, {"value", 1}});
    const Json nameless = Json::object({{"value", 1}});
    Call call{.path = "/things/1"};
    call.body.set("component_values", Json::array({nameless, item}));
    return field_meant(thing, call, pointer);
}

Diagnostic explained(const Fault& fault) {
    Diagnostic diagnostic;
    explain(diagnostic, thing, fault);
    return diagnostic;
}

} // namespace

TEST_CASE("a pointer into a body is called as the manifest calls it") {
    CHECK(meant("") == "");
    CHECK(meant("/") == "");
    CHECK(meant("/name") == "name");
    CHECK(meant("#/settings/abuse_contact_email") == "settings.abuse_contact_email");
    CHECK(meant("/policies/1/permission_groups/0/id") == "policies.1.permission_groups.0.id");
    CHECK(meant("/rate_plan/id") == "plan.id");
    CHECK(meant("/component_values/1/value") == "components.seats");
    CHECK(meant("/component_values/1") == "components.seats");
    for (const char* unknown :
         {"/component_values", "/component_values/0/value", "/component_values/2",
          "/component_values/-1", "/component_values/1x/value", "/component_values//value",
          "/component_values/99999999999999999999"})
        CHECK(meant(unknown) == "components");
    CHECK(meant("/a~1b/c~0d/e~") == "a/b.c~d.e~");
    CHECK(field_meant(thing, Call(), "/component_values/1") == "components");
}

TEST_CASE("a call that writes one field means that one") {
    const Kind settings{.name = "settings",
                        .reading = {.part = {.path = "/zones/{zone}/settings/"}}};
    const Call one{.path = "/zones/{zone}/settings/ssl"};
    CHECK(field_meant(settings, one, "/value") == "ssl");
    CHECK(field_meant(settings, one, "") == "ssl");
    CHECK(field_meant(settings, {.path = "/zones/{zone}"}, "/ssl") == "ssl");
}

TEST_CASE("where only a part of a path is known, the nearest field around it is meant") {
    const Resource resource{.fields = {{"settings.a", 1, {0, 2, 1}},
                                       {"settings.b", 1, {0, 3, 1}},
                                       {"roles", 1, {0, 4, 1}},
                                       {"set", 1, {0, 5, 1}}},
                            .position = {0, 1, 1}};
    const auto line = [&](std::string_view path) { return position_of(resource, path).line; };
    CHECK(line("settings.b") == 3);
    CHECK(line("settings.b.c.d") == 3);
    CHECK(line("settings.c") == 2);
    CHECK(line("settings") == 2);
    CHECK(line("set.x") == 5);
    CHECK(line("roles.0.id") == 4);
    CHECK(line("role") == 1);
    CHECK(line("unknown.settings") == 1);
    CHECK(line(".") == 1);
    CHECK(line("") == 1);
}

TEST_CASE("whether trying again helps follows from the fault, and the kind may know more") {
    using enum FaultCategory;
    for (const FaultCategory category : {unreachable, timed_out, lost, broken, interrupted})
        CHECK(Fault{.category = category}.try_again() == TryAgain::now);
    CHECK(Fault{.category = throttled}.try_again() == TryAgain::later);
    CHECK(Fault{.category = refused}.try_again() == TryAgain::useless);
    CHECK(Fault{.category = unauthorized}.try_again() == TryAgain::useless);
    CHECK(try_again(thing, {.category = refused, .status = 400, .code = 7}) == TryAgain::later);
    CHECK(try_again(thing, {.category = refused, .status = 403}) == TryAgain::useless);
}

TEST_CASE("a fault tells its causes, where to read more, its id, and what to do") {
    const Diagnostic told = explained({.category = FaultCategory::throttled,
                                       .status = 429,
                                       .causes = {{6103, "outer"}, {0, "inner"}},
                                       .documentation_url = "https://x.example",
                                       .request_id = "8f1-FRA",
                                       .retry_after = std::chrono::seconds(30)});
    std::vector<std::string> notes;
    for (const Note& note : told.notes)
        notes.push_back(note.text);
    CHECK(notes == std::vector<std::string>{"because: outer (code 6103)", "because: inner",
                                            "https://x.example", "request 8f1-FRA"});
    CHECK(told.hint == "trying again may help after 30 seconds");
    const auto hint = [](const Fault& fault) { return explained(fault).hint; };
    using enum FaultCategory;
    CHECK(hint({.category = lost}) == "trying again may help");
    CHECK(hint({.category = throttled}) == "trying again may help later");
    CHECK(hint({.category = refused, .status = 400}).starts_with("trying again does not help"));
    CHECK(hint({.category = declined}).empty()); // in words that say what to do
    CHECK(hint({.category = refused, .status = 400, .code = 7}) == "by code");
    CHECK(hint({.category = refused, .status = 403, .code = 8}) == "by status");
    // A certificate that is not accepted, and a gateway that says it itself.
    CHECK(hint({.category = unreachable, .retryable = false}) ==
          "trying again does not help; \"tenantry doctor\" tells what to look at");
    CHECK(hint({.category = broken, .status = 526, .retryable = false}) ==
          "trying again does not help as long as nothing else changes");
    Diagnostic told_already{.hint = "look"};
    explain(told_already, thing, {.category = refused, .status = 400, .code = 7});
    CHECK(told_already.hint == "look");
}

TEST_CASE("a right that is missing is named, for reading and for writing") {
    Kind kind;
    kind.rights = {"Zone Read", "Zone Write"};
    const auto hint = [&](const char* call, const char* right) {
        Diagnostic diagnostic;
        explain(diagnostic, kind,
                {.category = FaultCategory::refused,
                 .status = 403,
                 .code = 10000,
                 .right = right,
                 .call = call});
        return diagnostic.hint;
    };
    const std::string begin = "the credential is accepted and lacks the right for this call: ";
    CHECK(hint("GET /zones", "").starts_with(begin + "it takes Zone Read; "));
    CHECK(hint("POST /zones", "").starts_with(begin + "it takes Zone Write; "));
    CHECK(hint("GET /zones", "Other").starts_with(begin + "it takes Other; "));
}
