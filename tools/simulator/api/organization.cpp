// Organizations (API reference, sections 3 and 21): with --organizations, the units of the tenants.
// Their lists go by tokens and not by pages.
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/api/router.hpp"
#include "tools/simulator/rules/settings.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <optional>

namespace tenantry::simulator {
namespace {

constexpr long long usual_page = 10;
constexpr long long largest_page = 100; // the reference does not say

std::string unit_as_organization_json(const Unit& unit, const Tenant& tenant) {
    const std::string parent = ObjectText{}.text("id", tenant.tag).text("name", tenant.name).take();
    return ObjectText{}
        .text("id", unit.tag)
        .text("name", unit.name)
        .text("create_time", to_rfc3339(tenant.created))
        .raw("parent", parent)
        .raw(
            "meta",
            R"({"flags":{"account_creation":"enabled","account_deletion":"enabled","account_migration":"",)"
            R"("account_mobility":"","sub_org_creation":""},"managed_by":""})")
        .take();
}

std::vector<std::string> organizations_in(const Store& store) {
    std::vector<std::string> all;
    for (const Tenant& tenant : store.tenants)
        for (const auto& unit : tenant.units)
            all.push_back(unit_as_organization_json(*unit, tenant));
    return all;
}

std::optional<long long> count_in(const Call& call, std::string_view name, long long otherwise) {
    const std::string* text = find_parameter(call.request.query, name);
    return text == nullptr ? otherwise : parse_count(*text, 1'000'000);
}

// The token is the number of the first organization of the page. User tokens work only partly, so
// here not at all.
Reply list_organizations(const Call& call) {
    if (!call.caller.user->is_administrator || call.caller.scheme == Scheme::token)
        return forbidden();
    const auto size = count_in(call, "page_size", usual_page);
    const auto first = count_in(call, "page_token", 0);
    if (!size || *size < 1 || *size > largest_page) return invalid("page_size must be 1 to 100");
    if (!first) return invalid("page_token is none that was given");
    const std::vector<std::string> all = organizations_in(call.store);
    const auto total = static_cast<long long>(all.size());
    std::string out = "[";
    const long long end = std::min(*first + *size, total);
    for (long long i = *first; i < end; ++i) {
        if (out.size() > 1) out += ',';
        out += all[static_cast<std::size_t>(i)];
    }
    const std::string next =
        end < total ? fmt::format(R"("next_page_token":"{}",)", end) : std::string();
    Reply reply = success(out + "]");
    reply.body.pop_back();
    reply.body += fmt::format(R"(,"result_info":{{{}"total_size":{}}}}})", next, total);
    return reply;
}

} // namespace

void add_organization_routes(Router& router) {
    router.add("GET", "/organizations", needs::organizations, list_organizations);
}

} // namespace tenantry::simulator
