#include "tools/simulator/world/access_user.hpp"

#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"
#include "tools/simulator/text/zone_name.hpp"
#include "tools/simulator/world/collection_kind.hpp"
#include "tools/simulator/world/store.hpp"

namespace tenantry::simulator {
namespace {

std::optional<std::string> moment_text(const std::optional<Time>& time) {
    return time ? std::optional{to_rfc3339(*time)} : std::nullopt;
}

class AccessUserKind final : public CollectionKind<AccessUser> {
public:
    using CollectionKind::CollectionKind;

    std::string id_at_account(Store& store, const std::string& account_id,
                              const std::string& email) const override {
        const auto known = access_user_with(store, account_id, email);
        return known ? known->id : std::string{};
    }
};

} // namespace

std::string AccessUser::name_key() const { return lower_ascii(email); }

std::string to_json(const AccessUser& user) {
    return ObjectText{}
        .text("id", user.id)
        .text("uid", user.id)
        .text("seat_uid", user.seat_uid)
        .text("email", user.email)
        .text("name", user.name)
        .boolean("access_seat", user.access_seat)
        .boolean("gateway_seat", user.gateway_seat)
        .number("active_device_count", user.active_device_count)
        .text_or_null("last_successful_login", moment_text(user.last_successful_login))
        .text("created_at", to_rfc3339(user.created_at))
        .text("updated_at", to_rfc3339(user.updated_at))
        .take();
}

std::string full_json(const AccessUser& user) {
    std::string out = to_json(user);
    out.pop_back();
    return out + ",\"account\":" + ObjectText{}.text("id", user.account_id).take() + "}";
}

std::optional<AccessUser> access_user_from(const nlohmann::json& json, Store& store, Time now) {
    AccessUser user;
    user.account_id = text_at(member(json, "account"), "id");
    user.email = text_at(json, "email");
    if (user.email.empty() || !store.accounts.live().find(user.account_id)) return std::nullopt;
    user.id = text_at(json, "id");
    if (user.id.empty()) user.id = new_uuid(store);
    const auto known = store.access_users.live().find(user.id);
    user.sequence = known ? known->sequence : store.new_sequence();
    user.name = text_at(json, "name");
    user.seat_uid = text_at(json, "seat_uid");
    if (user.seat_uid.empty()) user.seat_uid = new_uuid(store);
    user.access_seat = flag_at(json, "access_seat");
    user.gateway_seat = flag_at(json, "gateway_seat");
    user.active_device_count = number_at(json, "active_device_count");
    user.last_successful_login = time_at(json, "last_successful_login");
    user.created_at = time_at(json, "created_at").value_or(now);
    user.updated_at = time_at(json, "updated_at").value_or(user.created_at);
    return user;
}

// Version 4 and its variant, as real ones have.
std::string new_uuid(Store& store) {
    std::string id = store.new_id();
    id[12] = '4';
    id[16] = 'a';
    for (const std::size_t place : {20U, 16U, 12U, 8U})
        id.insert(place, 1, '-');
    return id;
}

std::shared_ptr<const AccessUser>
access_user_with(const Store& store, const std::string& account_id, const std::string& email) {
    for (const auto& user : store.access_users.live().named(lower_ascii(email)))
        if (user->account_id == account_id) return user;
    return nullptr;
}

const ObjectKind& access_user_kind() {
    static const AccessUserKind kind{{
        .name = "access_users",
        .path = "/access-users",
        .collection = &Store::access_users,
        .to_json = [](const AccessUser& user, const Store&) { return full_json(user); },
        .from_json = access_user_from,
        .name_key = lower_ascii,
        .lacking = "an Access user needs an email and the account.id of an account",
    }};
    return kind;
}

} // namespace tenantry::simulator
