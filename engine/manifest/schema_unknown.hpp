// Members of maps that no schema knows: what each was meant to be, and where it belongs.
#pragma once

#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/schema_scalars.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tenantry::manifest {

/// Where in a document is checked, and what may be said there.
struct CheckedPlace {
    Node root;
    std::span<const DocumentSchema> documents = {};
    std::vector<std::string> path = {}; // to the node that is checked
    bool hints = true;                  // false for what is only tried
    bool shows_values = true;
};

std::vector<std::string> names_in(const Schema& schema);

/// The member that was meant by another name, or "". `- zone: a.example` for `- name: a.example` is
/// one mistake, not two; also for the member that may stand alone, as in `plan: {name: pro}`.
std::string meant_for(const Entry& entry, const std::vector<std::string>& missing, Node node,
                      const Schema& schema, const CheckedPlace& place);
Complaint complaint_about_unknown(Node node, const Entry& entry, const Schema& schema,
                                  const CheckedPlace& place);
/// Members that belong one map further down, as those of strict_transport_security right under
/// security_header: told once, with the whole to write.
std::optional<Complaint> complaint_about_flattened(Node node, const Entry& entry,
                                                   const Schema& schema);
/// A map whose members are known may want one of them and no second.
std::optional<Complaint> complaint_about_alternatives(Node node, const Schema& schema);

} // namespace tenantry::manifest
