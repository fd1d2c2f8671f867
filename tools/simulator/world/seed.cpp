#include "tools/simulator/world/seed.hpp"

#include "tools/simulator/text/hex_id.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <array>
#include <fmt/core.h>
#include <string_view>

namespace tenantry::simulator {
namespace {

constexpr std::array<std::string_view, 8> tenant_names = {
    "Nordlicht Partners", "Blue Harbor MSP",  "Kestrel Hosting", "Alpenblick Agentur",
    "Southbank Digital",  "Meridian Managed", "Tidewater Cloud", "Rivage Services"};
constexpr std::array<std::string_view, 6> unit_names = {
    "EMEA resale", "APAC resale", "Americas resale", "Public sector", "Agencies", "Direct"};
constexpr std::array<std::string_view, 24> first_words = {
    "Acme",    "Aurora", "Birch",   "Cobalt",  "Delta",  "Ember", "Falcon", "Granite",
    "Harbor",  "Indigo", "Juniper", "Kestrel", "Lumen",  "Maple", "Nimbus", "Orchid",
    "Pioneer", "Quartz", "Raven",   "Summit",  "Timber", "Umber", "Vertex", "Willow"};
constexpr std::array<std::string_view, 16> second_words = {
    "Logistics", "Bakery",    "Textiles", "Robotics", "Dental", "Travel", "Energy", "Foods",
    "Media",     "Insurance", "Outdoor",  "Motors",   "Books",  "Optics", "Garden", "Studio"};
constexpr std::array<std::string_view, 5> company_forms = {"GmbH", "Ltd", "Inc", "SARL", "AG"};
constexpr std::array<std::string_view, 10> site_words = {
    "www", "shop", "blog", "mail", "app", "store", "media", "events", "docs", "jobs"};

// Apart from the ids of other objects, which the seeds make in a row.
constexpr std::uint64_t member_series = 0x5365656465644dU;
constexpr std::uint64_t subscription_series = 0x53656564656453U;

// Moments of the seeded objects count from here, so that a seeded tenant has no trace of today.
const Time first_moment = Time{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}};

std::string numbered(std::string_view name, int n, std::size_t names) {
    const auto round = static_cast<std::size_t>(n) / names;
    return round == 0 ? std::string{name} : fmt::format("{} {}", name, round + 1);
}

struct CompanyName {
    std::string account; // "Acme Bakery 17 GmbH"
    std::string domain;  // "acme-bakery-17"
};

CompanyName company_name(int n) {
    const auto i = static_cast<std::size_t>(n);
    const auto first = first_words[i % first_words.size()];
    const auto second = second_words[i / first_words.size() % second_words.size()];
    const auto round = i / (first_words.size() * second_words.size());
    const auto form = company_forms[i % company_forms.size()];
    CompanyName name;
    name.account = round == 0 ? fmt::format("{} {} {}", first, second, form)
                              : fmt::format("{} {} {} {}", first, second, round + 1, form);
    name.domain = lower_ascii(round == 0 ? fmt::format("{}-{}", first, second)
                                         : fmt::format("{}-{}-{}", first, second, round + 1));
    return name;
}

std::string zone_name(const std::string& domain, int n) {
    if (n == 0) return domain + ".example";
    const auto i = static_cast<std::size_t>(n - 1);
    const auto word = site_words[i % site_words.size()];
    const auto round = i / site_words.size();
    return round == 0 ? fmt::format("{}-{}.example", domain, word)
                      : fmt::format("{}-{}{}.example", domain, word, round + 1);
}

std::shared_ptr<const Account> add_account(Store& store, int n,
                                           const std::vector<std::shared_ptr<const Unit>>& units,
                                           const CompanyName& name) {
    Account account;
    account.id = store.new_id();
    account.sequence = store.new_sequence();
    account.name = name.account;
    account.type = n % 10 == 9 ? "enterprise" : "standard";
    account.created_on = first_moment + std::chrono::minutes{7} * n;
    account.unit = units[static_cast<std::size_t>(n) % units.size()];
    account.enforce_twofactor = n % 4 == 0;
    if (n % 3 == 0) account.abuse_contact_email = fmt::format("abuse@{}.example", name.domain);
    account.profile.business_name = name.account;
    account.profile.business_email = fmt::format("office@{}.example", name.domain);
    account.profile.external_metadata = fmt::format("crm:{}", 4000 + n);
    auto item = std::make_shared<const Account>(std::move(account));
    store.accounts.put(item, Time{});
    store.members_to_make.accounts.emplace(item->id, n);
    return item;
}

void add_zone(Store& store, const std::shared_ptr<const Account>& account, std::string name,
              std::string plan, int n) {
    Zone zone;
    zone.id = store.new_id();
    zone.sequence = store.new_sequence();
    zone.name = std::move(name);
    zone.ascii = zone.name;
    zone.account = account;
    zone.original_name_servers = {"ns1.registrar.example", "ns2.registrar.example"};
    zone.created_on = account->created_on + std::chrono::hours{1} + std::chrono::minutes{n};
    zone.modified_on = zone.created_on;
    if (zone.sequence % 8 != 0) {
        zone.status = "active";
        zone.activated_on = zone.created_on + std::chrono::hours{2};
    }
    zone.paused = zone.sequence % 50 == 0;
    zone.plan = std::move(plan);
    fit_to_type(zone);
    // Time{}: seeded objects are in every list at once, whatever the lag.
    store.zones.put(std::make_shared<const Zone>(std::move(zone)), Time{});
}

Member seeded_member(const std::string& account_id, std::string_view role, std::string email,
                     std::string_view status, std::uint64_t n) {
    Member member;
    member.id = hex_id(member_series, n);
    member.account_id = account_id;
    member.email = std::move(email);
    member.status = status;
    const auto known = std::ranges::find(roles(), role, &Role::name);
    member.roles = {known->id};
    return member;
}

// Every fourth account has a paid zone, its first: sparse, as in a real tenant.
std::string seeded_plan(int account, int zone) {
    constexpr std::array<std::string_view, 3> paid = {"pro", "business", "enterprise"};
    if (zone != 0 || account % 4 != 1) return "free";
    return std::string{paid[static_cast<std::size_t>(account) / 4 % paid.size()]};
}

// Every fifth account bought something for itself.
void add_subscription(Store& store, const Account& account, int n) {
    constexpr std::array<std::string_view, 3> bought = {"TEAMS_STANDARD", "PARTNERS_WORKERS_SS",
                                                        "PARTNERS_LOAD_BALANCING"};
    if (n % 5 != 2) return;
    Subscription subscription;
    subscription.id = hex_id(subscription_series, static_cast<std::uint64_t>(n));
    subscription.sequence = store.new_sequence();
    subscription.account_id = account.id;
    subscription.plan = bought[static_cast<std::size_t>(n) / 5 % bought.size()];
    subscription.started = account.created_on + std::chrono::hours{3};
    store.subscriptions.put_everywhere(
        std::make_shared<const Subscription>(std::move(subscription)));
}

} // namespace

