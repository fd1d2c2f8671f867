// The manifests that most tests use: two customers, three accounts, four zones, with a profile, the
// Tenant document, settings, a paused zone, an international name and a rename; and a later version
// of them, which changes something of every sort.
#pragma once

#include "tests/support/simulator_program.hpp"
#include "tests/support/workspace.hpp"

namespace tenantry::whole {

/// The tenant that the sample wants: two units.
inline const Words sample_tenant = {"--units", "2"};

/// The account that the sample renames.
void add_account_to_rename(Simulator& simulator);

void write_sample(const Workspace& workspace);
void write_later_sample(const Workspace& workspace);

/// Manifests in two versions, and the tenant that they are for.
struct Sample {
    Words tenant = {};
    void (*prepare)(Simulator& simulator) = [](Simulator&) {};
    void (*write)(const Workspace& workspace) = nullptr;
    void (*write_later)(const Workspace& workspace) = nullptr;
    Words flags = {};           // what the later version needs to be applied
    bool service_users = false; // so it takes e-mail and key, and a store
};

/// Accounts and zones: those above.
extern const Sample names_and_zones;
/// All that there is: members by roles and by policies, plans of zones short and long, paid
/// products of accounts, defaults for them, prices. One account of it is there from the start, and
/// the later version lowers a plan.
extern const Sample people_and_money;

/// Settings and holds of zones, with plans that they need, bought in the same run. One zone is
/// there from the start.
extern const Sample settings_and_holds;

/// Plans of zones by the ids of a partner program, one of them for a zone that is there from the
/// start; the later version raises one and changes components.
extern const Sample bought_by_resellers;
extern const Sample bought_by_agencies;
extern const Sample bought_by_msps;

/// All kinds together, in the lane of a service user.
extern const Sample everything;

/// The account of people_and_money that is there from the start, and its id.
inline constexpr const char* initech = "1217ec1217ec1217ec1217ec1217ec12";

/// A Customer document with that name and those accounts (YAML, indented by two).
std::string customer(const std::string& name, const std::string& accounts);
/// The sample with the service user NAME@svc.example; its role is in service_users_tenant.
std::string customer_with_user(const std::string& name, const std::string& accounts);
inline constexpr const char* service_users_tenant = R"(apiVersion: tenantry/v1
kind: Tenant
spec: {service_users: {roles: [Administrator]}}
)";

/// Customer documents for accounts of a seeded tenant exactly as they are live, one customer an
/// account; `every` takes each nth one only.
void write_live_tenant(const Workspace& workspace, const Json& state, std::size_t every = 1);

} // namespace tenantry::whole
