#include "tools/simulator/world/state.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"

#include <filesystem>
#include <fmt/core.h>
#include <fstream>
#include <sstream>

namespace tenantry::simulator {
namespace {

constexpr long long state_format = 1;

std::string tenants_json(const Store& store) {
    std::string out = "[";
    for (const Tenant& tenant : store.tenants) {
        std::string units = "[";
        for (const auto& unit : tenant.units) {
            if (units.size() > 1) units += ',';
            units += ObjectText{}.text("tag", unit->tag).text("name", unit->name).take();
        }
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text("tag", tenant.tag)
                   .text("name", tenant.name)
                   .text("created", to_rfc3339(tenant.created))
                   .raw("units", units + "]")
                   .take();
    }
    return out + "]";
}

std::string creates_json(const Store& store) {
    std::string out = "[";
    for (const auto& [key, create] : store.creates) {
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text("key", key)
                   .text("request_body", create.request_body)
                   .text("reply_body", create.reply_body)
                   .take();
    }
    return out + "]";
}

// Accounts whose members are still to be made, with their numbers.
std::string members_to_make_json(const Store& store) {
    ObjectText numbers;
    for (const auto& account : store.accounts.live().all()) {
        const auto found = store.members_to_make.accounts.find(account->id);
        if (found != store.members_to_make.accounts.end())
            numbers.number(account->id, found->second);
    }
    return ObjectText{}
        .text("creator", store.members_to_make.creator)
        .raw("accounts", numbers.take())
        .take();
}

std::string resource_groups_json(const Store& store) {
    ObjectText object;
    for (const auto& [account_id, groups] : store.resource_groups) {
        std::string out = "[";
        for (const ResourceGroup& group : groups) {
            if (out.size() > 1) out += ',';
            out += group.json();
        }
        object.raw(account_id, out + "]");
    }
    return object.take();
}

void read_members(Store& store, const nlohmann::json& state) {
    for (const nlohmann::json& item : member(state, "members"))
        if (auto made = member_from(item, store))
            store.members.put_everywhere(std::make_shared<const Member>(std::move(*made)));
    const nlohmann::json& to_make = member(state, "members_to_make");
    store.members_to_make.creator = text_at(to_make, "creator");
    for (const auto& [account_id, number] : member(to_make, "accounts").items())
        if (number.is_number_integer())
            store.members_to_make.accounts.emplace(account_id, number.get<int>());
    for (const auto& [account_id, groups] : member(state, "resource_groups").items())
        for (const nlohmann::json& group : groups)
            store.resource_groups[account_id].push_back(resource_group_from(group));
}

void read_subscriptions(Store& store, const nlohmann::json& state) {
    for (const nlohmann::json& item : member(state, "subscriptions"))
        if (auto made = subscription_from(item, store, Time{}))
            store.subscriptions.put_everywhere(
                std::make_shared<const Subscription>(std::move(*made)));
    for (const nlohmann::json& item : member(state, "zone_subscriptions"))
        if (auto made = subscription_from(item, store, Time{}); made && !made->zone_id.empty()) {
            std::string zone_id = made->zone_id;
            store.zone_subscriptions.insert_or_assign(std::move(zone_id), std::move(*made));
        }
    store.ledger.read(member(state, "ledger"));
}

Tenant tenant_from(const nlohmann::json& json) {
    Tenant tenant;
    tenant.tag = text_at(json, "tag");
    tenant.name = text_at(json, "name");
    tenant.created = time_at(json, "created").value_or(Time{});
    for (const nlohmann::json& item : member(json, "units")) {
        Unit unit;
        unit.tag = text_at(item, "tag");
        unit.name = text_at(item, "name");
        unit.tenant_tag = tenant.tag;
        unit.tenant_name = tenant.name;
        tenant.units.push_back(std::make_shared<const Unit>(std::move(unit)));
    }
    return tenant;
}

void read_access_users(Store& store, const nlohmann::json& state) {
    for (const nlohmann::json& item : member(state, "access_users"))
        if (auto made = access_user_from(item, store, Time{}))
            store.access_users.put_everywhere(std::make_shared<const AccessUser>(std::move(*made)));
}

void read_zone_extras(Store& store, const nlohmann::json& state) {
    for (const auto& [zone_id, settings] : member(state, "zone_settings").items())
        store.zone_settings.emplace(zone_id, changed_settings_from(settings));
    for (const auto& [zone_id, hold] : member(state, "zone_holds").items())
        store.zone_holds.emplace(zone_id, zone_hold_from(hold));
}

// The administrator of the settings keeps its place: one with the same e-mail is left out.
void read_users(Directory& directory, const nlohmann::json& state) {
    for (const nlohmann::json& item : member(state, "users")) {
        User user = user_from(item);
        const bool is_known = directory.by_email(user.email) != nullptr;
        if (!is_known || !user.is_person()) directory.add(std::move(user));
    }
}

} // namespace

std::string accounts_json(const Store& store) {
    std::string out = "[";
    for (const auto& account : store.accounts.live().all()) {
        if (out.size() > 1) out += ',';
        out += full_json(*account);
    }
    return out + "]";
}

std::string zones_json(const Store& store) {
    std::string out = "[";
    for (const auto& zone : store.zones.live().all()) {
        if (out.size() > 1) out += ',';
        out += full_json(*zone);
    }
    return out + "]";
}

std::string members_json(const Store& store) {
    std::string out = "[";
    for (const auto& item : store.members.live().all()) {
        if (out.size() > 1) out += ',';
        out += full_json(*item);
    }
    return out + "]";
}

std::string subscriptions_json(const Store& store) {
    std::string out = "[";
    for (const auto& item : store.subscriptions.live().all()) {
        if (out.size() > 1) out += ',';
        out += full_json(*item, store);
    }
    return out + "]";
}

std::string zone_subscriptions_json(const Store& store) {
    std::string out = "[";
    for (const auto& zone : store.zones.live().all()) {
        const auto subscription = subscription_of(*zone, store);
        if (!subscription) continue;
        if (out.size() > 1) out += ',';
        out += full_json(*subscription, store);
    }
    return out + "]";
}

std::string access_users_json(const Store& store) {
    std::string out = "[";
    for (const auto& item : store.access_users.live().all()) {
        if (out.size() > 1) out += ',';
        out += full_json(*item);
    }
    return out + "]";
}

std::string zone_settings_json(const Store& store) {
    ObjectText object;
    for (const auto& zone : store.zones.live().all()) {
        const auto changed = store.zone_settings.find(zone->id);
        if (changed != store.zone_settings.end()) object.raw(zone->id, to_json(changed->second));
    }
    return object.take();
}

std::string zone_holds_json(const Store& store) {
    ObjectText object;
    for (const auto& zone : store.zones.live().all()) {
        const auto changed = store.zone_holds.find(zone->id);
        if (changed != store.zone_holds.end())
            object.raw(zone->id, full_json(changed->second, zone->id));
    }
    return object.take();
}

std::string users_json(const Directory& directory) {
    std::string out = "[";
    for (const User& user : directory.users()) {
        if (&user == &directory.users().front()) continue; // the settings name it
        if (out.size() > 1) out += ',';
        out += full_json(user);
    }
    return out + "]";
}

std::string state_json(const Store& store, const Directory& directory) {
    return ObjectText{}
        .number("format", state_format)
        .number("ids", static_cast<long long>(store.id_count()))
        .number("sequence", static_cast<long long>(store.sequence()))
        .raw("tenants", tenants_json(store))
        .raw("accounts", accounts_json(store))
        .raw("zones", zones_json(store))
        .raw("members", members_json(store))
        .raw("members_to_make", members_to_make_json(store))
        .raw("resource_groups", resource_groups_json(store))
        .raw("subscriptions", subscriptions_json(store))
        .raw("zone_subscriptions", zone_subscriptions_json(store))
        .raw("ledger", store.ledger.json())
        .raw("creates", creates_json(store))
        .raw("users", users_json(directory))
        .raw("access_users", access_users_json(store))
        .raw("zone_settings", zone_settings_json(store))
        .raw("zone_holds", zone_holds_json(store))
        .take();
}

std::expected<void, std::string> read_state(Store& store, Directory& directory,
                                            const std::string& text) {
    const nlohmann::json state = nlohmann::json::parse(text, nullptr, false);
    if (number_at(state, "format") != state_format)
        return std::unexpected("this is no state of a simulator of this version");
    for (const nlohmann::json& item : member(state, "tenants"))
        store.tenants.push_back(tenant_from(item));
    // Time{}: what was saved is in every list at once, whatever the lag.
    for (const nlohmann::json& item : member(state, "accounts"))
        put_account(store, account_from(item, store, Time{}), Time{});
    for (const nlohmann::json& item : member(state, "zones")) {
        auto zone = zone_from(item, store, Time{});
        if (!zone) return std::unexpected("a zone of the state has no name or no account");
        put_zone(store, std::move(*zone), Time{});
    }
    read_members(store, state);
    read_subscriptions(store, state);
    read_users(directory, state);
    read_access_users(store, state);
    read_zone_extras(store, state);
    for (const nlohmann::json& item : member(state, "creates")) {
        RememberedCreate create;
        create.request_body = text_at(item, "request_body");
        create.reply_body = text_at(item, "reply_body");
        store.creates.emplace(text_at(item, "key"), std::move(create));
    }
    store.resume(static_cast<std::uint64_t>(number_at(state, "ids")),
                 static_cast<std::uint64_t>(number_at(state, "sequence")));
    return {};
}

std::expected<void, std::string> save_state(const Store& store, const Directory& directory,
                                            const std::string& file) {
    const std::string draft = file + ".new";
    std::ofstream out{draft, std::ios::binary | std::ios::trunc};
    std::error_code error;
    using enum std::filesystem::perms;
    std::filesystem::permissions(draft, owner_read | owner_write, error); // while it is empty
    if (!error) out << state_json(store, directory) << '\n';
    out.close();
    if (!out || error) return std::unexpected(fmt::format("cannot write {}", draft));
    std::filesystem::rename(draft, file, error);
    if (error) return std::unexpected(fmt::format("cannot write {}: {}", file, error.message()));
    return {};
}

std::expected<bool, std::string> load_state(Store& store, Directory& directory,
                                            const std::string& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) return false;
    const std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return std::unexpected(fmt::format("cannot read {}", file));
    if (auto read = read_state(store, directory, text.str()); !read)
        return std::unexpected(fmt::format("{}: {}", file, read.error()));
    return true;
}

} // namespace tenantry::simulator
