#include "tools/simulator/rules/role_catalogue.hpp"

#include "tools/simulator/text/hex_id.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <algorithm>

namespace tenantry::simulator {
namespace {

constexpr std::uint64_t role_series = 0x526f6c6573U;
constexpr std::uint64_t group_series = 0x47726f757073U;

/// "*" is every area.
struct RoleText {
    std::string_view id; // empty: not known, made up
    std::string_view name;
    std::string_view description;
    std::string_view reads;
    std::string_view writes;
};

// Names and descriptions as in the documentation's list of account roles; what each grants is an
// approximation.
constexpr std::array<RoleText, 27> role_texts = {{
    {administrator_role, "Administrator",
     "Can access the full account and edit subscriptions. Cannot manage members nor billing "
     "profile.",
     "*", "*"},
    {super_administrator_role, "Super Administrator - All Privileges",
     "Can edit any Cloudflare setting, make purchases, update billing, and manage members.", "*",
     "*"},
    {"", "Administrator Read Only", "Can access the full account in read-only mode.", "*", ""},
    {"", "Analytics", "Can read Analytics.", "analytics organization zones", ""},
    {"", "Audit Logs Viewer", "Can view Audit Logs.", "logs organization", ""},
    {"", "Billing", "Can edit the account's billing profile and subscriptions.",
     "billing organization zones", "billing"},
    {"", "Cache Purge", "Can purge the edge cache.", "cache_purge organization zones zone_settings",
     "cache_purge"},
    {"", "Cloudflare Access", "Can edit Cloudflare Access policies.", "organization zones", ""},
    {"", "Cloudflare Gateway", "Can edit Cloudflare Gateway.", "organization", ""},
    {"", "Cloudflare Images", "Can edit Cloudflare Images.", "organization", ""},
    {"", "Cloudflare R2 Admin", "Can edit Cloudflare R2 buckets and objects.", "organization", ""},
    {"", "Cloudflare Stream", "Can edit Cloudflare Stream media.", "organization", ""},
    {"", "Cloudflare Workers Admin", "Can edit Cloudflare Workers.", "organization zones", ""},
    {"", "Cloudflare Zero Trust", "Can edit Cloudflare Zero Trust.", "organization", ""},
    {"", "Cloudflare Zero Trust Read Only", "Can access Cloudflare Zero Trust read only.",
     "organization", ""},
    {"", "DNS", "Can edit DNS records.", "dns dns_records organization zones", "dns dns_records"},
    {"", "Domain Administrator", "Can edit everything of the account's domains.",
     "analytics cache_purge dns dns_records lb logs organization ssl waf zone_settings zones",
     "cache_purge dns dns_records lb ssl waf zone_settings zones"},
    {"", "Firewall", "Can edit WAF, IP Firewall, and Zone Lockdown settings.",
     "organization waf zones", "waf"},
    {"", "Load Balancer", "Can edit Load Balancers, Pools, Origins, and Health Checks.",
     "lb organization zones", "lb"},
    {"", "Log Share", "Can edit Log Share configuration.", "logs organization zones", "logs"},
    {"", "Log Share Reader", "Can read Enterprise Log Share.", "logs organization zones", ""},
    {"", "Minimal Account Access", "Can view account, and nothing else.", "organization", ""},
    {"", "Page Shield", "Can edit Page Shield.", "organization zones", ""},
    {"", "SSL/TLS, Caching, Performance, Page Rules, and Customization",
     "Can edit most Cloudflare settings except for DNS and Firewall.",
     "cache_purge organization ssl zone_settings zones", "cache_purge ssl zone_settings"},
    {"", "Trust and Safety", "Can view and request reviews for blocks.", "organization", ""},
    {"", "Zaraz Admin", "Can edit Zaraz configuration.", "organization zones", ""},
    {"", "Domain Administrator Read Only", "Can see everything of the account's domains.",
     "analytics cache_purge dns dns_records lb logs organization ssl waf zone_settings zones", ""},
}};

unsigned bit_of(std::string_view area) {
    const auto found = std::ranges::find(areas, area);
    return found == areas.end() ? 0U : 1U << static_cast<unsigned>(found - areas.begin());
}

unsigned bits_of(std::string_view words) {
    if (words == "*") return (1U << areas.size()) - 1U;
    unsigned bits = 0;
    while (!words.empty()) {
        const auto space = words.find(' ');
        bits |= bit_of(words.substr(0, space));
        words = space == std::string_view::npos ? std::string_view{} : words.substr(space + 1);
    }
    return bits;
}

std::vector<Role> make_roles() {
    std::vector<Role> out;
    for (const RoleText& text : role_texts) {
        Role role;
        role.id = text.id.empty() ? hex_id(role_series, out.size()) : std::string{text.id};
        role.name = text.name;
        role.description = text.description;
        role.grants.read = bits_of(text.reads);
        role.grants.write = bits_of(text.writes);
        role.grants.members = text.id == super_administrator_role;
        out.push_back(std::move(role));
    }
    return out;
}

// "Domain Administrator Read Only" becomes "domain_admin_readonly". Three labels are known (API
// reference, section 4, catalogues); the others are made after them.
std::string label_of(const Role& role) {
    if (role.id == super_administrator_role) return "all_privileges";
    std::string name{role.name};
    for (const auto& [word, shorter] :
         {std::pair{"Administrator", "Admin"}, std::pair{"Read Only", "Readonly"}})
        if (const auto at = name.find(word); at != std::string::npos)
            name.replace(at, std::string_view{word}.size(), shorter);
    std::string label;
    for (const char c : lower_ascii(name)) {
        const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_word)
            label += c;
        else if (!label.empty() && label.back() != '_')
            label += '_';
    }
    return label;
}

std::vector<PermissionGroup> make_permission_groups() {
    std::vector<PermissionGroup> out;
    for (const Role& role : roles()) {
        PermissionGroup group;
        group.id = role.id == super_administrator_role ? std::string{super_administrator_group}
                                                       : hex_id(group_series, out.size());
        group.label = label_of(role);
        group.role = &role;
        out.push_back(std::move(group));
    }
    return out;
}

template<class Item>
const Item* find_by_id(const std::vector<Item>& items, std::string_view id) {
    const auto found = std::ranges::find(items, id, &Item::id);
    return found == items.end() ? nullptr : &*found;
}

} // namespace

