#include "tests/support/sample_manifests.hpp"

#include <map>

namespace tenantry::whole {
namespace {

constexpr const char* tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec:
  defaults:
    account: {settings: {enforce_twofactor: true}}
---
apiVersion: tenantry/v1
kind: Profile
metadata: {name: agency}
spec:
  defaults:
    account: {settings: {abuse_contact_email: abuse@partner.example}, external_metadata: agency}
    zone: {type: full}
)";

constexpr const char* acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme, labels: {tier: gold}}
spec:
  profiles: [agency]
  accounts:
    - name: Acme GmbH
      previously: [Acme Ltd]
      unit: EMEA resale
      business_name: Acme GmbH
      business_address: "Straße 1, Berlin"
      business_email: office@acme.example
      settings: {abuse_contact_email: abuse@acme.example}
      zones:
        - name: acme.example
        - {name: acme-shop.example, paused: true}
    - name: Acme Labs
      zones:
        - name: Bücher.example.
)";

constexpr const char* globex = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: globex}
spec:
  accounts:
    - name: Globex Corporation
      unit: APAC resale
      type: enterprise
      zones:
        - name: globex.example
)";

constexpr const char* later_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme, labels: {tier: gold}}
spec:
  profiles: [agency]
  accounts:
    - name: Acme Group
      previously: [Acme GmbH, Acme Ltd]
      unit: EMEA resale
      business_name: Acme Group
      business_phone: "+49 30 1"
      external_metadata: "crm:4711"
      settings: {abuse_contact_email: security@acme.example, enforce_twofactor: false}
      zones:
        - {name: acme.example, paused: true}
        - {name: acme-shop.example, paused: false, type: partial}
        - name: acme-news.example
    - name: Acme Labs
      zones:
        - name: xn--bcher-kva.example
)";

constexpr const char* later_globex = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: globex}
spec:
  accounts:
    - name: Globex Corporation
      unit: APAC resale
      settings: {abuse_contact_email: abuse@globex.example}
      zones:
        - name: globex.example
    - name: Globex Labs
      unit: APAC resale
      zones:
        - name: globex-labs.example
)";

constexpr const char* paying_tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec:
  defaults:
    account: {settings: {enforce_twofactor: true}}
    member: {roles: [Administrator Read Only]}
  prices:
    - {plan: pro, price: 20, currency: USD}
    - {plan: business, price: 2400, currency: USD, frequency: yearly}
    - {plan: business, price: 12, per: page_rules, included: 50, currency: USD, frequency: yearly}
    - {plan: TEAMS_STANDARD, price: 7, per: users, currency: USD, frequency: yearly}
    - {plan: WORKERS_PAID, price: 5, currency: USD}
---
apiVersion: tenantry/v1
kind: Profile
metadata: {name: shop}
spec:
  defaults:
    zone: {plan: pro}
)";

constexpr const char* paying_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  profiles: [shop]
  accounts:
    - name: Acme GmbH
      unit: EMEA resale
      members:
        - {email: Ops@acme.example, roles: [Administrator, DNS]}
        - email: audit@acme.example
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {users: 50}, frequency: annual}
      access_users:
        - {email: JDoe@acme.example, name: Jane Doe}
        - email: max@acme.example
      zones:
        - name: acme.example
        - name: acme-shop.example
          plan: {rate_plan: PARTNERS_BIZ, components: {page_rules: 60}, frequency: yearly}
)";

constexpr const char* paying_initech = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: initech}
spec:
  accounts:
    - name: Initech
      members:
        - email: dns@initech.example
          policies:
            - permission_groups: [DNS]
              resource_groups: [com.cloudflare.api.account.1217ec1217ec1217ec1217ec1217ec12]
      subscriptions: []
      zones:
        - {name: initech.example, plan: free}
)";

constexpr const char* paying_later_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  profiles: [shop]
  accounts:
    - name: Acme GmbH
      unit: EMEA resale
      members:
        - {email: ops@acme.example, roles: [DNS, Analytics]}
        - email: audit@acme.example
        - {email: new@acme.example, roles: [Billing]}
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {users: 80}, frequency: yearly}
        - {plan: workers_paid}
      access_users:
        - {email: jdoe@acme.example, name: Jane Roe}
        - email: max@acme.example
        - {email: third@acme.example, name: Third}
      zones:
        - name: acme.example
          plan: {rate_plan: pro, components: {page_rules: 25}}
        - {name: acme-shop.example, plan: pro}
)";

constexpr const char* paying_later_initech = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: initech}
spec:
  accounts:
    - name: Initech
      members:
        - email: dns@initech.example
          policies:
            - permission_groups: [DNS, Analytics]
              resource_groups: [com.cloudflare.api.account.1217ec1217ec1217ec1217ec1217ec12]
      subscriptions: []
      zones:
        - {name: initech.example, plan: business}
)";

constexpr const char* set_tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec:
  defaults:
    zone: {settings: {ssl: strict}}
)";

constexpr const char* set_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      zones:
        - name: old.example
          plan: pro
          settings: {mirage: on, minify: {css: on}, browser_cache_ttl: 3600}
        - name: Bücher.example
        - name: held.example.net
          plan: enterprise
          hold: {hold: true, include_subdomains: true}
)";

constexpr const char* set_later_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  accounts:
    - name: Acme GmbH
      zones:
        - name: old.example
          settings: {mirage: off, minify: {js: on}, ssl_recommender: on}
        - name: Bücher.example
          plan: enterprise
          settings: {ssl: full, true_client_ip_header: on}
          hold: false
        - name: held.example.net
          hold: {hold: true, include_subdomains: false}
)";

void add_old_zone(Simulator& simulator) {
    simulator.add_zone("old.example", simulator.add_account({{"name", "Acme GmbH"}}));
}

