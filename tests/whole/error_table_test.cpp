// The error codes of the API reference, each given in place of one call of one customer: what the
// user reads, how the run ends, and that all else is done. The codes are those of sections 4 to 8,
// 22 and 23; the simulator gives most of them by itself where they belong, and its scripted answers
// give all of them in one way.
#include "tests/support/sample_manifests.hpp"
#include "tests/support/tenantry_program.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

namespace {

/// A live account, and manifests that change one thing of each sort in it and make another account.
struct World {
    World() {
        const std::string account = simulator.add_account({{"name", "Acme"}});
        for (const char* const name :
             {"acme.example", "acme-shop.example", "acme-up.example", "acme-big.example"})
            simulator.add_zone(name, account);
        const std::string big = id_of("acme-big.example");
        for (const auto& [zone, rate_plan] :
             {std::pair(big, "PARTNERS_ENT"), std::pair(id_of("acme-up.example"), "PARTNERS_PRO")})
            simulator.control("POST", "/zone-subscriptions",
                              {{"zone", {{"id", zone}}}, {"rate_plan", {{"id", rate_plan}}}});
        simulator.control("POST", "/subscriptions",
                          {{"account", {{"id", account}}},
                           {"rate_plan", {{"id", "WORKERS_PAID"}}},
                           {"frequency", "monthly"}});
        simulator.control("PATCH", "/zone-holds/" + big, {{"hold", false}});
        simulator.control("POST", "/members",
                          {{"email", "old@acme.example"},
                           {"account", {{"id", account}}},
                           {"status", "accepted"},
                           {"roles", {"05784afa30c1afe1440e79d9351c7430"}}});
        workspace.write("manifests/a.yaml",
                        customer("acme", acme) + customer("globex", "- {name: Globex, zones: "
                                                                    "[{name: globex.example}]}"));
    }

    std::string id_of(const std::string& zone) {
        return simulator.control("GET", "/zones/by-name/" + zone).at("id");
    }

    /// The addresses below the account that are not done, with blanks between.
    std::string not_done() const {
        std::string text;
        const Json report = Json::parse(workspace.read("report.json")).at("report");
        for (const Json& outcome : report.at("outcomes")) {
            if (outcome.at("status") == "done") continue;
            text += (text.empty() ? "" : " ") + outcome.at("address").get<std::string>() + ":" +
                    outcome.at("status").get<std::string>();
        }
        return text;
    }

    static constexpr const char* acme = R"(- name: Acme
  members:
    - {email: new@acme.example, roles: [Administrator]}
    - {email: old@acme.example, roles: [Administrator, Billing]}
  subscriptions: [{plan: TEAMS_STANDARD}, {plan: WORKERS_PAID, frequency: yearly}]
  access_users: [{email: j@acme.example, name: J}]
  zones:
    - {name: acme.example, paused: true, settings: {ssl: strict, brotli: "off", early_hints: "on"}}
    - {name: acme-shop.example, plan: pro}
    - {name: acme-up.example, plan: business}
    - {name: acme-big.example, hold: true}
    - {name: acme-new.example})";

    Simulator simulator;
    Workspace workspace;
    Tenantry tenantry{simulator, workspace};
};

/// One answer, to which call, and what comes of it.
struct Row {
    std::string section = {};
    std::string method = {};
    std::string path = {};
    std::string holds = {}; // of the call that is meant
    int status = 400;
    int code = 0;
    std::string message = "no";
    std::string not_done = {}; // of the steps
    std::string says = {};
};

const std::string members = "/accounts/{account_id}/members";
const std::string member = "/accounts/{account_id}/members/{member_id}";
const std::string subscriptions = "/accounts/{account_id}/subscriptions";
const std::string subscription = subscriptions + "/{subscription_identifier}";
const std::string access_users = "/accounts/{account_id}/access/users";
const std::string setting = "/zones/{zone_id}/settings/{setting_id}";
const std::string plan = "/zones/{zone_id}/subscription";

