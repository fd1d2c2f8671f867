#include "tests/simulator/world.hpp"

#include <doctest/doctest.h>

using namespace tenantry::simulator;

namespace {

Json new_zone(const std::string& name, const std::string& account_id) {
    return {{"name", name}, {"account", {{"id", account_id}}}};
}

} // namespace

TEST_CASE("a zone has all fields that clients demand") {
    World world;
    const std::string account = world.account("Acme");
    const Answer created = world.call("POST", "/zones", new_zone("acme.example", account));
    REQUIRE(created.status == 200);
    const Json& zone = created.result();
    for (const char* field : {"id",
                              "name",
                              "status",
                              "type",
                              "paused",
                              "name_servers",
                              "original_name_servers",
                              "original_registrar",
                              "original_dnshost",
                              "vanity_name_servers",
                              "activated_on",
                              "created_on",
                              "modified_on",
                              "development_mode",
                              "account",
                              "tenant",
                              "tenant_unit",
                              "owner",
                              "meta",
                              "permissions",
                              "plan"}) {
        CAPTURE(field);
        CHECK(zone.contains(field));
    }
    CHECK(zone.at("status") == "pending");
    CHECK(zone.at("type") == "full");
    CHECK(zone.at("paused") == false);
    CHECK(zone.at("activated_on") == nullptr);
    CHECK(zone.at("name_servers").size() == 2);
    CHECK(zone.at("account") == Json{{"id", account}, {"name", "Acme"}});
    CHECK(zone.at("plan").at("legacy_id") == "free");
    CHECK(zone.at("plan").at("frequency") == "");
    CHECK_FALSE(zone.contains("verification_key"));
    CHECK_FALSE(zone.contains("cname_suffix")); // a text where there is one, never null
    CHECK(world.call("GET", "/zones/" + zone.at("id").get<std::string>()).result() == zone);
}

TEST_CASE("types bring their own fields") {
    World world;
    const std::string account = world.account("Acme");
    Json body = new_zone("partial.example", account);
    body["type"] = "partial";
    const Json partial = world.call("POST", "/zones", body).result();
    CHECK(partial.at("verification_key").is_string());
    CHECK(partial.at("cname_suffix").is_string());
    CHECK(partial.at("name_servers").empty());
    body = new_zone("internal.example", account);
    body["type"] = "internal";
    const Json internal = world.call("POST", "/zones", body).result();
    CHECK(internal.at("plan") == nullptr);
    CHECK(internal.at("name_servers").empty());
}

TEST_CASE("a zone name exists once, whatever its case, spelling or account") {
    World world;
    const std::string acme = world.account("Acme");
    const std::string other = world.account("Other");
    world.zone("Acme.Example", acme);
    world.zone("xn--mnchen-3ya.example", acme);
    for (const char* name : {"acme.example", "ACME.example", "münchen.example", "MÜNCHEN.example",
                             "XN--MNCHEN-3YA.example"}) {
        CAPTURE(name);
        const Answer answer = world.call("POST", "/zones", new_zone(name, other));
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1061);
    }
    CHECK(world.call("GET", "/zones?name=münchen.example").result().at(0).at("name") ==
          "münchen.example");
    CHECK(world.call("GET", "/zones?name=acme.example").result().at(0).at("name") ==
          "acme.example");
}

TEST_CASE("a name that comes back gets other name servers") {
    World world;
    const std::string account = world.account("Acme");
    const std::string first = world.zone("acme.example", account);
    const Json before = world.call("GET", "/zones/" + first).result().at("name_servers");
    CHECK(world.call("DELETE", "/zones/" + first).result() == Json{{"id", first}});
    CHECK(world.call("GET", "/zones/" + first).code() == 7003);
    const std::string second = world.zone("acme.example", account);
    CHECK(world.call("GET", "/zones/" + second).result().at("name_servers") != before);
}

TEST_CASE("what is no zone name is refused with 1001") {
    World world;
    const std::string account = world.account("Acme");
    const std::string long_label(64, 'a');
    std::string long_name;
    while (long_name.size() < 250)
        long_name += "abcdefghi.";
    for (const std::string& name :
         {std::string{""}, std::string{"acme"}, std::string{"acme.example."},
          std::string{".example"}, std::string{"acme..example"}, std::string{"-acme.example"},
          std::string{"ac me.example"}, std::string{"acme_.example"}, std::string{"acme.e"},
          std::string{"*.example"}, long_label + ".example", long_name + "example",
          std::string{"acme\0.example", 13}}) {
        CAPTURE(name);
        const Answer answer = world.call("POST", "/zones", new_zone(name, account));
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1001);
    }
    CHECK(
        world.call("POST", "/zones", new_zone(long_label.substr(1) + ".example", account)).status ==
        200);
}

TEST_CASE("a new zone needs a name, an account of the caller and a known type") {
    World world;
    const std::string account = world.account("Acme");
    Json wrong_type = new_zone("acme.example", account);
    wrong_type["type"] = "half";
    for (const Json& body : {Json::object(), Json{{"name", "acme.example"}},
                             new_zone("acme.example", std::string(32, '0')), wrong_type,
                             Json{{"name", 1}, {"account", {{"id", account}}}}}) {
        CAPTURE(body.dump());
        const Answer answer = world.call("POST", "/zones", body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1001);
    }
}

