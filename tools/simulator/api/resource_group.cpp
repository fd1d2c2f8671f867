// What callers may do with the resource groups of an account (API reference, section 4).
#include "tools/simulator/world/resource_group.hpp"
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"

namespace tenantry::simulator {
namespace {

Reply list_groups(const Call& call) {
    const Fields& query = call.request.query;
    const auto page = read_page(query);
    if (!page) return page.error();
    const std::string* id = find_parameter(query, "id");
    const std::string* name = find_parameter(query, "name");
    auto groups = resource_groups_of(call.store, call.ids[0]);
    std::erase_if(groups, [&](const ResourceGroup& group) {
        return (id != nullptr && group.id != *id) || (name != nullptr && group.name != *name);
    });
    return page_of(groups, *page, false,
                   [](std::string& out, const ResourceGroup& group) { out += group.json(); });
}

Reply get_group(const Call& call) {
    const auto group = resource_group_with(call.store, call.ids[0], call.ids[1]);
    if (!group) return not_found(call.request.path);
    return success(group->json());
}

// What the body leaves out is as before: the OpenAPI document requires nothing of an update.
std::expected<ResourceGroup, Reply> read_group(const Call& call, const ResourceGroup& before) {
    const auto body = read_object(call.request);
    if (!body) return std::unexpected(body.error());
    ResourceGroup group = resource_group_from(*body);
    if (!body->contains("name")) group.name = before.name;
    if (!body->contains("scope")) {
        group.scope_key = before.scope_key;
        group.objects = before.objects;
    }
    if (group.name.empty()) return std::unexpected(invalid("name is required", "/name"));
    if (group.scope_key.empty())
        return std::unexpected(invalid("scope.key is required", "/scope/key"));
    if (group.objects.empty())
        return std::unexpected(invalid("scope.objects needs a key", "/scope/objects"));
    return group;
}

Reply post_group(const Call& call) {
    auto group = read_group(call, {});
    if (!group) return group.error();
    group->id = call.store.new_id();
    call.store.resource_groups[call.ids[0]].push_back(*group);
    return success(group->json());
}

// The made group of the path; null for an unknown one and for that of the whole account.
ResourceGroup* made_group(const Call& call) {
    const auto made = call.store.resource_groups.find(call.ids[0]);
    if (made == call.store.resource_groups.end()) return nullptr;
    const auto found = std::ranges::find(made->second, call.ids[1], &ResourceGroup::id);
    return found == made->second.end() ? nullptr : &*found;
}

Reply put_group(const Call& call) {
    ResourceGroup* known = made_group(call);
    if (known == nullptr) return not_found(call.request.path);
    auto group = read_group(call, *known);
    if (!group) return group.error();
    group->id = known->id;
    *known = std::move(*group);
    return success(known->json());
}

Reply delete_group(const Call& call) {
    if (made_group(call) == nullptr) return not_found(call.request.path);
    std::erase_if(call.store.resource_groups[call.ids[0]],
                  [&](const ResourceGroup& group) { return group.id == call.ids[1]; });
    return success(ObjectText{}.text("id", call.ids[1]).take());
}

} // namespace

void add_resource_group_routes(Router& router) {
    router.add("GET", "/accounts/{account_id}/iam/resource_groups", needs::members, list_groups);
    router.add("POST", "/accounts/{account_id}/iam/resource_groups", needs::members, post_group);
    router.add("GET", "/accounts/{account_id}/iam/resource_groups/{resource_group_id}",
               needs::members, get_group);
    router.add("PUT", "/accounts/{account_id}/iam/resource_groups/{resource_group_id}",
               needs::members, put_group);
    router.add("DELETE", "/accounts/{account_id}/iam/resource_groups/{resource_group_id}",
               needs::members, delete_group);
}

} // namespace tenantry::simulator
