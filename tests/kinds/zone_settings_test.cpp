// Zone settings against answers as in the API reference, section 6, "Zone settings".
#include "engine/kinds/kinds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace tenantry;

namespace {

const Kind& kind() {
    static const KindTable table = kinds::all_kinds();
    return *table.find("zone_settings");
}

constexpr std::string_view answer = R"([
    {"id": "ssl", "value": "flexible", "editable": true, "modified_on": null},
    {"id": "browser_cache_ttl", "value": 14400, "editable": true},
    {"id": "mirage", "value": "off", "editable": false},
    {"id": "ssl_recommender", "enabled": true, "editable": true},
    {"id": "ciphers", "value": [], "editable": true},
    {"id": "minify", "value": {"css": "off", "html": "on", "js": "off"}, "editable": true},
    {"id": "nel", "value": {"enabled": false}}
])";

LiveObject live(std::string_view text = answer) {
    return *kind().reading.from_api(*parse_json(text));
}

/// A change to `wanted` (settings by id), in a zone that answers so; or in a new one.
struct Wanted {
    explicit Wanted(std::string_view wanted, bool is_new = false) : object(live()) {
        resource.address =
            Address::of_customer("acme").child("zone", "acme.example").member("settings");
        change.resource = &resource;
        change.action = is_new ? Action::create : Action::update;
        change.live = is_new ? nullptr : &object;
        const Json settings = *parse_json(wanted);
        for (const auto& [id, value] : *settings.members()) {
            const Json* now = is_new ? nullptr : object.field(id);
            resource.fields.push_back({id, value});
            change.fields.push_back({id, now == nullptr ? Json() : *now, value});
        }
    }

    std::string calls() const {
        std::string text;
        for (const Call& call : kind().writing.calls(change)) {
            text += call.describe() + " " + to_text(call.body) + (call.echoes ? " echoes\n" : "\n");
        }
        return text;
    }
    std::string problems() const {
        Diagnostics diagnostics;
        kind().writing.check(change, {}, diagnostics);
        std::string text;
        for (const Diagnostic& diagnostic : diagnostics.all())
            text += diagnostic.summary + "; " + diagnostic.hint + "\n";
        return text;
    }

    LiveObject object;
    Resource resource = {};
    Change change = {};
};

} // namespace

TEST_CASE("each setting is a field, and what is not editable is locked") {
    const LiveObject object = live();
    CHECK(object.fields.size() == 7);
    CHECK(object.text_of("ssl") == "flexible");
    CHECK(*object.field("browser_cache_ttl") == Json(14400));
    CHECK(object.text_of("ssl_recommender") == "on"); // it has `enabled` and no value
    CHECK(object.field("minify")->text_of("html") == "on");
    CHECK(object.locked == std::vector<std::string>{"mirage"});
    CHECK(object.unset == std::vector<std::string>{"ssl"}); // nobody has ever changed it
}

TEST_CASE("answers that are none") {
    CHECK(kind().reading.from_api(Json())->fields.empty()); // a new zone
    CHECK(kind().reading.from_api(Json::object({{"ssl", "off"}}))->doubt("") != nullptr);
    CHECK(
        live(R"([{"value": "on"}, {"id": 7}, null, "x", {"id": "a", "value": 1}])").fields.size() ==
        1);
    for (const std::string_view untold :
         {R"({"id": "a"})", R"({"id": "a", "value": null})", R"({"id": "a", "enabled": "on"})"}) {
        const LiveObject object =
            live("[{\"id\": \"b\", \"value\": 1}, " + std::string(untold) + "]");
        CHECK(object.fields.size() == 1);
        CHECK(object.doubt("a") != nullptr);
    }
}

TEST_CASE("each setting is written by itself") {
    CHECK(Wanted(R"({"ssl": "strict", "browser_cache_ttl": 0, "ciphers": ["A", "B"]})").calls() ==
          "PATCH /zones/{zone}/settings/ssl {\"value\":\"strict\"}\n"
          "PATCH /zones/{zone}/settings/browser_cache_ttl {\"value\":0}\n"
          "PATCH /zones/{zone}/settings/ciphers {\"value\":[\"A\",\"B\"]}\n");
    CHECK(Wanted(R"({"ssl_recommender": "off"})").calls() ==
          "PATCH /zones/{zone}/settings/ssl_recommender {\"enabled\":false}\n");
}

