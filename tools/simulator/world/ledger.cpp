#include "tools/simulator/world/ledger.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"

namespace tenantry::simulator {
namespace {

std::string purchases_json(const std::map<std::string, Purchases>& all) {
    ObjectText object;
    for (const auto& [key, purchases] : all)
        object.raw(key, to_json(purchases));
    return object.take();
}

std::map<std::string, Purchases> purchases_from(const nlohmann::json& json) {
    std::map<std::string, Purchases> out;
    for (const auto& [key, item] : json.items()) {
        Purchases& purchases = out[key];
        purchases.paid = number_at(item, "paid");
        purchases.without_effect = number_at(item, "without_effect");
        purchases.posts = number_at(item, "posts");
        purchases.puts = number_at(item, "puts");
        purchases.refused = number_at(item, "refused");
    }
    return out;
}

} // namespace

std::string to_json(const Purchases& purchases) {
    return ObjectText{}
        .number("paid", purchases.paid)
        .number("without_effect", purchases.without_effect)
        .number("posts", purchases.posts)
        .number("puts", purchases.puts)
        .number("refused", purchases.refused)
        .take();
}

void Ledger::invited(const std::string& account_id, const std::string& email) {
    ++invitations_[account_id + " " + lower_ascii(email)];
}

void Ledger::clear() { *this = Ledger{}; }

std::string Ledger::json() const {
    ObjectText invitations;
    for (const auto& [key, count] : invitations_)
        invitations.number(key, count);
    return ObjectText{}
        .raw("invitations", invitations.take())
        .raw("zones", purchases_json(zones_))
        .raw("accounts", purchases_json(accounts_))
        .take();
}

void Ledger::read(const nlohmann::json& json) {
    for (const auto& [key, count] : member(json, "invitations").items())
        invitations_[key] = count.is_number_integer() ? count.get<long long>() : 0;
    zones_ = purchases_from(member(json, "zones"));
    accounts_ = purchases_from(member(json, "accounts"));
}

} // namespace tenantry::simulator