const std::string new_member = "acme/Acme/member/new@acme.example:failed";
const std::string old_member = "acme/Acme/member/old@acme.example:failed";
const std::string new_zone = "acme/Acme/zone/acme-new.example:failed";
const std::string some_settings = "acme/Acme/zone/acme.example/settings:partly";
const std::string order = "acme/Acme/zone/acme-shop.example/plan:failed";
const std::string raised = "acme/Acme/zone/acme-up.example/plan:";
// Users of Zero Trust wait for the product.
const std::string product = "acme/Acme/subscription/TEAMS_STANDARD:failed "
                            "acme/Acme/access user/j@acme.example:skipped";

Row zone(int code, std::string says, std::string message = "no") {
    return {.section = "6, POST /zones",
            .method = "POST",
            .path = "/zones",
            .holds = "acme-new",
            .code = code,
            .message = std::move(message),
            .not_done = new_zone,
            .says = std::move(says)};
}

Row bought(std::string path, std::string holds, int status, int code, std::string not_done,
           std::string says) {
    return {.section = "7 and 8, orders",
            .method = "POST",
            .path = std::move(path),
            .holds = std::move(holds),
            .status = status,
            .code = code,
            .not_done = std::move(not_done),
            .says = std::move(says)};
}

const std::vector<Row> rows = {
    {"4, POST members", "POST", members, "new@", 400, 1004, "already exists", new_member,
     "most likely an invitation that has expired"},
    {"4, POST members", "POST", members, "new@", 400, 429, "too many invitations", new_member,
     "the API takes no more invitations for now: wait an hour"},
    {"4, POST members", "POST", members, "new@", 400, 1001, "bad", new_member,
     "refuses the e-mail or the roles"},
    {"4, PUT members", "PUT", member, "", 404, 1003, "not found", old_member,
     "the member is not there any more: run plan again"},
    {"4, PUT members", "PUT", member, "", 400, 400, "bad", old_member, "(code 400)"},
    zone(1049, "only a registered domain can be a zone"),
    zone(1061, "the name is a zone already"),
    zone(1093, "a subdomain can be a zone only with"),
    zone(1097, "Cloudflare does not take this name"),
    zone(1099, "the domain could not be looked up"),
    zone(1105, "apply again in three hours"),
    zone(1110, "only a registered domain can be a zone"),
    zone(1116, "a subdomain can be a zone only with"),
    zone(1118, "the account has too many pending zones"),
    zone(1006, "(code 1006)"),
    zone(1000, "another account holds this name", "held by a zone hold of its owner"),
    {"6, PATCH", "PATCH", "/zones/{zone_id}", "paused", 400, 1022, "already paused",
     "acme/Acme/zone/acme.example:failed", "already paused (code 1022)"},
    {"6, settings", "PATCH", setting, "/ssl", 400, 1007, "bad value", some_settings,
     "the setting does not take this value"},
    {"6, settings", "PATCH", setting, "/ssl", 400, 1015, "not editable", some_settings,
     "the zone's plan does not let it be changed"},
    {"6, settings", "PATCH", setting, "/ssl", 400, 1006, "unknown", some_settings, "(code 1006)"},
    {"6, hold", "POST", "/zones/{zone_id}/hold", "", 400, 1005, "not allowed",
     "acme/Acme/zone/acme-big.example/hold:failed", "(code 1005)"},
    bought(plan, "", 400, 1198, order, "the API could not read the order"),
    bought(plan, "", 400, 1204, order, "this account cannot buy the plan by that id"),
    bought(plan, "", 403, 1225, order, "this account has no access to that product"),
    bought(subscriptions, "", 400, 1198, product, "the API could not read the order"),
    bought(subscriptions, "", 404, 1199, product, "(code 1199)"),
    bought(subscriptions, "", 403, 1225, product, "this account has no access to that product"),
    {"6, settings", "GET", setting, "early_hints", 400, 1003, "Undefined zone setting", "",
     "the zone has no setting \"early_hints\": it is unknown, or Cloudflare has withdrawn it"},
    {"7, PUT", "PUT", plan, "", 404, 1207, "Subscription not found", raised + "failed",
     "the subscription is not there any more: run plan again"},
    {"8, PUT", "PUT", subscription, "", 404, 1207, "Subscription not found",
     "acme/Acme/subscription/WORKERS_PAID:failed acme/Acme/access user/j@acme.example:skipped",
     "the subscription is not there any more: run plan again"},
    // 7, "Propagation": nobody knows whether it was bought, and nothing is sent again.
    bought(plan, "", 500, 1000, "acme/Acme/zone/acme-shop.example/plan:uncertain",
           "it is not clear whether the zone subscription was changed"),
    bought(plan, "", 500, 1000, "acme/Acme/zone/acme-shop.example/plan:uncertain",
           "note: Cloudflare's billing answers so for some minutes after a zone was created"),
    bought(subscriptions, "", 500, 1000,
           "acme/Acme/subscription/TEAMS_STANDARD:uncertain "
           "acme/Acme/access user/j@acme.example:skipped",
           "it is not clear whether the account subscription \"TEAMS_STANDARD\" was created"),
    {"7, PUT", "PUT", plan, "", 500, 1000, "An unexpected error occurred", raised + "uncertain",
     "it is not clear whether the zone subscription was changed"},
    {"7, GET", "GET", plan, "", 500, 1000, "An unexpected error occurred", "",
     "hint: Cloudflare's billing answers so for some minutes after a zone was created"},
    // 23: a right that is missing, for each sort of write.
    {"23", "POST", members, "new@", 403, 10000, "Forbidden", new_member,
     "it takes Super Administrator of the account, with e-mail and API key"},
    {"23", "PUT", member, "", 403, 10000, "Forbidden", old_member, "it takes Super Administrator"},
    {"23", "POST", "/zones", "acme-new", 403, 10000, "Forbidden", new_zone, "it takes Zone Write"},
    {"23", "PATCH", setting, "/ssl", 403, 10000, "Forbidden", some_settings,
     "it takes Zone Settings Write"},
    bought(plan, "", 403, 10000, order, "it takes Billing Write"),
    bought(subscriptions, "", 403, 10000, product, "it takes Billing Write"),
    {"23", "POST", access_users, "", 403, 10000, "Forbidden",
     "acme/Acme/access user/j@acme.example:failed", "it takes "},
};