TEST_CASE("of an object, what nobody wrote is sent as it is") {
    CHECK(Wanted(R"({"minify": {"css": "on"}})").calls() ==
          "PATCH /zones/{zone}/settings/minify "
          "{\"value\":{\"css\":\"on\",\"html\":\"on\",\"js\":\"off\"}} echoes\n");
    CHECK(Wanted(R"({"minify": {"css": "on"}})", true).calls() ==
          "PATCH /zones/{zone}/settings/minify {\"value\":{\"css\":\"on\"}} echoes\n");
}

TEST_CASE("a setting that there is not") {
    CHECK(Wanted(R"({"minifi": "on"})").problems() ==
          "the zone has no setting \"minifi\": it is unknown, or Cloudflare has withdrawn it; did "
          "you mean \"minify\"?\n");
    CHECK(
        Wanted(R"({"unheard_of_thing": "on"})").problems() ==
        "the zone has no setting \"unheard_of_thing\": it is unknown, or Cloudflare has withdrawn "
        "it; remove the line, or check its id in Cloudflare's API documentation; some settings "
        "come only with a higher plan\n");
    CHECK(Wanted(R"({"minifi": "on"})", true).problems().empty()); // nobody knows yet
}

TEST_CASE("a value of another type") {
    CHECK(Wanted(R"({"ssl": 1.2})").problems() ==
          "ssl is text at Cloudflare, not a number; write it in quotes: \"1.2\"\n");
    CHECK(Wanted(R"({"browser_cache_ttl": "0"})").problems() ==
          "browser_cache_ttl is a number at Cloudflare, not text; write a number without quotes\n");
    CHECK(Wanted(R"({"nel": {"enabled": "on"}})").problems() ==
          "nel.enabled is true or false at Cloudflare, not text; write true or false\n");
    CHECK(Wanted(R"({"minify": "on"})").problems() ==
          "minify is a map at Cloudflare, not text; write {css: text, html: text, js: text}\n");
    CHECK(Wanted(R"({"ssl_recommender": "maybe"})", true).problems() ==
          "ssl_recommender is on or off, nothing else; write on or off\n");
    CHECK(Wanted(R"({"nel": {"enabled": true, "new": 1}, "ssl": "strict"})").problems().empty());
}

TEST_CASE("what a plan lacks is said, unless another plan comes first") {
    const FieldChange field{.path = "mirage", .after = Json("on")};
    const LiveObject zone{.fields = {{"plan", Json("free")}}};
    const Lock shut = kind().editability->lock(field, {.parent = &zone});
    CHECK(shut.way == Lock::Way::shut);
    CHECK(shut.summary == "mirage cannot be changed in this zone, whose plan is free");
    CHECK(shut.hint ==
          "write a plan that has it (plan: pro, business or enterprise), or remove the line");
    for (const std::string_view changed : {"rate_plan", "components.page_rules"}) {
        const Resource resource{.fields = {{"rate_plan", Json("pro")}}};
        Change purchase{.resource = &resource};
        purchase.fields.push_back({.path = std::string(changed)});
        const Change* const before = &purchase;
        CHECK(kind().editability->lock(field, {.before = {&before, 1}, .parent = &zone}).way ==
              (changed == "rate_plan" ? Lock::Way::opens : Lock::Way::shut));
    }
}