bool Grants::may_read(std::string_view area) const { return (read & bit_of(area)) != 0; }
bool Grants::may_write(std::string_view area) const { return (write & bit_of(area)) != 0; }

Grants& Grants::add(const Grants& other) {
    read |= other.read;
    write |= other.write;
    members = members || other.members;
    return *this;
}

const std::vector<Role>& roles() {
    static const std::vector<Role> all = make_roles();
    return all;
}

const Role* find_role(std::string_view id) { return find_by_id(roles(), id); }

Grants grants_of(const std::vector<std::string>& role_ids) {
    Grants granted;
    for (const std::string& id : role_ids)
        if (const Role* role = find_role(id)) granted.add(role->grants);
    return granted;
}

const std::vector<PermissionGroup>& permission_groups() {
    static const std::vector<PermissionGroup> all = make_permission_groups();
    return all;
}

const PermissionGroup* find_permission_group(std::string_view id) {
    return find_by_id(permission_groups(), id);
}

const PermissionGroup& permission_group_of(const Role& role) {
    const auto number = static_cast<std::size_t>(&role - roles().data());
    return permission_groups()[number];
}

std::string to_json(const Grants& grants) {
    ObjectText object;
    for (const std::string_view area : areas)
        if (grants.may_read(area) || grants.may_write(area))
            object.raw(area, ObjectText{}
                                 .boolean("read", grants.may_read(area))
                                 .boolean("write", grants.may_write(area))
                                 .take());
    return object.take();
}

std::string Role::json() const {
    return ObjectText{}
        .text("id", id)
        .text("name", name)
        .text("description", description)
        .raw("permissions", to_json(grants))
        .take();
}

std::string PermissionGroup::json() const {
    const std::string meta = ObjectText{}
                                 .text("label", label)
                                 .text("scopes", "com.cloudflare.api.account")
                                 .text("editable", "false")
                                 .take();
    return ObjectText{}.text("id", id).text("name", role->name).raw("meta", meta).take();
}

} // namespace tenantry::simulator
