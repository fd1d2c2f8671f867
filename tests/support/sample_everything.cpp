// The sample with all kinds of resources in one customer that has a service user, and beside it a
// customer that has none.
#include "tests/support/sample_manifests.hpp"

namespace tenantry::whole {
namespace {

constexpr const char* tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec:
  service_users: {roles: [Administrator]}
  defaults:
    zone: {settings: {ssl: strict}}
  prices:
    - {plan: pro, price: 20, currency: USD}
    - {plan: TEAMS_STANDARD, price: 7, per: users, currency: USD}
)";

constexpr const char* later_tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec:
  service_users: {roles: [Administrator, DNS]}
  defaults:
    zone: {settings: {ssl: full}}
)";

constexpr const char* acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  service_user: {email: Acme@svc.example}
  accounts:
    - name: Acme GmbH
      unit: EMEA resale
      business_name: Acme GmbH
      external_metadata: "crm:4711"
      settings: {enforce_twofactor: true}
      members:
        - {email: ops@acme.example, roles: [Administrator]}
      subscriptions:
        - {plan: TEAMS_STANDARD, components: {users: 50}, frequency: monthly}
      access_users:
        - {email: jdoe@acme.example, name: Jane Doe}
      zones:
        - {name: acme.example, plan: pro, settings: {mirage: on}}
        - {name: acme-shop.example, hold: false}
)";

constexpr const char* later_acme = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: acme}
spec:
  service_user: {email: Acme@svc.example}
  accounts:
    - name: Acme Group
      previously: [Acme GmbH]
      unit: EMEA resale
      business_name: Acme Group
      settings: {enforce_twofactor: false}
      members:
        - {email: ops@acme.example, roles: [Administrator, DNS]}
      access_users:
        - {email: jdoe@acme.example, name: Jane Roe}
      zones:
        - {name: acme.example, settings: {mirage: off}}
        - {name: acme-shop.example, paused: true}
    - name: Acme Labs
      unit: EMEA resale
      zones:
        - {name: acme-labs.example}
)";

constexpr const char* globex = R"(apiVersion: tenantry/v1
kind: Customer
metadata: {name: globex}
spec:
  accounts:
    - name: Globex
      unit: APAC resale
      zones: [{name: globex.example}]
)";

void write(const Workspace& workspace) {
    workspace.write("manifests/tenant.yaml", tenant);
    workspace.write("manifests/acme.yaml", acme);
    workspace.write("manifests/globex.yaml", globex);
}

void write_later(const Workspace& workspace) {
    workspace.write("manifests/tenant.yaml", later_tenant);
    workspace.write("manifests/acme.yaml", later_acme);
}

} // namespace

const Sample everything = {
    .tenant = sample_tenant, .write = write, .write_later = write_later, .service_users = true};

} // namespace tenantry::whole