TEST_CASE(
    "nobody is told to write the plan that is written, where an error keeps it from being bought") {
    const FieldChange field{.path = "mirage", .after = Json("on")};
    const LiveObject zone{.fields = {{"plan", Json("free")}}};
    Resource resource{.fields = {{"rate_plan", Json("pro")}}};
    Change purchase{.resource = &resource};
    purchase.barred.push_back({.path = "rate_plan"});
    const Change* const barred = &purchase;
    const Lock lock = kind().editability->lock(field, {.barred = {&barred, 1}, .parent = &zone});
    CHECK(lock.way == Lock::Way::shut);
    CHECK(lock.summary == "mirage may need the plan pro, which an error keeps from being bought");
    CHECK(lock.hint == "mend that error: what the plan brings is written after it");
    const FieldChange other{.path = "true_client_ip_header", .after = Json("on")};
    CHECK(kind()
              .editability->lock(other, {.barred = {&barred, 1}, .parent = &zone})
              .hint.starts_with("write plan: enterprise"));
}

TEST_CASE("nobody is told to write the plan that the zone has") {
    const auto hint = [](std::string_view plan, const char* setting) {
        // The zone itself may show a new plan late; its subscription does not.
        const LiveObject zone{.fields = {{"plan", Json("free")}}};
        const LiveObject subscription{.fields = {{"rate_plan", Json(plan)}}};
        const LiveObject* const beside = &subscription;
        const FieldChange field{.path = setting, .after = Json("on")};
        return kind().editability->lock(field, {.beside = {&beside, 1}, .parent = &zone}).hint;
    };
    const std::string late = "; what was bought a short while ago takes some minutes to show";
    CHECK(hint("pro", "mirage") ==
          "write a plan that has it (plan: business or enterprise), or remove the line" + late);
    CHECK(hint("business", "mirage") ==
          "write plan: enterprise where your partner program can buy it (reseller can, msp and "
          "agency cannot), or remove the line" +
              late);
    CHECK(hint("enterprise", "mirage") ==
          "remove the line, or ask Cloudflare whether your agreement has it" + late);
    CHECK(hint("free", "true_client_ip_header") ==
          "write plan: enterprise where your partner program can buy it (reseller can, msp and "
          "agency cannot), or remove the line");
}

TEST_CASE("what only Enterprise zones have is said before another plan is bought") {
    const FieldChange field{.path = "true_client_ip_header", .after = Json("on")};
    for (const std::string_view plan : {"pro", "PARTNERS_BIZ", "enterprise"}) {
        const Resource resource{.fields = {{"rate_plan", Json(plan)}}};
        Change purchase{.resource = &resource};
        purchase.fields.push_back({.path = "rate_plan"});
        const Change* const before = &purchase;
        const Lock lock = kind().editability->lock(field, {.before = {&before, 1}});
        CHECK(lock.way == (plan == "enterprise" ? Lock::Way::opens : Lock::Way::shut));
        if (plan == "pro") {
            CHECK(lock.summary == "true_client_ip_header comes only with an Enterprise plan, and "
                                  "the one that is bought is pro");
        }
    }
}

// API reference, section 6, "Coupled settings".
TEST_CASE("TLS 1.3 with early data on is TLS 1.3 on, and nothing else is") {
    const auto one = [](std::string_view field, const char* live, const char* wanted) {
        return kind().same_wish(field, Json(live), Json(wanted));
    };
    CHECK(one("tls_1_3", "zrt", "on"));
    CHECK(one("tls_1_3", "on", "zrt"));
    CHECK_FALSE(one("tls_1_3", "zrt", "off"));
    CHECK_FALSE(one("tls_1_3", "off", "on"));
    CHECK_FALSE(one("0rtt", "zrt", "on"));
}

TEST_CASE("early data is turned on behind TLS 1.3 and off before it") {
    CHECK(Wanted(R"({"0rtt": "on", "brotli": "on", "tls_1_3": "on"})").calls() ==
          "PATCH /zones/{zone}/settings/tls_1_3 {\"value\":\"on\"}\n"
          "PATCH /zones/{zone}/settings/brotli {\"value\":\"on\"}\n"
          "PATCH /zones/{zone}/settings/0rtt {\"value\":\"on\"}\n");
    CHECK(Wanted(R"({"tls_1_3": "off", "0rtt": "off"})").calls() ==
          "PATCH /zones/{zone}/settings/0rtt {\"value\":\"off\"}\n"
          "PATCH /zones/{zone}/settings/tls_1_3 {\"value\":\"off\"}\n");
}

