#include "tools/simulator/api/dropped.hpp"

#include <array>
#include <fmt/core.h>
#include <string_view>

namespace tenantry::simulator {
namespace {

struct Dropped {
    std::string_view operation; // * for any
    std::string_view members;   // as pointers, - for every item of a list, * for all below
    std::string_view why;       // with the section of the API reference
};

constexpr std::array<Dropped, 4> dropped_list = {{
    {"*", "(read-only)",
     "what the document marks as read-only, so that an answer can be sent back"},
    {"PATCH /zones/{zone_id}", "/plan/id",
     "seen to change nothing without a word; subscriptions do (section 6, quirk 17)"},
    {"* /*/subscription*",
     "/app/* /component_values/-/default /component_values/-/display_name /component_values/-/kind "
     "/component_values/-/price /rate_plan/currency /rate_plan/externally_managed "
     "/rate_plan/is_contract /rate_plan/public_name /rate_plan/scope /rate_plan/sets",
     "one object describes requests and answers; what is ordered is a plan and values of its "
     "components (section 7)"},
    {"PUT /accounts/{account_id}/members/{member_id}", "/roles/-/permissions/*",
     "a role is given by its id (section 4)"},
}};

} // namespace

std::string dropped_members() {
    std::string text = "Members of request bodies that are dropped without a word:\n";
    for (const Dropped& entry : dropped_list)
        text += fmt::format("  {} {}\n    {}\n", entry.operation, entry.members, entry.why);
    return text;
}

} // namespace tenantry::simulator
