// What the API answers, with each member of each answer spoilt in turn: missing, null, empty, of
// another type. Whatever that does to a plan, nothing is created and nothing bought that the intact
// answers do not ask for; and what can no longer be read is told by its place. Few members are
// exempt, and the list of them says why.
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "engine/reader/reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

using namespace tenantry;

namespace {

constexpr std::string_view manifest_text = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: A
      unit: North
      type: standard
      business_name: A Inc
      settings: {enforce_twofactor: true, abuse_contact_email: abuse@a.example}
      members:
        - {email: role@a.example, roles: [Writer]}
        - email: policy@a.example
          policies: [{permission_groups: [DNS], resource_groups: [All]}]
        - {email: new@a.example, roles: [Reader]}
        - email: fine@a.example
          policies: [{permission_groups: [DNS], resource_groups: [All]}]
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {users: 60}, frequency: yearly}
        - {plan: ADVANCED_CERT_MANAGER}
      access_users:
        - {email: user@a.example, name: User}
        - {email: another@a.example}
      zones:
        - {name: a.example, type: full, paused: true, plan: business}
        - name: b.example
          plan: {rate_plan: pro, components: {page_rules: 30}, frequency: monthly}
          settings: {ssl: strict, brotli: "on", ssl_recommender: "on"}
        - {name: c.example, plan: enterprise, hold: {hold: true, include_subdomains: true}}
        - {name: d.example, type: partial}
    - name: B
      zones: [{name: z.example}, {name: new.example}]
    - {name: New, unit: North, type: enterprise}
)";

