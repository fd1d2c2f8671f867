#include "tests/support/audit.hpp"

#include <map>
#include <set>

namespace tenantry::whole {
namespace {

using Lines = std::multiset<std::string>;
using Names = std::map<std::string, std::string>;

std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

Names names_of(const Json& list) {
    Names names;
    for (const Json& item : list)
        names[item.at("id").get<std::string>()] = item.at("name").get<std::string>();
    return names;
}

/// "business monthly page_rules=60": the plan, and the components that differ from its defaults.
std::string bought(const Json& subscription) {
    std::string text = subscription.at("rate_plan").at("id").get<std::string>() + " " +
                       subscription.at("frequency").get<std::string>();
    std::map<std::string, long long> components;
    for (const Json& component : subscription.at("component_values")) {
        if (component.at("value") == component.at("default")) continue;
        components[component.at("name").get<std::string>()] = component.at("value");
    }
    for (const auto& [name, value] : components)
        text += " " + name + "=" + std::to_string(value);
    return text;
}

std::string rights_of(const Json& member) {
    std::set<std::string> rights;
    for (const Json& role : member.at("roles"))
        rights.insert(role.get<std::string>().substr(0, 6));
    for (const Json& policy : member.at("policies")) {
        std::string text = policy.at("access").get<std::string>();
        for (const Json& group : policy.at("permission_groups"))
            text += " " + group.at("id").get<std::string>().substr(0, 6);
        for (const Json& group : policy.at("resource_groups"))
            text += " on " + group.at("id").get<std::string>().substr(0, 6);
        rights.insert(text);
    }
    std::string text;
    for (const std::string& right : rights)
        text += " " + right;
    return text;
}

std::string times(const Json& count) {
    return count == 1 ? "1 time" : std::to_string(count.get<long long>()) + " times";
}

} // namespace

std::string people_and_plans(const Json& state) {
    Lines lines;
    Names accounts = names_of(state.at("accounts"));
    const Names zones = names_of(state.at("zones"));
    for (const Json& member : state.at("members")) {
        lines.insert(accounts[member.at("account").at("id")] + " / " +
                     member.at("email").get<std::string>() + " " +
                     member.at("status").get<std::string>() + rights_of(member));
    }
    for (const Json& subscription : state.at("subscriptions"))
        lines.insert(accounts[subscription.at("account").at("id")] + " / " + bought(subscription));
    for (const Json& subscription : state.at("zone_subscriptions")) {
        const auto zone = zones.find(subscription.at("zone").at("id").get<std::string>());
        lines.insert((zone == zones.end() ? "?" : zone->second) + " / " + bought(subscription));
    }
    for (const Json& user : state.at("access_users")) {
        lines.insert(accounts[user.at("account").at("id")] + " / " +
                     user.at("email").get<std::string>() + " " + user.at("name").dump());
    }
    return joined(lines);
}

std::string settings_and_holds_of(const Json& state) {
    Lines lines;
    Names zones = names_of(state.at("zones"));
    for (const auto& [zone, settings] : state.at("zone_settings").items()) {
        for (const auto& [id, setting] : settings.items())
            lines.insert(zones[zone] + " " + id + " " + setting.at("value").dump());
    }
    for (const auto& [zone, hold] : state.at("zone_holds").items()) {
        lines.insert(zones[zone] + " hold " + hold.at("hold").dump() + " " +
                     hold.at("include_subdomains").dump());
    }
    return joined(lines);
}

std::string ledger(const Json& audit) {
    Lines lines;
    for (const Json& invitation : audit.at("invitations")) {
        lines.insert("invited " + invitation.at("email").get<std::string>() + " to " +
                     invitation.at("account").get<std::string>() + ": " +
                     times(invitation.at("sent")));
    }
    for (const Json& purchase : audit.at("zone_purchases")) {
        if (purchase.at("purchases") == 0) continue;
        lines.insert("paid for " + purchase.at("zone").get<std::string>() + ": " +
                     times(purchase.at("purchases")));
    }
    for (const Json& purchase : audit.at("account_purchases")) {
        if (purchase.at("purchases") == 0) continue;
        lines.insert("paid for " + purchase.at("rate_plan").get<std::string>() + " of " +
                     purchase.at("account").get<std::string>() + ": " +
                     times(purchase.at("purchases")));
    }
    return joined(lines);
}

std::string doubles(const Json& audit) {
    std::string text;
    if (audit.at("doubles") != 0) text += "exists twice: " + audit.at("twice").dump() + "\n";
    for (const Json& invitation : audit.at("invitations"))
        if (invitation.at("sent") != 1) text += "invited again: " + invitation.dump() + "\n";
    for (const char* purchases : {"zone_purchases", "account_purchases"}) {
        for (const Json& purchase : audit.at(purchases)) {
            if (purchase.at("without_effect") != 0)
                text += "bought for nothing: " + purchase.dump() + "\n";
        }
    }
    return text;
}

} // namespace tenantry::whole
