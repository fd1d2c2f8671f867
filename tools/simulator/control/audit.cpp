#include "tools/simulator/control/audit.hpp"

#include "tools/simulator/text/json_text.hpp"

namespace tenantry::simulator {
namespace {

/// Objects that are the same to a client: the key says what they share.
using ObjectGroups = std::map<std::string, std::vector<std::string>>;

std::string name_of_account(const Store& store, const std::string& account_id) {
    const auto account = store.accounts.live().find(account_id);
    return account ? account->name : std::string{};
}

// The groups of more than one, as [{"what": key, "ids": [...]}].
std::string doubles_json(const ObjectGroups& groups, long long& count) {
    std::string out = "[";
    for (const auto& [what, ids] : groups) {
        if (ids.size() < 2) continue;
        ++count;
        if (out.size() > 1) out += ',';
        out += ObjectText{}.text("what", what).texts("ids", ids).take();
    }
    return out + "]";
}

ObjectGroups accounts_by_name(const Store& store) {
    ObjectGroups groups;
    for (const auto& account : store.accounts.live().all())
        groups[account->parent_key() + " " + account->name].push_back(account->id);
    return groups;
}

ObjectGroups members_by_email(const Store& store) {
    ObjectGroups groups;
    for (const auto& member : store.members.live().all())
        groups[member->account_id + " " + member->name_key()].push_back(member->id);
    return groups;
}

ObjectGroups zones_by_name(const Store& store) {
    ObjectGroups groups;
    for (const auto& zone : store.zones.live().all())
        groups[zone->ascii].push_back(zone->id);
    return groups;
}

ObjectGroups subscriptions_by_plan(const Store& store) {
    ObjectGroups groups;
    for (const auto& item : store.subscriptions.live().all())
        if (!item->has_ended()) groups[item->account_id + " " + item->plan].push_back(item->id);
    return groups;
}

/// A key of the ledger: "ID WHAT", or an id alone.
struct LedgerKey {
    std::string id = {};
    std::string what = {};
};

LedgerKey parts_of(const std::string& key) {
    const auto space = key.find(' ');
    if (space == std::string::npos) return {key, {}};
    return {key.substr(0, space), key.substr(space + 1)};
}

std::string invitations_json(const Store& store) {
    std::string out = "[";
    for (const auto& [key, count] : store.ledger.invitations()) {
        const LedgerKey parts = parts_of(key);
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text("account_id", parts.id)
                   .text("account", name_of_account(store, parts.id))
                   .text("email", parts.what)
                   .number("sent", count)
                   .take();
    }
    return out + "]";
}

void append_counts(ObjectText& object, const Purchases& purchases) {
    object.number("purchases", purchases.paid);
    object.number("without_effect", purchases.without_effect);
    object.number("posts", purchases.posts).number("puts", purchases.puts);
    object.number("refused", purchases.refused);
}

std::string zone_purchases_json(const Store& store) {
    std::string out = "[";
    for (const auto& [zone_id, purchases] : store.ledger.zones()) {
        const auto zone = store.zones.live().find(zone_id);
        ObjectText object;
        object.text("zone_id", zone_id).text("zone", zone ? zone->name : std::string{});
        append_counts(object, purchases);
        if (out.size() > 1) out += ',';
        out += object.take();
    }
    return out + "]";
}

std::string account_purchases_json(const Store& store) {
    std::string out = "[";
    for (const auto& [key, purchases] : store.ledger.accounts()) {
        const LedgerKey parts = parts_of(key);
        ObjectText object;
        object.text("account_id", parts.id).text("account", name_of_account(store, parts.id));
        object.text("rate_plan", parts.what);
        append_counts(object, purchases);
        if (out.size() > 1) out += ',';
        out += object.take();
    }
    return out + "]";
}

// More than one accepted POST: the zone went to a paid plan twice.
std::string zones_bought_twice_json(const Store& store, long long& count) {
    std::string out = "[";
    for (const auto& [zone_id, purchases] : store.ledger.zones()) {
        if (purchases.posts < 2) continue;
        ++count;
        const auto zone = store.zones.live().find(zone_id);
        if (out.size() > 1) out += ',';
        out += ObjectText{}
                   .text("what", zone ? zone->name : std::string{})
                   .texts("ids", {zone_id})
                   .number("posts", purchases.posts)
                   .take();
    }
    return out + "]";
}

} // namespace

std::string audit_json(Store& store) {
    make_all_members(store);
    long long count = 0;
    ObjectText twice;
    twice.raw("accounts", doubles_json(accounts_by_name(store), count));
    twice.raw("members", doubles_json(members_by_email(store), count));
    twice.raw("zones", doubles_json(zones_by_name(store), count));
    twice.raw("subscriptions", doubles_json(subscriptions_by_plan(store), count));
    twice.raw("zone_subscriptions", zones_bought_twice_json(store, count));
    return ObjectText{}
        .number("doubles", count)
        .raw("twice", twice.take())
        .raw("invitations", invitations_json(store))
        .raw("zone_purchases", zone_purchases_json(store))
        .raw("account_purchases", account_purchases_json(store))
        .take();
}

} // namespace tenantry::simulator
