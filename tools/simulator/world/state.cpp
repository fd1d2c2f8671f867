#include "tools/simulator/world/state.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/directory.hpp"
#include "tools/simulator/world/store.hpp"

#include <array>
#include <filesystem>
#include <fmt/core.h>
#include <fstream>
#include <sstream>

namespace tenantry::simulator {
namespace {

constexpr long long state_format = 1;

using WritePart = std::string (*)(const Store& store, const Directory& directory);
using ReadPart = void (*)(const nlohmann::json& json, const WorldAt& world);

/// What /control does not change one by one: callers, and what only the simulator keeps.
class PartOfFunctions final : public StatePart {
public:
    PartOfFunctions(std::string_view name, bool is_shown, WritePart writer, ReadPart reader)
        : StatePart(name), is_shown_(is_shown), write_(writer), read_(reader) {}

    bool is_shown() const override { return is_shown_; }
    std::string write(const Store& store, const Directory& directory) const override {
        return write_(store, directory);
    }
    std::expected<void, std::string> read(const nlohmann::json& json,
                                          const WorldAt& world) const override {
        read_(json, world);
        return {};
    }

private:
    bool is_shown_;
    WritePart write_;
    ReadPart read_;
};

std::string tenants_json(const Store& store, const Directory&) {
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

void read_tenants(const nlohmann::json& json, const WorldAt& world) {
    for (const nlohmann::json& item : json)
        world.store.tenants.push_back(tenant_from(item));
}

// Accounts whose members are still to be made, with their numbers.
std::string members_to_make_json(const Store& store, const Directory&) {
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

void read_members_to_make(const nlohmann::json& json, const WorldAt& world) {
    MembersToMake& to_make = world.store.members_to_make;
    to_make.creator = text_at(json, "creator");
    for (const auto& [account_id, number] : member(json, "accounts").items())
        if (number.is_number_integer()) to_make.accounts.emplace(account_id, number.get<int>());
}

std::string resource_groups_json(const Store& store, const Directory&) {
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

void read_resource_groups(const nlohmann::json& json, const WorldAt& world) {
    for (const auto& [account_id, groups] : json.items())
        for (const nlohmann::json& group : groups)
            world.store.resource_groups[account_id].push_back(resource_group_from(group));
}

std::string ledger_json(const Store& store, const Directory&) { return store.ledger.json(); }

void read_ledger(const nlohmann::json& json, const WorldAt& world) {
    world.store.ledger.read(json);
}

std::string creates_json(const Store& store, const Directory&) {
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

void read_creates(const nlohmann::json& json, const WorldAt& world) {
    for (const nlohmann::json& item : json) {
        RememberedCreate create;
        create.request_body = text_at(item, "request_body");
        create.reply_body = text_at(item, "reply_body");
        world.store.creates.emplace(text_at(item, "key"), std::move(create));
    }
}

// All but the administrator that the settings name, with their secrets.
std::string users_json(const Store&, const Directory& directory) {
    std::string out = "[";
    for (const User& user : directory.users()) {
        if (&user == &directory.users().front()) continue; // the settings name it
        if (out.size() > 1) out += ',';
        out += full_json(user);
    }
    return out + "]";
}

// The administrator of the settings keeps its place: one with the same e-mail is left out.
void read_users(const nlohmann::json& json, const WorldAt& world) {
    for (const nlohmann::json& item : json) {
        User user = user_from(item);
        const bool is_known = world.directory.by_email(user.email) != nullptr;
        if (!is_known || !user.is_person()) world.directory.add(std::move(user));
    }
}

std::string state_json(const Store& store, const Directory& directory) {
    ObjectText state;
    state.number("format", state_format);
    state.number("ids", static_cast<long long>(store.id_count()));
    state.number("sequence", static_cast<long long>(store.sequence()));
    for (const StatePart* part : state_parts())
        state.raw(part->name(), part->write(store, directory));
    return state.take();
}

std::expected<void, std::string> read_state(const WorldAt& world, const std::string& text) {
    const nlohmann::json state = nlohmann::json::parse(text, nullptr, false);
    if (number_at(state, "format") != state_format)
        return std::unexpected("this is no state of a simulator of this version");
    for (const StatePart* part : state_parts())
        if (auto read = part->read(member(state, part->name()), world); !read) return read;
    world.store.resume(static_cast<std::uint64_t>(number_at(state, "ids")),
                       static_cast<std::uint64_t>(number_at(state, "sequence")));
    return {};
}

} // namespace

// In the order in which they are written and read: accounts before what is in them.
std::span<const StatePart* const> state_parts() {
    static const PartOfFunctions tenants{"tenants", false, tenants_json, read_tenants};
    static const PartOfFunctions to_make{"members_to_make", false, members_to_make_json,
                                         read_members_to_make};
    static const PartOfFunctions groups{"resource_groups", false, resource_groups_json,
                                        read_resource_groups};
    static const PartOfFunctions ledger{"ledger", false, ledger_json, read_ledger};
    static const PartOfFunctions creates{"creates", false, creates_json, read_creates};
    static const PartOfFunctions users{"users", true, users_json, read_users};
    static const auto parts = std::to_array<const StatePart*>({
        &tenants,
        &account_kind(),
        &zone_kind(),
        &member_kind(),
        &to_make,
        &groups,
        &subscription_kind(),
        &zone_subscription_kind(),
        &ledger,
        &creates,
        &users,
        &access_user_kind(),
        &zone_settings_kind(),
        &zone_hold_kind(),
    });
    return parts;
}

std::string ObjectKind::id_at_account(Store&, const std::string&, const std::string&) const {
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

std::expected<bool, std::string> load_state(const WorldAt& world, const std::string& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error) && !error) return false;
    const std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return std::unexpected(fmt::format("cannot read {}", file));
    if (auto read = read_state(world, text.str()); !read)
        return std::unexpected(fmt::format("{}: {}", file, read.error()));
    return true;
}

} // namespace tenantry::simulator
