// Resource groups: what the policies of an account's members are about (API reference, section 4).
// Every account has one for the whole of it; others are made by callers.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::simulator {

class Store;

/// scope is an array where groups are listed and an object in the policies of members.
enum class ScopeForm : std::uint8_t { array, object };

struct ResourceGroup {
    std::string id = {};
    std::string name = {};
    std::string scope_key = {};
    std::vector<std::string> objects = {};
    bool is_built_in = false;

    std::string json(ScopeForm form = ScopeForm::array) const;
};

ResourceGroup resource_group_from(const nlohmann::json& json);

/// The group that covers the whole account; nobody can change it.
ResourceGroup whole_account_group(const std::string& account_id);

/// All groups of an account, the whole one first.
std::vector<ResourceGroup> resource_groups_of(const Store& store, const std::string& account_id);

std::optional<ResourceGroup> resource_group_with(const Store& store, const std::string& account_id,
                                                 const std::string& id);

} // namespace tenantry::simulator