/// The intact answers, in the shapes of the API reference and its document, by path.
const std::map<std::string, std::string>& intact() {
    static const std::map<std::string, std::string> answers = {
        {"/user", R"({"id": "0a", "email": "partner@msp.example", "first_name": "P"})"},
        {"/accounts", R"([
  {"id": "a1", "name": "A", "type": "standard", "created_on": "2024-01-01T00:00:00Z",
   "managed_by": {"parent_org_id": "u1", "parent_org_name": "North"},
   "settings": {"enforce_twofactor": true, "abuse_contact_email": "abuse@a.example"}},
  {"id": "a2", "name": "B", "type": "standard", "created_on": "2024-01-01T00:00:00Z",
   "managed_by": {"parent_org_id": "u2", "parent_org_name": "South"},
   "settings": {"enforce_twofactor": false, "abuse_contact_email": null}},
  {"id": "a3", "name": "Stranger", "type": "enterprise"}])"},
        {"/user/tenants", R"([{"id": "t1", "name": "T", "create_time": "2024-01-01T00:00:00Z",
  "meta": {"flags": {"account_creation": "enabled"}, "managed_by": null}}])"},
        {"/tenants/t1", R"({"tenant_tag": "t1", "tenant_name": "T", "tenant_units": [
  {"unit_tag": "u1", "unit_name": "North", "unit_status": "active", "unit_memberships": []},
  {"unit_tag": "u2", "unit_name": "South", "unit_status": "active"}]})"},
        {"/tenants/t1/account_types", R"(["standard", "enterprise"])"},
        {"/tenants/t1/entitlements", R"({"partial_setup_allowed": {"type": "bool", "value": true},
  "cname_setup_allowed": {"type": "bool", "value": false}, "custom_entitlements": null})"},
        {"/accounts/a1/profile", R"({"business_name": "A Inc", "business_address": "Street 1",
  "business_email": "", "business_phone": "", "external_metadata": "crm:1"})"},
        {"/accounts/a1/members", R"([
  {"id": "m1", "email": "role@a.example", "status": "accepted",
   "user": {"id": "0b", "email": "role@a.example", "first_name": "R"},
   "roles": [{"id": "r1", "name": "Writer", "description": "w", "permissions": {}}],
   "policies": [{"id": "p1", "access": "allow", "permission_groups": [{"id": "g2", "name": "W"}],
                 "resource_groups": [{"id": "x1", "name": "All"}]}]},
  {"id": "m2", "user": {"email": "policy@a.example"}, "status": "pending", "roles": [],
   "policies": [{"id": "p2", "access": "allow",
                 "permission_groups": [{"id": "g1", "name": "DNS", "meta": {"label": "dns"}}],
                 "resource_groups": [{"id": "x1", "name": "All", "scope": {"key": "k"}}]}]},
  {"id": "m3", "email": "partner@msp.example", "status": "accepted",
   "roles": [{"id": "r9", "name": "Super Administrator - All Privileges"}]}])"},
        {"/accounts/a1/subscriptions", R"([
  {"id": "s1", "state": "Paid", "price": 420, "currency": "USD", "frequency": "yearly",
   "current_period_start": "2024-01-01T00:00:00Z", "zone": null,
   "rate_plan": {"id": "TEAMS_STANDARD", "public_name": "Zero Trust", "currency": "USD"},
   "component_values": [{"name": "users", "value": 60, "default": 1, "price": 7},
                        {"name": "metered", "value": 5, "kind": "usage"}]},
  {"id": "s2", "state": "Cancelled", "rate_plan": {"id": "ADVANCED_CERT_MANAGER"}},
  {"id": "s3", "state": "Paid", "rate_plan": {"id": "business"}, "zone": {"id": "z1", "name": "a.example"}}])"},
        {"/accounts/a1/access/users", R"([
  {"id": "c0a8-01", "email": "user@a.example", "name": "User", "uid": "c0a8-01", "access_seat": true,
   "created_at": "2024-01-01T00:00:00Z"}])"},
        {"/accounts/a1/roles", R"([
  {"id": "r1", "name": "Writer", "description": "w", "permissions": {"dns": {"read": true}}},
  {"id": "r2", "name": "Reader", "description": "r", "permissions": {}}])"},
        {"/accounts/a1/iam/permission_groups",
         R"([{"id": "g1", "name": "DNS", "meta": {"label": "dns"}},
  {"id": "g2", "name": "W"}])"},
        {"/accounts/a1/iam/resource_groups", R"([{"id": "x1", "name": "All"}])"},
        {"/zones", R"([
  {"id": "z1", "name": "a.example", "status": "active", "type": "full", "paused": true,
   "name_servers": ["a.ns"], "account": {"id": "a1", "name": "A"}, "plan": {"legacy_id": "business"},
   "owner": {"id": null}, "meta": {}, "created_on": "2024-01-01T00:00:00Z"},
  {"id": "z2", "name": "b.example", "type": "full", "paused": false, "account": {"id": "a1"},
   "plan": {"legacy_id": "pro"}},
  {"id": "z3", "name": "c.example", "type": "full", "paused": false, "account": {"id": "a1"},
   "plan": {"legacy_id": "free"}, "plan_pending": {"legacy_id": "enterprise"}},
  {"id": "z4", "name": "z.example", "type": "full", "paused": false, "account": {"id": "a2"}}])"},
        {"/zones/z1/subscription", R"({"id": "zs1", "state": "Paid", "frequency": "monthly",
  "rate_plan": {"id": "business"}, "component_values": []})"},
        {"/zones/z2/subscription", R"({"id": "zs2", "state": "Paid", "price": 20, "currency": "USD",
  "frequency": "monthly", "rate_plan": {"id": "partners_pro", "public_name": "Pro"},
  "component_values": [{"name": "page_rules", "value": 30, "default": 20}]})"},
        {"/zones/z3/subscription", R"({"id": "zs3", "state": "Paid", "frequency": "not-applicable",
  "rate_plan": {"id": "enterprise"}, "component_values": []})"},
        {"/zones/z2/settings", R"([
  {"id": "ssl", "value": "strict", "editable": true, "modified_on": null},
  {"id": "brotli", "value": "on", "editable": true},
  {"id": "ssl_recommender", "enabled": true, "editable": true},
  {"id": "security_header", "value": {"strict_transport_security": {"enabled": false}}}])"},
        {"/zones/z2/settings/ssl", R"({"id": "ssl", "value": "strict", "editable": true})"},
        {"/zones/z2/settings/brotli", R"({"id": "brotli", "value": "on", "editable": true})"},
        {"/zones/z2/settings/ssl_recommender",
         R"({"id": "ssl_recommender", "enabled": true, "editable": true})"},
        {"/zones/z3/hold", R"({"hold": true, "include_subdomains": true, "hold_after": null})"},
    };
    return answers;
}

const Json& parsed(const std::string& answer) {
    static std::map<std::string_view, Json> known;
    const auto [found, is_new] = known.try_emplace(answer);
    if (is_new) found->second = *parse_json(answer);
    return found->second;
}

/// Answers from the list above; one of them spoilt.
class Stage : public http::Api {
public:
    std::string spoilt_path = {};
    Json spoilt = {};
    std::set<std::string> asked = {};

    boost::asio::awaitable<std::expected<Response, Fault>> send(Request request) override {
        asked.insert(request.path);
        const auto found = intact().find(request.path);
        Response response{.status = 200};
        if (found == intact().end()) {
            // Nobody knows what is sold, for one.
            co_return std::unexpected(Fault{.category = FaultCategory::refused,
                                            .status = 404,
                                            .message = "not here",
                                            .call = request.describe()});
        }
        const Json& whole = parsed(found->second);
        response.result = request.path == spoilt_path ? spoilt : whole;
        for (const auto& [name, value] : request.query) {
            if (name == "account.id") narrow(response.result, whole, value);
        }
        const bool paged = std::ranges::any_of(
            request.query, [](const auto& parameter) { return parameter.first == "page"; });
        const JsonArray* items = response.result.items();
        if (paged && items != nullptr) {
            const auto count = static_cast<std::int64_t>(items->size());
            response.result_info = Json::object(
                {{"page", 1}, {"per_page", 50}, {"count", count}, {"total_count", count}});
        }
        co_return response;
    }
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return 0; }
    std::size_t width() const override { return 1; }

