// What members can be given: roles and permission groups (API reference, section 4). The same in
// every account.
#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/rules/role_catalogue.hpp"
#include "tools/simulator/text/json_text.hpp"

namespace tenantry::simulator {
namespace {

template<class Item>
void append_json(std::string& out, const Item& item) {
    out += item.json();
}

// How many a page may hold is not documented (API reference, section 1.4).
Reply list_roles(const Call& call) {
    PageRules rules;
    rules.normal = 100;
    rules.largest = 100;
    const auto page = read_page(call.request.query, rules);
    if (!page) return page.error();
    return page_of(roles(), *page, false, append_json<Role>);
}

Reply get_role(const Call& call) {
    const Role* role = find_role(call.ids[1]);
    if (role == nullptr) return not_found(call.request.path);
    return success(role->json());
}

// True when the parameter is absent or says the same.
bool parameter_fits(const Fields& query, std::string_view name, std::string_view value) {
    const std::string* wanted = find_parameter(query, name);
    return wanted == nullptr || *wanted == value;
}

Reply list_permission_groups(const Call& call) {
    const Fields& query = call.request.query;
    const auto page = read_page(query);
    if (!page) return page.error();
    std::vector<PermissionGroup> chosen;
    for (const PermissionGroup& group : permission_groups())
        if (parameter_fits(query, "id", group.id) &&
            parameter_fits(query, "name", group.role->name) &&
            parameter_fits(query, "label", group.label))
            chosen.push_back(group);
    return page_of(chosen, *page, false, append_json<PermissionGroup>);
}

Reply get_permission_group(const Call& call) {
    const PermissionGroup* group = find_permission_group(call.ids[1]);
    if (group == nullptr) return not_found(call.request.path);
    return success(group->json());
}

} // namespace

void add_catalogue_routes(Router& router) {
    router.add("GET", "/accounts/{account_id}/roles", needs::account, list_roles);
    router.add("GET", "/accounts/{account_id}/roles/{role_id}", needs::account, get_role);
    router.add("GET", "/accounts/{account_id}/iam/permission_groups", needs::account,
               list_permission_groups);
    router.add("GET", "/accounts/{account_id}/iam/permission_groups/{permission_group_id}",
               needs::account, get_permission_group);
}

} // namespace tenantry::simulator