/// An answer to the list of accounts, without which nothing goes on.
struct First {
    std::string section = {};
    int status = 0;
    Json body = {};
    int exit_code = 0;
    std::string says = {};
};

Json envelope(int code, const std::string& message, int cause = 0) {
    Json error = {{"code", code}, {"message", message}};
    if (cause != 0) error["error_chain"] = {{{"code", cause}, {"message", "Invalid format"}}};
    return {{"success", false}, {"errors", {error}}};
}

Json problem(int status, bool retryable) {
    return {{"title", "Error " + std::to_string(status)},
            {"detail", "The origin is not well."},
            {"status", status},
            {"instance", "9d99a4434fz2d168"},
            {"error_category", "origin"},
            {"retryable", retryable}};
}

const std::vector<First> firsts = {
    {"1.3", 400, envelope(6003, "Invalid request headers", 6111), Exit::no_credential,
     "because: Invalid format (code 6111)"},
    {"23", 400, envelope(6003, "Invalid request headers", 6103), Exit::no_credential,
     "does not accept this credential"},
    {"23", 401, envelope(10000, "Authentication error"), Exit::no_credential,
     "does not accept this credential"},
    {"23", 400, envelope(9103, "Unknown key"), Exit::no_credential,
     "does not accept this credential"},
    {"23", 400, envelope(9106, "Missing key"), Exit::no_credential,
     "does not accept this credential"},
    {"23", 400, envelope(9109, "Invalid access token"), Exit::no_credential,
     "does not accept this credential"},
    {"23", 403, envelope(10000, "Forbidden"), Exit::error,
     "the credential is accepted and lacks the right for this call: it takes Account Settings "
     "Read"},
    {"22", 400, envelope(1001, "List accounts endpoint does not support account owned tokens"),
     Exit::no_credential, "it takes the API token of a user, or an e-mail and its API key"},
    {"23, gateway", 504, problem(504, true), Exit::error,
     "Cloudflare's gateway (origin) says: Error 504: The origin is not well."},
    {"23, gateway", 504, problem(504, true), Exit::error, "request "},
    {"23, gateway", 522, problem(522, true), Exit::error, "trying again may help"},
    {"23, gateway", 525, problem(525, false), Exit::error, "trying again does not help"},
    {"23, gateway", 526, problem(526, false), Exit::error, "trying again does not help"},
};

} // namespace

