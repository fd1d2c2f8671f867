#include "tools/simulator/world/resource_group.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/store.hpp"

namespace tenantry::simulator {
namespace {

// Of the account and of nothing else: its id from the end.
std::string whole_account_id(const std::string& account_id) {
    return {account_id.rbegin(), account_id.rend()};
}

} // namespace

std::string ResourceGroup::json(ScopeForm form) const {
    std::string keys = "[";
    for (const std::string& key : objects) {
        if (keys.size() > 1) keys += ',';
        keys += ObjectText{}.text("key", key).take();
    }
    const std::string scope = ObjectText{}.text("key", scope_key).raw("objects", keys + "]").take();
    const std::string meta = ObjectText{}.text("editable", is_built_in ? "false" : "true").take();
    return ObjectText{}
        .text("id", id)
        .text("name", name)
        .raw("meta", meta)
        .raw("scope", form == ScopeForm::object ? scope : "[" + scope + "]")
        .take();
}

ResourceGroup resource_group_from(const nlohmann::json& json) {
    const nlohmann::json& given = member(json, "scope");
    const nlohmann::json& scope = given.is_array() && !given.empty() ? given.front() : given;
    ResourceGroup group;
    group.id = text_at(json, "id");
    group.name = text_at(json, "name");
    group.scope_key = text_at(scope, "key");
    const nlohmann::json& objects = member(scope, "objects");
    if (!objects.is_array()) return group;
    for (const nlohmann::json& object : objects)
        group.objects.push_back(text_at(object, "key"));
    return group;
}

ResourceGroup whole_account_group(const std::string& account_id) {
    ResourceGroup group;
    group.id = whole_account_id(account_id);
    group.name = "com.cloudflare.api.account." + account_id;
    group.scope_key = group.name;
    group.objects = {"*"};
    group.is_built_in = true;
    return group;
}

std::vector<ResourceGroup> resource_groups_of(const Store& store, const std::string& account_id) {
    std::vector<ResourceGroup> out{whole_account_group(account_id)};
    const auto made = store.resource_groups.find(account_id);
    if (made != store.resource_groups.end())
        out.insert(out.end(), made->second.begin(), made->second.end());
    return out;
}

std::optional<ResourceGroup> resource_group_with(const Store& store, const std::string& account_id,
                                                 const std::string& id) {
    for (const ResourceGroup& group : resource_groups_of(store, account_id))
        if (group.id == id) return group;
    return std::nullopt;
}

} // namespace tenantry::simulator
