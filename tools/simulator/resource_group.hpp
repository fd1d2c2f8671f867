// Resource groups: what the policies of an account's members are about (API reference, section 4).
// Every account has one for the whole of it; others are made by callers.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace tenantry::simulator {

class Store;

struct ResourceGroup {
    std::string id = {};
    std::string name = {};
    std::string scope_key = {};
    std::vector<std::string> objects = {};

    std::string json() const;
};

ResourceGroup resource_group_from(const nlohmann::json& json);

/// The group that covers the whole account; nobody can change it.
ResourceGroup whole_account_group(const std::string& account_id);

/// All groups of an account, the whole one first.
std::vector<ResourceGroup> resource_groups_of(const Store& store, const std::string& account_id);

std::optional<ResourceGroup> resource_group_with(const Store& store, const std::string& account_id,
                                                 const std::string& id);

} // namespace tenantry::simulator