TEST_CASE("what the API changes along with a setting is known") {
    /// Of a zone in which both are so now; "" for a new one.
    const auto brought = [](const char* setting, const char* value, std::string_view tls = "",
                            std::string_view early = "") {
        LiveObject now{.fields = {{"tls_1_3", Json(tls)}, {"0rtt", Json(early)}}};
        const Change change{.live = tls.empty() ? nullptr : &now,
                            .fields = {{.path = setting, .after = Json(value)}}};
        std::string text;
        for (const FieldChange& field : kind().editability->brings(change))
            text += field.path + " " + to_text(field.before) + " " + to_text(field.after);
        return text;
    };
    CHECK(brought("tls_1_3", "zrt", "off", "off") == R"(0rtt "off" "on")");
    CHECK(brought("tls_1_3", "zrt") == R"(0rtt null "on")");
    CHECK(brought("tls_1_3", "zrt", "off", "on").empty()); // as it is already
    CHECK(brought("tls_1_3", "on", "off", "off").empty());
    CHECK(brought("tls_1_3", "off", "zrt", "on") == R"(0rtt "on" "off")");
    CHECK(brought("tls_1_3", "off").empty()); // a new zone has no early data
    // Of a live zone early data is read only where it is written: TLS 1.3 tells that it was on.
    const LiveObject zone{.fields = {{"tls_1_3", Json("zrt")}}};
    const Change off{.live = &zone,
                     .fields = {{.path = "tls_1_3", .before = Json("zrt"), .after = Json("off")}}};
    const std::vector<FieldChange> along = kind().editability->brings(off);
    REQUIRE(along.size() == 1);
    CHECK(along[0].path == "0rtt");
    CHECK(along[0].before == Json("on"));
    CHECK(along[0].after == Json("off"));
    CHECK(brought("0rtt", "on", "off", "off") == R"(tls_1_3 "off" "zrt")");
    CHECK(brought("0rtt", "on", "on", "off").empty()); // which is one wish with "zrt"
    CHECK(brought("0rtt", "off", "zrt", "on").empty());
    CHECK(brought("ssl", "strict", "off", "off").empty());
}

TEST_CASE("a manifest that wants early data without TLS 1.3 contradicts itself") {
    CHECK(Wanted(R"({"0rtt": "on", "tls_1_3": "off"})", true).problems() ==
          "0rtt is on and tls_1_3 is off: early data needs TLS 1.3; "
          "write tls_1_3: on, or 0rtt: off\n"
          "0rtt is on and tls_1_3 is off: early data needs TLS 1.3; "
          "write tls_1_3: on, or 0rtt: off\n");
    CHECK(Wanted(R"({"0rtt": "off", "tls_1_3": "zrt"})", true)
              .problems()
              .starts_with("0rtt is off and tls_1_3 is zrt, which is TLS 1.3 with early data"));
    for (const char* const fine :
         {R"({"0rtt": "on", "tls_1_3": "on"})", R"({"0rtt": "on", "tls_1_3": "zrt"})",
          R"({"0rtt": "off", "tls_1_3": "off"})", R"({"0rtt": "on"})", R"({"tls_1_3": "off"})"})
        CHECK(Wanted(fine, true).problems().empty());
}

TEST_CASE("forms that the API refuses or ignores are told before they are sent") {
    CHECK(Wanted(R"({"security_header": {"enabled": true, "max_age": 1}})", true).problems() ==
          "the members of security_header stand below strict_transport_security; "
          "write security_header: {strict_transport_security: {...}}\n");
    CHECK(Wanted(R"({"security_header": {"strict_transport_security": {"max_age": 1}}})", true)
              .problems()
              .empty());
    CHECK(Wanted(R"({"ciphers": ["ECDHE-RSA-AES128-GCM-SHA256", "AEAD-AES128-GCM-SHA256"]})", true)
              .problems() == "ciphers takes no suite of TLS 1.3, as those that begin with AEAD-; "
                             "remove them: they come with tls_1_3: on\n");
}
