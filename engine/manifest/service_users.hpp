// What manifests do not write of a service user: that each account of its customer has it as a
// member. Its rights stand in a section of the Tenant document.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/draft.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"

#include <optional>
#include <string>

namespace tenantry::manifest {

/// The section of the Tenant document's spec that gives memberships their fields, if it stands.
std::optional<Node> service_user_section(const Node& spec, const KindTable& kinds);

/// Adds a membership of each account of a customer with a service user, at whose place it stands.
void add_memberships(CustomerDraft& draft, const KindTable& kinds);

/// Whether objects of the kind come along with a service user and are written nowhere.
bool comes_along(const Kind& kind, const KindTable& kinds);

/// Whether the address of a resource comes before those of its kind's siblings: the user, because
/// steps wait for what stands before them.
bool comes_first(const Resource& resource, const KindTable& kinds);

/// That one of `names` is missing in the section that gives memberships their rights.
Diagnostic without_rights(const Resource& membership, const std::string& names, Position place,
                          const KindTable& kinds);

/// Adds an error for each resource that is written although it would be the same live object as a
/// membership: a member that is the customer's service user.
void check_memberships(const Desired& desired, const KindTable& kinds, Diagnostics& diagnostics);

} // namespace tenantry::manifest
