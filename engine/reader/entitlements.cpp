#include "engine/reader/entitlements.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/reader/units.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

constexpr std::string_view account_types = "account_types";

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

// "account_types.enterprise" stands in .../account_types, "account_mobility" in the list of tenants
// itself.
std::string_view list_that_tells(std::string_view entitlement) {
    if (entitlement.starts_with(account_types)) return account_types;
    return entitlement == "account_mobility" ? "" : "entitlements";
}

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

asio::awaitable<std::optional<Fault>> read_entitlements(Api& api, const Basis& basis, Live& live) {
    const std::vector<TenantQuestion> questions = questions_for_tenants(basis);
    if (questions.empty()) co_return std::nullopt;
    auto fault = co_await add_units(api, basis.kinds, live);
    if (fault) co_return fault;
    const EntitlementLists lists = lists_for(questions, basis);
    for (const auto& [which, asked] : lists) {
        const auto& [tenant, list] = which;
        Request request{.path = fmt::format("/tenants/{}/{}", percent_encode(tenant), list)};
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
