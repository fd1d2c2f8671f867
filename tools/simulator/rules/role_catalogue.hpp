// The roles and permission groups that exist, the same with the same ids in every account, and
// what they allow (API reference, sections 4 and 15).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

inline constexpr std::string_view administrator_role = "05784afa30c1afe1440e79d9351c7430";
inline constexpr std::string_view super_administrator_role = "33666b9c79b9a5273fc7344ff42f953d";
inline constexpr std::string_view super_administrator_group = "8e23b19e4e0d44c29d239c5688ba8cbb";

/// The areas of the OpenAPI document's role permissions.
inline constexpr std::array<std::string_view, 12> areas = {
    "analytics", "billing",      "cache_purge", "dns", "dns_records",   "lb",
    "logs",      "organization", "ssl",         "waf", "zone_settings", "zones"};

/// A set of areas that may be read and of areas that may be written, as bits in their order.
struct Grants {
    unsigned read = 0;
    unsigned write = 0;
    bool members = false; // the right to manage members, which is no area

    bool may_read(std::string_view area) const;
    bool may_write(std::string_view area) const;
    Grants& add(const Grants& other);
};

struct Role {
    std::string id = {};
    std::string_view name = {};
    std::string_view description = {};
    Grants grants = {};

    std::string json() const;
};

const std::vector<Role>& roles();
const Role* find_role(std::string_view id);

/// What the roles of these ids grant together.
Grants grants_of(const std::vector<std::string>& role_ids);

/// A permission group grants what the role of its name grants, and has another id.
struct PermissionGroup {
    std::string id = {};
    std::string label = {}; // the API's own short word, not the name
    const Role* role = nullptr;

    std::string json() const;
};

const std::vector<PermissionGroup>& permission_groups();
const PermissionGroup* find_permission_group(std::string_view id);
const PermissionGroup& permission_group_of(const Role& role);

/// {"billing": {"read": true, "write": false}, ...}: only the areas with a grant.
std::string to_json(const Grants& grants);

} // namespace tenantry::simulator