private:
    /// The server knows whose an item is, whatever the answer says of it.
    static void narrow(Json& result, const Json& whole, const std::string& account) {
        if (result.items() == nullptr) return;
        JsonArray items;
        for (std::size_t i = 0; i < result.items()->size(); ++i) {
            const bool here = (*whole.items())[i].text_of("account.id") == account;
            if (here) items.push_back((*result.items())[i]);
        }
        result = Json(std::move(items));
    }
};

/// What came of it.
struct Result {
    std::set<std::string> creates = {}; // and purchases
    std::string plan = {};
    std::string said = {}; // what went wrong, without the numbers of items
};

const KindTable& kinds() {
    static const KindTable table = kinds::all_kinds();
    return table;
}

const manifest::Loaded& wanted() {
    static const manifest::Loaded loaded =
        manifest::load_texts({{"acme.yaml", std::string(manifest_text)}}, kinds());
    return loaded;
}

std::string without_numbers(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        result += text[i];
        if (text[i] != '[') continue;
        while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9')
            ++i;
    }
    return result;
}

Result plan_with(Stage& stage) {
    boost::asio::io_context context;
    Result result;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        const reader::ReadOptions options;
        const Selection everything;
        const auto live =
            co_await reader::read_live(stage, kinds(), wanted().desired, everything, options);
        if (!live) {
            result.said = live.error().summary();
            co_return;
        }
        Diagnostics diagnostics;
        const Plan plan = planner::plan(kinds(), wanted().desired, *live, {}, diagnostics);
        for (const Step& step : plan.steps) {
            std::string line =
                step.address().text() + ": " + std::string(name_of(step.change.action));
            if (step.change.action == Action::create || step.kind().buys())
                result.creates.insert(line);
            for (const FieldChange& field : step.change.fields)
                line += " " + field.path + "=" + to_text(field.after);
            result.plan += line + "\n";
        }
        for (const Diagnostic& diagnostic : diagnostics.all())
            result.said += diagnostic.summary + "\n";
    };
    boost::asio::co_spawn(context, work(), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    context.run();
    result.said = without_numbers(result.said);
    return result;
}

/// One way to spoil one member.
struct Spoiling {
    std::string member = {}; // "result[0].rate_plan.id"
    std::string how = {};
    Json answer = {};
};

/// Spoils `here`, which stands in `answer`, and everything in it.
void spoil(const Json& answer, Json& here, const std::string& member,
           std::vector<Spoiling>& spoilings);

void spoil_members(const Json& answer, Json& here, const std::string& member,
                   std::vector<Spoiling>& spoilings) {
    if (here.members() != nullptr) {
        for (const auto& [name, value] : JsonObject(*here.members())) {
            Json* below = const_cast<Json*>(here.find(name));
            spoil(answer, *below, member + "." + name, spoilings);
            JsonObject without = *here.members();
            std::erase_if(without, [&](const JsonMember& each) { return each.first == name; });
            const Json before = std::exchange(here, Json(std::move(without)));
            spoilings.push_back({member + "." + name, "missing", answer});
            here = before;
        }
    }
    for (std::size_t i = 0; here.items() != nullptr && i < here.items()->size(); ++i) {
        Json* below = const_cast<Json*>(&(*here.items())[i]);
        spoil(answer, *below, member + "[" + std::to_string(i) + "]", spoilings);
    }
}

void spoil(const Json& answer, Json& here, const std::string& member,
           std::vector<Spoiling>& spoilings) {
    const Json intact = here;
    const auto with = [&](std::string how, Json value) {
        if (value == intact) return;
        here = std::move(value);
        spoilings.push_back({member, std::move(how), answer});
        here = intact;
    };
    with("null", Json());
    with("a number", intact.integer() == nullptr ? Json(42) : Json(1e300));
    if (intact.items() == nullptr) with("a list", Json::array({Json("x")}));
    if (intact.members() == nullptr) with("an object", Json::object({{"x", "y"}}));
    with(intact.text() == nullptr ? "a text" : "empty", Json(intact.text() == nullptr ? "x" : ""));
    spoil_members(answer, here, member, spoilings);
}