void write_settings(const Workspace& workspace) {
    workspace.write("manifests/tenant.yaml", set_tenant);
    workspace.write("manifests/acme.yaml", set_acme);
}

void write_later_settings(const Workspace& workspace) {
    workspace.write("manifests/acme.yaml", set_later_acme);
}

void write_plans(const Workspace& workspace, const char* program, const std::string& one,
                 const std::string& other) {
    workspace.write("manifests/tenant.yaml", "apiVersion: tenantry/v1\nkind: Tenant\nspec: "
                                             "{program: " +
                                                 std::string(program) + "}\n");
    workspace.write(
        "manifests/acme.yaml",
        customer("acme", "- name: Acme GmbH\n  zones:\n    - {name: old.example, plan: " + one +
                             "}\n    - {name: new.example, plan: " + other + "}"));
}

constexpr const char* sixty = "{rate_plan: business, components: {page_rules: 60}}";
constexpr const char* seventy = "{rate_plan: business, components: {page_rules: 70}}";

void write_resellers(const Workspace& workspace) {
    write_plans(workspace, "reseller", "pro", sixty);
}
void write_later_resellers(const Workspace& workspace) {
    write_plans(workspace, "reseller", "business", seventy);
}
void write_agencies(const Workspace& workspace) { write_plans(workspace, "agency", "pro", sixty); }
void write_later_agencies(const Workspace& workspace) {
    write_plans(workspace, "agency", "business", seventy);
}
// They buy one class of plan only.
void write_msps(const Workspace& workspace) { write_plans(workspace, "msp", "business", sixty); }
void write_later_msps(const Workspace& workspace) { write_plans(workspace, "msp", sixty, seventy); }

void add_initech(Simulator& simulator) {
    simulator.add_account({{"name", "Initech"}, {"id", initech}});
}

void write_paying(const Workspace& workspace) {
    workspace.write("manifests/tenant.yaml", paying_tenant);
    workspace.write("manifests/acme.yaml", paying_acme);
    workspace.write("manifests/initech.yaml", paying_initech);
}

void write_paying_later(const Workspace& workspace) {
    workspace.write("manifests/acme.yaml", paying_later_acme);
    workspace.write("manifests/initech.yaml", paying_later_initech);
}

} // namespace

const Sample names_and_zones = {.tenant = sample_tenant,
                                .prepare = add_account_to_rename,
                                .write = write_sample,
                                .write_later = write_later_sample};

const Sample people_and_money = {.tenant = sample_tenant,
                                 .prepare = add_initech,
                                 .write = write_paying,
                                 .write_later = write_paying_later,
                                 .flags = {"--allow-downgrade"}};

const Sample settings_and_holds = {
    .prepare = add_old_zone, .write = write_settings, .write_later = write_later_settings};

const Sample bought_by_resellers = {.tenant = {"--program", "reseller"},
                                    .prepare = add_old_zone,
                                    .write = write_resellers,
                                    .write_later = write_later_resellers};
const Sample bought_by_agencies = {.tenant = {"--program", "agency"},
                                   .prepare = add_old_zone,
                                   .write = write_agencies,
                                   .write_later = write_later_agencies};
const Sample bought_by_msps = {.tenant = {"--program", "msp"},
                               .prepare = add_old_zone,
                               .write = write_msps,
                               .write_later = write_later_msps};

void add_account_to_rename(Simulator& simulator) { simulator.add_account({{"name", "Acme Ltd"}}); }

void write_sample(const Workspace& workspace) {
    workspace.write("manifests/tenant.yaml", tenant);
    workspace.write("manifests/customers/acme.yaml", acme);
    workspace.write("manifests/customers/globex.yml", globex);
}

void write_later_sample(const Workspace& workspace) {
    workspace.write("manifests/customers/acme.yaml", later_acme);
    workspace.write("manifests/customers/globex.yml", later_globex);
}

std::string customer(const std::string& name, const std::string& accounts) {
    std::string indented = "    ";
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        indented += accounts[i];
        const bool line_ends = accounts[i] == '\n' && i + 1 < accounts.size();
        if (line_ends) indented += "    ";
    }
    return "---\napiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: " + name +
           "}\nspec:\n  accounts:\n" + indented + "\n";
}

std::string customer_with_user(const std::string& name, const std::string& accounts) {
    std::string text = customer(name, accounts);
    const auto spec = text.find("\nspec:");
    text.insert(text.find('\n', spec + 1), "\n  service_user: {email: " + name + "@svc.example}");
    return text;
}

void write_live_tenant(const Workspace& workspace, const Json& state, std::size_t every) {
    std::map<std::string, Json> zones;
    for (const Json& zone : state.at("zones")) {
        const Json wanted = {{"name", zone.at("name")}, {"paused", zone.at("paused")}};
        zones[zone.at("account").at("id").get<std::string>()].push_back(wanted);
    }
    // A file of a thousand customers stays well below the limit of 4 MiB.
    std::map<std::size_t, std::string> files;
    const Json& accounts = state.at("accounts");
    for (std::size_t i = 0; i < accounts.size(); i += every) {
        Json wanted = {{"name", accounts[i].at("name")},
                       {"type", accounts[i].at("type")},
                       {"settings", accounts[i].at("settings")}};
        std::erase_if(wanted["settings"].get_ref<Json::object_t&>(),
                      [](const auto& setting) { return setting.second.is_null(); });
        const Json& own = zones[accounts[i].at("id").get<std::string>()];
        wanted["zones"] = own.is_null() ? Json::array() : own;
        files[i / 1000] += customer("c" + std::to_string(i), "- " + wanted.dump());
    }
    for (const auto& [number, text] : files)
        workspace.write("manifests/live-" + std::to_string(number) + ".yaml", text);
}

} // namespace tenantry::whole