TEST_CASE("reserved endings provoke the documented refusals") {
    struct Row {
        const char* name;
        int code;
    };
    World world;
    const std::string account = world.account("Acme");
    for (const Row& row :
         {Row{"a.unregistered.example", 1049}, Row{"a.notroot.example", 1099},
          Row{"a.lookup-failed.example", 1110}, Row{"a.no-subdomain.example", 1093},
          Row{"a.subdomain.example", 1116}, Row{"a.blocked.example", 1097},
          Row{"a.restricted.example", 1105}, Row{"a.held.example", 1000}}) {
        CAPTURE(row.name);
        const Answer answer = world.call("POST", "/zones", new_zone(row.name, account));
        CHECK(answer.status == 400);
        CHECK(answer.code() == row.code);
    }
}

TEST_CASE("--max-pending counts the pending zones of each account") {
    Settings settings;
    settings.max_pending = 2;
    World world{settings};
    const std::string acme = world.account("Acme");
    world.zone("a1.example", acme);
    world.zone("a2.example", acme);
    const Answer answer = world.call("POST", "/zones", new_zone("a3.example", acme));
    CHECK(answer.status == 400);
    CHECK(answer.code() == 1118);
    world.zone("b1.example", world.account("Other"));
    world.control("PATCH", "/zones/by-name/a1.example", {{"status", "active"}});
    CHECK(world.call("POST", "/zones", new_zone("a3.example", acme)).status == 200);
}

TEST_CASE("PATCH takes exactly one property, and it must change something") {
    World world;
    const std::string path = "/zones/" + world.zone("acme.example", world.account("Acme"));
    CHECK(world.call("PATCH", path, {{"paused", false}}).code() == 1022);
    CHECK(world.call("PATCH", path, {{"paused", true}}).result().at("paused") == true);
    CHECK(world.call("PATCH", path, {{"paused", true}}).code() == 1022);
    for (const Json& body : {Json::object(), Json{{"paused", false}, {"type", "full"}},
                             Json{{"paused", "no"}}, Json{{"name", "other.example"}},
                             Json{{"type", "half"}}, Json{{"vanity_name_servers", "ns"}},
                             Json{{"vanity_name_servers", {"ns1.acme.example"}}}}) {
        CAPTURE(body.dump());
        const Answer answer = world.call("PATCH", path, body);
        CHECK(answer.status == 400);
        CHECK(answer.code() == 1001);
    }
    CHECK(world.call("GET", path).result().at("paused") == true);
}

TEST_CASE("PATCH changes the type, and the plan only seemingly") {
    World world;
    const std::string path = "/zones/" + world.zone("acme.example", world.account("Acme"));
    const Json partial = world.call("PATCH", path, {{"type", "partial"}}).result();
    CHECK(partial.at("type") == "partial");
    CHECK(partial.contains("verification_key"));
    CHECK(partial.at("name_servers").empty());
    const Json full = world.call("PATCH", path, {{"type", "full"}}).result();
    CHECK(full.at("name_servers").size() == 2);
    const Json bought = world.call("PATCH", path, {{"plan", {{"id", "x"}}}}).result();
    CHECK(bought.at("plan").at("legacy_id") == "free");
}

TEST_CASE("vanity name servers come with a Business plan") {
    World world;
    const std::string path = "/zones/" + world.zone("acme.example", world.account("Acme"));
    world.control("PATCH", "/zones/by-name/acme.example", {{"plan", {{"legacy_id", "business"}}}});
    const Json wanted = {"ns1.acme.example", "ns2.acme.example"};
    CHECK(world.call("PATCH", path, {{"vanity_name_servers", wanted}})
              .result()
              .at("vanity_name_servers") == wanted);
}

TEST_CASE("an activation check of a free zone waits for an hour, of a paid one five minutes") {
    World world;
    const std::string id = world.zone("acme.example", world.account("Acme"));
    const std::string path = "/zones/" + id + "/activation_check";
    CHECK(world.call("PUT", path).result() == Json{{"id", id}});
    world.pass(std::chrono::minutes{59});
    const Answer answer = world.call("PUT", path);
    CHECK(answer.status == 400);
    CHECK(answer.code() == 1224);
    world.pass(std::chrono::minutes{1});
    CHECK(world.call("PUT", path).status == 200);
    world.control("PATCH", "/zones/" + id, {{"plan", {{"legacy_id", "pro"}}}});
    world.pass(std::chrono::minutes{5});
    CHECK(world.call("PUT", path).status == 200);
}

TEST_CASE("a body that is no JSON object is refused and changes nothing") {
    World world;
    struct Row {
        std::string body;
        int code;
    };
    for (const Row& row : {Row{"", 6007}, Row{"{", 6007}, Row{"{\"name\":\"\xff\"}", 6007},
                           Row{std::string(1000, '['), 6007}, Row{"[]", 1001}, Row{"7", 1001}}) {
        CAPTURE(row.body);
        Request request = world.request("POST", "/accounts");
        request.body = row.body;
        const Answer answer = world.send(request);
        CHECK(answer.status == 400);
        CHECK(answer.code() == row.code);
    }
    CHECK(world.call("GET", "/accounts").result().empty());
}

TEST_CASE("partial zones need an entitlement") {
    Settings settings;
    settings.entitlements = {"cname_setup_allowed"};
    {
        World world{settings};
        Json body = new_zone("acme.example", world.account("Acme"));
        body["type"] = "partial";
        CHECK(world.call("POST", "/zones", body).status == 200);
    }
    settings.entitlements = {"allow_add_subdomain"};
    World world{settings};
    const std::string account = world.account("Acme");
    Json body = new_zone("acme.example", account);
    body["type"] = "partial";
    const Answer refused = world.call("POST", "/zones", body);
    CHECK(refused.status == 400);
    CHECK(refused.code() == 1001);
    const std::string zone = world.zone("acme.example", account);
    CHECK(world.call("PATCH", "/zones/" + zone, {{"type", "partial"}}).code() == 1001);
}