std::vector<Spoiling> spoilings_of(const std::string& text) {
    std::vector<Spoiling> spoilings;
    Json answer = *parse_json(text);
    spoil(answer, answer, "result", spoilings);
    return spoilings;
}

/// Where a member may be spoilt and the plan is another, without a word.
struct Exempt {
    std::string_view path = {};
    std::string_view member = {}; // without the numbers of items
    std::string_view how = {};    // "": in any way
    std::string_view why = {};
};
constexpr std::string_view unset = "null or left out, it has not been set (section 2)";
constexpr std::string_view any_json = "any JSON is a value of a setting, and told as such";
constexpr std::string_view other_side =
    "who has rights on one side may have none on the other (section 4, \"Both sides read back\")";
constexpr std::string_view two_places =
    "it may stand in user.email alone, and that is what is named";
constexpr std::string_view of_old = "without a state it counts as running, and is not bought again";
constexpr Exempt exempt[] = {
    {"/accounts", "result[].settings", "null", unset},
    {"/accounts", "result[].settings", "missing", unset},
    {"/accounts", "result[].settings.enforce_twofactor", "null", unset},
    {"/accounts", "result[].settings.enforce_twofactor", "missing", unset},
    {"/accounts", "result[].settings.abuse_contact_email", "null", unset},
    {"/accounts", "result[].settings.abuse_contact_email", "missing", unset},
    {"/accounts", "result[].settings.abuse_contact_email", "empty", unset},
    {"/accounts/a1/access/users", "result[].name", "null", unset},
    {"/accounts/a1/access/users", "result[].name", "missing", unset},
    {"/accounts/a1/access/users", "result[].name", "empty", unset},
    {"/accounts/a1/members", "result[].roles", "null", other_side},
    {"/accounts/a1/members", "result[].roles", "missing", other_side},
    {"/accounts/a1/members", "result[].policies", "null", other_side},
    {"/accounts/a1/members", "result[].policies", "missing", other_side},
    {"/accounts/a1/members", "result[].email", "null", two_places},
    {"/accounts/a1/members", "result[].email", "missing", two_places},
    {"/accounts/a1/profile", "result.business_name", "null", unset},
    {"/accounts/a1/profile", "result.business_name", "empty", unset},
    {"/accounts/a1/subscriptions", "result[].state", "null", of_old},
    {"/accounts/a1/subscriptions", "result[].state", "missing", of_old},
    {"/zones/z2/settings", "result[].value", "", any_json},
    {"/zones/z2/settings", "result[].enabled", "missing",
     "told of its value, which it has instead"},
};

bool is_exempt(const std::string& path, const Spoiling& spoiling) {
    return std::ranges::any_of(exempt, [&](const Exempt& each) {
        return each.path == path && each.member == without_numbers(spoiling.member) &&
               (each.how.empty() || each.how == spoiling.how);
    });
}

} // namespace

TEST_CASE("no member of an answer can be spoilt so that something is created or bought by it") {
    REQUIRE(wanted().diagnostics.empty());
    Stage stage;
    const Result as_is = plan_with(stage);
    CHECK(as_is.said == "");
    CHECK(std::ranges::count(as_is.plan, '\n') == 7); // what is new
    CHECK(as_is.creates.size() == 7);
    for (const auto& [path, text] : intact()) {
        CAPTURE(path);
        // Read one by one only where a list does not tell them.
        const bool told_otherwise = path.starts_with("/zones/z2/settings/") ||
                                    path == "/zones/z1/subscription" ||
                                    path == "/zones/z3/subscription";
        CHECK(stage.asked.contains(path) != told_otherwise);
    }
    std::size_t cases = 0;
    std::map<std::string, std::size_t> ends;
    for (const auto& [path, text] : intact()) {
        for (const Spoiling& spoiling : spoilings_of(text)) {
            ++cases;
            Stage spoilt;
            spoilt.spoilt_path = path;
            spoilt.spoilt = spoiling.answer;
            const Result result = plan_with(spoilt);
            CAPTURE(path);
            CAPTURE(spoiling.member);
            CAPTURE(spoiling.how);
            CAPTURE(result.said);
            CAPTURE(result.plan);
            CHECK(std::ranges::includes(as_is.creates, result.creates));
            const bool same = result.plan == as_is.plan && result.said == as_is.said;
            const bool named = result.said.contains(path) &&
                               result.said.contains(without_numbers(spoiling.member));
            const bool let_off = is_exempt(path, spoiling);
            CHECK((same || named || let_off));
            ++ends[same ? "the same plan" : named ? "told by its place" : "exempt"];
        }
    }
    std::cout << "spoilt answers: " << cases << " cases";
    for (const auto& [end, count] : ends)
        std::cout << ", " << count << " " << end;
    std::cout << "\n";
}