TEST_SUITE_BEGIN("error_table");

TEST_CASE("an error of one call is told at its line with what to do, and all else is done") {
    for (const Row& row : rows) {
        World world;
        world.simulator.set_faults({{"answers",
                                     {{{"method", row.method},
                                       {"path", row.path},
                                       {"holds", row.holds},
                                       {"status", row.status},
                                       {"code", row.code},
                                       {"message", row.message}}}}});
        const Ended ended =
            world.tenantry.apply({"--output", "text", "--output", "json=report.json"});
        CAPTURE(row.section);
        CAPTURE(row.code);
        CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
        CHECK_MESSAGE(ended.text().contains(row.says), ended.text());
        CHECK_MESSAGE(ended.text().contains("manifests/a.yaml:"), ended.text());
        CHECK_MESSAGE(!ended.text().contains("does not accept this credential"), ended.text());
        CHECK(world.not_done() == row.not_done);
        // Asked without the fault, the API has what is left done.
        world.simulator.set_faults(Json::object());
        CHECK_MESSAGE(world.tenantry.apply().exit_code == Exit::done, ended.text());
    }
}

// API reference, section 5: there is no other call of a service user than its creation.
TEST_CASE("a service user that is refused is told with what to do, and its customer alone stops") {
    struct Refusal {
        int status;
        int code;
        const char* message;
        const char* says;
    };
    const Refusal refusals[] = {
        {403, 1002, "Creating users is not enabled", "Cloudflare has to enable service users"},
        {403, 10000, "Forbidden", "it takes administrator of the tenant, with e-mail and API key"},
        {400, 1004, "already exists", "if it belongs to a user already, take another one"},
        {400, 1001, "email is no e-mail address", "correct the e-mail"},
        {500, 1000, "An unexpected error occurred", "ask Cloudflare"},
    };
    for (const Refusal& refusal : refusals) {
        CAPTURE(refusal.status);
        CAPTURE(refusal.code);
        Simulator simulator;
        const Workspace workspace;
        Tenantry tenantry(simulator, workspace);
        tenantry.use_key(simulator);
        workspace.write("manifests/tenant.yaml", service_users_tenant);
        workspace.write("manifests/a.yaml",
                        customer_with_user("acme", "- {name: Acme, zones: [{name: a.example}]}") +
                            customer("globex", "- {name: Globex, zones: [{name: g.example}]}"));
        simulator.set_faults({{"answers",
                               {{{"method", "POST"},
                                 {"path", "/users"},
                                 {"status", refusal.status},
                                 {"code", refusal.code},
                                 {"message", refusal.message}}}}});
        const Ended ended = tenantry.apply();
        CHECK_MESSAGE(ended.exit_code == Exit::partly, ended.text());
        CHECK_MESSAGE(ended.text().contains(refusal.says), ended.text());
        CHECK_MESSAGE(ended.text().contains("manifests/a.yaml:"), ended.text());
        // Of a failed answer to that call nothing is repeated: it may hold a key.
        CHECK_MESSAGE(!ended.text().contains(refusal.message), ended.text());
        CHECK(simulator.requests_by_endpoint()["POST /users"] == 1);
    }
}

TEST_CASE("an error of the first call ends the run with its code, and nothing is written") {
    for (const First& row : firsts) {
        World world;
        world.simulator.forget_requests();
        world.simulator.set_faults({{"answers",
                                     {{{"method", "GET"},
                                       {"path", "/accounts"},
                                       {"status", row.status},
                                       {"body", row.body}}}}});
        const Ended ended = world.tenantry.apply();
        CAPTURE(row.section);
        CAPTURE(row.status);
        CHECK_MESSAGE(ended.exit_code == row.exit_code, ended.text());
        CHECK_MESSAGE(ended.err.contains(row.says), ended.text());
        CHECK_MESSAGE(ended.err.contains("GET /accounts"), ended.text());
        const bool repeated = row.status == 504 || row.status == 522;
        CHECK((world.simulator.requests_by_endpoint()["GET /accounts"] > 1) == repeated);
        for (const auto& [endpoint, count] : world.simulator.requests_by_endpoint())
            CHECK_MESSAGE(endpoint.starts_with("GET "), endpoint);
    }
}

TEST_SUITE_END();
