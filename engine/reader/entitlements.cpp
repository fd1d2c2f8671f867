#include "engine/reader/entitlements.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/reader/units.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

constexpr std::string_view account_types = "account_types";

/// The list of a tenant that tells an entitlement: "account_types.enterprise" stands in
/// .../account_types, "account_mobility" in the list of tenants itself.
std::string_view list_of(std::string_view entitlement) {
    if (entitlement.starts_with(account_types)) return account_types;
    return entitlement == "account_mobility" ? "" : "entitlements";
}

/// The lists that changes ask for, as (tenant, list), and the entitlements that they ask about.
using Lists = std::map<std::pair<std::string, std::string_view>, std::set<std::string_view>>;

class DemandedTenants {
public:
    DemandedTenants(const KindTable& kinds, const Desired& desired, const Selection& selection,
                    const Matches& matches, const Live& live)
        : kinds_(kinds), desired_(desired), selection_(selection), matches_(matches),
          demands_(kinds, desired, matches, live) {}

    /// Calls `asked` with each resource, each of its demands, and the list that answers it.
    template<typename Asked>
    void each(const Asked& asked) const {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            if (resource.kind->writing.demands == nullptr || !may_change(i)) continue;
            const LiveObject* live = matches_.of[i].live;
            const Change change{
                .action = live == nullptr ? Action::create : Action::update,
                .resource = &resource,
                .live = live,
                .fields = diff::compare(resource, live, kinds_.schema_of(*resource.kind))};
            if (live != nullptr && change.fields.empty()) continue;
            for (const Demand& demand : demands_.of(change)) {
                const std::string_view list = list_of(demand.any_of.front());
                if (!list.empty()) asked(resource, demand, list);
            }
        }
    }

    Lists lists() const {
        Lists lists;
        each([&](const Resource& resource, const Demand& demand, std::string_view list) {
            for (const std::string& tenant : demands_.tenants_of(resource))
                lists[{tenant, list}].insert(demand.any_of.begin(), demand.any_of.end());
        });
        return lists;
    }

    bool any() const {
        bool found = false;
        each([&](const Resource&, const Demand&, std::string_view) { found = true; });
        return found;
    }

private:
    /// A new account is taken along by a zone of it that is selected.
    bool may_change(std::size_t index) const {
        const Match& match = matches_.of[index];
        const Address& address = desired_.resources[index].address;
        if (match.refused) return false;
        return selection_.covers(address) ||
               (match.live == nullptr && selection_.covers_customer(address.customer()));
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Selection& selection_;
    const Matches& matches_;
    diff::Demands demands_;
};

/// `["standard", "enterprise"]`: what is not in it may not be created.
void add_account_types(const Json& types, const std::set<std::string_view>& asked,
                       Entitlements& entitlements) {
    const bool legible =
        types.items() != nullptr && std::ranges::all_of(*types.items(), [](const Json& type) {
            return type.text() != nullptr && !type.text()->empty();
        });
    if (!legible) return; // and nothing is known
    for (const std::string_view entitlement : asked) {
        const Json type(entitlement.substr(account_types.size() + 1));
        const bool held = std::ranges::find(*types.items(), type) != types.items()->end();
        entitlements.insert_or_assign(std::string(entitlement), held);
    }
}

/// `{"partial_setup_allowed": {"type": "bool", "value": true}, ...}`
void add_values(const Json& answer, Entitlements& entitlements) {
    if (answer.members() == nullptr) return;
    for (const auto& [name, allocation] : *answer.members()) {
        const Json* value = allocation.find("value");
        const bool* held = value == nullptr ? nullptr : value->boolean();
        if (held != nullptr) entitlements.insert_or_assign(name, *held);
    }
}

asio::awaitable<std::optional<Fault>> add_units(Api& api, const KindTable& kinds, Live& live) {
    const Catalogue& units = kinds.catalogue("unit");
    const bool asked =
        live.catalogue(units.name) != nullptr || diff::why_unread(units, live) != nullptr;
    if (asked) co_return std::nullopt;
    auto fault = co_await read_units(api, live);
    if (fault && fault->concerns_one()) co_return std::nullopt; // then nothing is known
    co_return fault;
}

} // namespace

Entitlements flags_of(const Json& tenant) {
    Entitlements flags;
    for (const std::string_view path : {"meta.flags", "meta.tenant_flags", "tenant_flags"}) {
        const Json* found = tenant.at(path);
        if (found == nullptr || found->members() == nullptr) continue;
        for (const auto& [name, value] : *found->members()) {
            // Their type is text, and no document lists the values.
            const bool* flag = value.boolean();
            const std::string word = value.text() == nullptr ? "" : *value.text();
            if (flag != nullptr) flags.insert_or_assign(name, *flag);
            if (word == "enabled" || word == "true") flags.insert_or_assign(name, true);
            if (word == "disabled" || word == "false") flags.insert_or_assign(name, false);
        }
    }
    return flags;
}

asio::awaitable<std::optional<Fault>> read_entitlements(Api& api, const KindTable& kinds,
                                                        const Desired& desired,
                                                        const Selection& selection,
                                                        const Matches& matches, Live& live) {
    const DemandedTenants asking(kinds, desired, selection, matches, live);
    if (!asking.any()) co_return std::nullopt;
    auto fault = co_await add_units(api, kinds, live);
    if (fault) co_return fault;
    const Lists lists = asking.lists();
    for (const auto& [which, asked] : lists) {
        const auto& [tenant, list] = which;
        Request request{.path = "/tenants/" + percent_encode(tenant) + "/" + std::string(list)};
        const auto response = co_await api.send(std::move(request));
        if (!response && !response.error().concerns_one()) co_return response.error();
        if (!response) continue;
        if (list == account_types) {
            add_account_types(response->result, asked, live.entitlements[tenant]);
        } else {
            add_values(response->result, live.entitlements[tenant]);
        }
    }
    co_return std::nullopt;
}

} // namespace tenantry::reader
