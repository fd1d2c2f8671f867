#include "tools/simulator/world/account.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/world/collection_kind.hpp"
#include "tools/simulator/world/store.hpp"

namespace tenantry::simulator {
namespace {

std::string rendered_account(const Account& account) {
    ObjectText object;
    object.text("id", account.id).text("name", account.name).text("type", account.type);
    object.text("created_on", to_rfc3339(account.created_on));
    // A standalone account has no parent (API reference, section 2).
    if (account.unit)
        object.raw("managed_by", ObjectText{}
                                     .text("parent_org_id", account.unit->tag)
                                     .text("parent_org_name", account.unit->name)
                                     .take());
    object.raw("settings", ObjectText{}
                               .boolean("enforce_twofactor", account.enforce_twofactor)
                               .text_or_null("abuse_contact_email", account.abuse_contact_email)
                               .take());
    return object.take();
}

std::string unit_tag_in(const nlohmann::json& json) {
    const auto unit = optional_text_at(member(json, "unit"), "id");
    return unit ? *unit : text_at(member(json, "managed_by"), "parent_org_id");
}

// A new account goes to the first unit unless told otherwise: tests want accounts that can be seen.
nlohmann::json with_unit(nlohmann::json account, const Store& store) {
    if (!account.contains("unit") && !account.contains("managed_by") &&
        !flag_at(account, "standalone"))
        account["unit"]["id"] = store.tenants.front().units.front()->tag;
    return account;
}

class AccountKind final : public CollectionKind<Account> {
public:
    using CollectionKind::CollectionKind;

    // One that is made past the rules has its creator as its first member all the same.
    std::expected<std::string, std::string> put(const nlohmann::json& json,
                                                const WorldAt& world) const override {
        Store& store = world.store;
        const bool is_new = !store.accounts.live().find(text_at(json, "id"));
        Account account = account_from(is_new ? with_unit(json, store) : json, store, world.now);
        std::string text = full_json(account);
        if (is_new) add_creator(store, account.id, world.settings.email, world.now);
        keep(std::move(account), world);
        return text;
    }

    void erase(const std::string& id, const WorldAt& world) const override {
        erase_account(world.store, id, world.now);
    }

private:
    void keep(Account account, const WorldAt& world) const override {
        put_account(world.store, std::move(account), world.now);
    }
};

} // namespace

const std::string& Account::text() const {
    return rendered.get([this] { return rendered_account(*this); });
}

std::string to_json(const Profile& profile) {
    ObjectText object;
    for (const ProfileField& field : profile_fields)
        object.text(field.name, profile.*field.value);
    return object.take();
}

std::string full_json(const Account& account) {
    std::string out = account.text();
    out.pop_back();
    return out + ",\"profile\":" + to_json(account.profile) + "}";
}

Account account_from(const nlohmann::json& json, Store& store, Time now) {
    Account account;
    account.id = text_at(json, "id");
    if (account.id.empty()) account.id = store.new_id();
    const auto known = store.accounts.live().find(account.id);
    account.sequence = known ? known->sequence : store.new_sequence();
    account.name = text_at(json, "name");
    account.type = text_at(json, "type", "standard");
    account.created_on = time_at(json, "created_on").value_or(now);
    account.unit = store.find_unit(unit_tag_in(json));
    const nlohmann::json& settings = member(json, "settings");
    account.enforce_twofactor = flag_at(settings, "enforce_twofactor");
    account.abuse_contact_email = optional_text_at(settings, "abuse_contact_email");
    const nlohmann::json& profile = member(json, "profile");
    for (const ProfileField& field : profile_fields)
        account.profile.*field.value = text_at(profile, field.name);
    return account;
}

void put_account(Store& store, Account account, Time now) {
    const auto before = store.accounts.live().find(account.id);
    const auto after = std::make_shared<const Account>(std::move(account));
    store.accounts.put(after, now);
    if (!before || (before->name == after->name && before->unit == after->unit)) return;
    const auto zones = store.zones.live().children_of(after->id); // a copy: put changes the index
    for (const auto& zone : zones) {
        Zone moved = *zone;
        moved.account = after;
        put_zone(store, std::move(moved), now);
    }
}

bool erase_account(Store& store, const std::string& id, Time now) {
    const auto zones = store.zones.live().children_of(id);
    for (const auto& zone : zones)
        erase_zone(store, zone->id, now);
    const auto members = store.members.live().children_of(id);
    for (const auto& member : members)
        store.members.erase(member->id, now);
    const auto subscriptions = store.subscriptions.live().children_of(id);
    for (const auto& subscription : subscriptions)
        store.subscriptions.erase(subscription->id, now);
    const auto access_users = store.access_users.live().children_of(id);
    for (const auto& user : access_users)
        store.access_users.erase(user->id, now);
    store.members_to_make.accounts.erase(id);
    store.resource_groups.erase(id);
    return store.accounts.erase(id, now);
}

const ObjectKind& account_kind() {
    static const AccountKind kind{{
        .name = "accounts",
        .path = "/accounts",
        .collection = &Store::accounts,
        .to_json = [](const Account& account, const Store&) { return full_json(account); },
        .from_json = [](const nlohmann::json& json, Store& store,
                        Time now) { return std::optional{account_from(json, store, now)}; },
        .name_key = [](std::string_view name) { return std::string{name}; },
    }};
    return kind;
}

} // namespace tenantry::simulator
