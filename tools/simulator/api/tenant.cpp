#include "tools/simulator/api/tenant.hpp"

#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/rules/entitlements.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"

#include <fmt/core.h>
#include <span>

namespace tenantry::simulator {
namespace {

std::string tenant_membership_json(const User& user) {
    return ObjectText{}
        .text("user_tag", user.id)
        .text("user_email", user.email)
        .text("user_name", user.first_name + " " + user.last_name)
        .take();
}

std::string unit_json(const Unit& unit, const User& member) {
    return ObjectText{}
        .text("unit_tag", unit.tag)
        .text("unit_name", unit.name)
        .text("unit_status", "active")
        .raw("unit_metadata", "{}")
        .raw("unit_memberships", "[" + tenant_membership_json(member) + "]")
        .take();
}

// All settings are nullable here, and there are more of them than at /accounts (section 3).
void append_tenant_account(std::string& out, const Account& account) {
    ObjectText settings;
    settings.text_or_null("abuse_contact_email", account.abuse_contact_email);
    settings.null("access_approval_expiry").null("api_access_enabled");
    settings.null("default_nameservers").boolean("enforce_twofactor", account.enforce_twofactor);
    settings.null("use_account_custom_ns_by_default");
    out += ObjectText{}
               .text("id", account.id)
               .text("name", account.name)
               .text("type", account.type)
               .text("created_on", to_rfc3339(account.created_on))
               .raw("settings", settings.take())
               .take();
}

std::string entitlement(bool value) {
    return ObjectText{}.text("type", "bool").boolean("value", value).take();
}

std::string entitlements_json(const Settings& settings) {
    const std::string certificates =
        ObjectText{}.text("type", "max_count").number("value", 0).take();
    return ObjectText{}
        .raw("allow_add_subdomain", entitlement(holds(settings, "allow_add_subdomain")))
        .raw("allow_auto_accept_invites", entitlement(holds(settings, "allow_auto_accept_invites")))
        .raw("cname_setup_allowed", entitlement(holds(settings, "cname_setup_allowed")))
        .raw("partial_setup_allowed", entitlement(holds(settings, "partial_setup_allowed")))
        .raw("mhs_certificate_count", certificates)
        .null("custom_entitlements")
        .take();
}

Reply get_tenant(const Call& call) {
    return success(tenant_json(*call.tenant, *call.caller.user, call.settings));
}

Shelf<Account>::Items accounts_of(const Tenant& tenant, const Call& call) {
    const Shelf<Account>& shelf = call.store.accounts.listed(call.now);
    Shelf<Account>::Items items;
    for (const auto& unit : tenant.units)
        for (const auto& account : shelf.children_of(unit->tag))
            items.push_back(account);
    std::ranges::sort(items, {}, [](const auto& account) { return account->sequence; });
    return items;
}

// The documentation demands page and per_page, the OpenAPI document knows neither (section 13.3):
// without them the whole list comes, except with --quirks. direction is 0 or 1 here.
Reply list_tenant_accounts(const Call& call) {
    const bool paged = find_parameter(call.request.query, "page") != nullptr &&
                       find_parameter(call.request.query, "per_page") != nullptr;
    if (call.settings.quirks && !paged) return invalid("page and per_page are required");
    const auto items = accounts_of(*call.tenant, call);
    PageRules rules;
    rules.smallest = 1;
    rules.largest = 1000;
    auto page = read_page(call.request.query, rules);
    if (!page) return page.error();
    if (!paged) page->size = std::max<long long>(1, std::ssize(items));
    const std::string* direction = find_parameter(call.request.query, "direction");
    const bool backwards = direction != nullptr && *direction == "1";
    return page_of(items, *page, backwards, [](std::string& out, const auto& account) {
        append_tenant_account(out, *account);
    });
}

Reply list_account_types(const Call& call) {
    std::string out = "[";
    for (const std::string& type : call.settings.account_types) {
        if (out.size() > 1) out += ',';
        out += quoted_text(type);
    }
    return success(out + "]");
}

Reply list_tenant_memberships(const Call& call) {
    return success("[" + tenant_membership_json(*call.caller.user) + "]");
}

Reply get_entitlements(const Call& call) { return success(entitlements_json(call.settings)); }

} // namespace

std::string tenant_json(const Tenant& tenant, const User& member, const Settings& settings) {
    std::string units = "[";
    for (const auto& unit : tenant.units) {
        if (settings.organizations) break;
        if (units.size() > 1) units += ',';
        units += unit_json(*unit, member);
    }
    ObjectText object;
    object.text("tenant_tag", tenant.tag).text("tenant_name", tenant.name);
    object.text("tenant_type", "partner").text("tenant_status", "active");
    object.raw("tenant_labels", "[]");
    object.raw("tenant_contacts", ObjectText{}.text("email", member.email).take());
    object.raw("tenant_metadata", R"({"dns":{"ns_pool":{"primary":"ns.cloudflare.com",)"
                                  R"("secondary":"ns.cloudflare.com"}}})");
    object.raw("tenant_network", "{}").raw("tenant_units", units + "]");
    object.text("cdate", to_rfc3339(tenant.created)).text("edate", to_rfc3339(tenant.created));
    return object.take();
}

std::string documented_tenant_json(const Tenant& tenant, const User& member,
                                   const Settings& settings) {
    std::string out = tenant_json(tenant, member, settings);
    out.pop_back();
    return out + ",\"tenant_memberships\":[" + tenant_membership_json(member) + "]," +
           "\"tenant_entitlements\":" + entitlements_json(settings) + "}";
}

std::string organization_json(const Tenant& tenant, const Settings& settings) {
    const auto flag = [](bool value) { return value ? "enabled" : "disabled"; };
    const std::string flags =
        ObjectText{}
            .text("account_creation", "enabled")
            .text("account_deletion", "enabled")
            .text("account_migration", "disabled")
            .text("account_mobility", flag(settings.account_mobility))
            .text("sub_org_creation", "disabled")
            .text("enterprise_capability", flag(may_have_account_type(settings, "enterprise")))
            .text("member_management", "enabled")
            .take();
    const std::string meta = ObjectText{}
                                 .raw("flags", flags)
                                 .raw("hierarchy_tags", "[" + quoted_text(tenant.tag) + "]")
                                 .text("managed_by", "")
                                 .take();
    return ObjectText{}
        .text("id", tenant.tag)
        .text("name", tenant.name)
        .text("create_time", to_rfc3339(tenant.created))
        .raw("meta", meta)
        .take();
}

void add_tenant_routes(Router& router) {
    router.add("GET", "/tenants/{tenant_id}", needs::tenant, get_tenant);
    router.add("GET", "/tenants/{tenant_id}/accounts", needs::tenant, list_tenant_accounts);
    router.add("GET", "/tenants/{tenant_id}/account_types", needs::tenant, list_account_types);
    router.add("GET", "/tenants/{tenant_id}/memberships", needs::tenant, list_tenant_memberships);
    router.add("GET", "/tenants/{tenant_id}/entitlements", needs::tenant, get_entitlements);
}

} // namespace tenantry::simulator