std::vector<Member> seeded_members(const std::string& account_id, int number,
                                   const std::string& creator) {
    const std::string domain = company_name(number).domain + ".example";
    const std::uint64_t first = 4U * static_cast<std::uint64_t>(number);
    std::vector<Member> members;
    members.push_back(seeded_member(account_id, "Super Administrator - All Privileges", creator,
                                    "accepted", first));
    members.push_back(
        seeded_member(account_id, "Administrator", "office@" + domain, "accepted", first + 1));
    if (number % 3 == 0)
        members.push_back(
            seeded_member(account_id, "Billing", "billing@" + domain, "pending", first + 2));
    return members;
}

std::vector<Tenant> make_tenants(int tenants, int units_each, std::uint64_t seed) {
    std::vector<Tenant> out;
    for (int t = 0; t < tenants; ++t) {
        const auto number = static_cast<std::uint64_t>(t);
        Tenant tenant;
        tenant.tag = hex_id(seed, 0x7e4a47000000U + number);
        tenant.name = numbered(tenant_names[number % tenant_names.size()], t, tenant_names.size());
        tenant.created = first_moment - std::chrono::days{900};
        for (int u = 0; u < units_each; ++u) {
            const auto unit_number = static_cast<std::uint64_t>(u);
            Unit unit;
            // Not hexadecimal: clients must take the tag as an opaque text.
            unit.tag = "unit-" + hex_id(seed + unit_number, 0x07174000000U + number).substr(0, 24);
            unit.name = numbered(unit_names[unit_number % unit_names.size()], u, unit_names.size());
            unit.tenant_tag = tenant.tag;
            unit.tenant_name = tenant.name;
            tenant.units.push_back(std::make_shared<const Unit>(std::move(unit)));
        }
        out.push_back(std::move(tenant));
    }
    return out;
}

void fill_store(Store& store, const Settings& settings) {
    store.tenants = make_tenants(settings.tenants, settings.units, settings.seed);
    std::vector<std::shared_ptr<const Unit>> units;
    for (const Tenant& tenant : store.tenants)
        units.insert(units.end(), tenant.units.begin(), tenant.units.end());
    const auto accounts = static_cast<std::size_t>(settings.size.accounts);
    store.accounts.reserve(accounts);
    store.members_to_make.creator = settings.email;
    store.members_to_make.accounts.reserve(accounts);
    store.zones.reserve(accounts * static_cast<std::size_t>(settings.size.zones_each));
    for (int a = 0; a < settings.size.accounts; ++a) {
        const CompanyName name = company_name(a);
        const auto account = add_account(store, a, units, name);
        add_subscription(store, *account, a);
        for (int z = 0; z < settings.size.zones_each; ++z)
            add_zone(store, account, zone_name(name.domain, z), seeded_plan(a, z), z);
    }
}

} // namespace tenantry::simulator
