#include "tools/simulator/control/callers.hpp"

#include "tools/simulator/text/email.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"

namespace tenantry::simulator {
namespace {

Made only_id(const std::string& id) { return ObjectText{}.text("id", id).take(); }

bool is_taken(const std::string& token, const Directory& directory) {
    return !token.empty() && directory.by_token(token) != nullptr;
}

const Role* role_called(const std::string& id_or_name) {
    if (const Role* role = find_role(id_or_name)) return role;
    const auto known = std::ranges::find(roles(), id_or_name, &Role::name);
    return known == roles().end() ? nullptr : &*known;
}

// Administrator, unless the body says which, or that the token may do everything there.
std::expected<std::vector<std::string>, std::string> roles_of_token(const Json& body) {
    if (flag_at(body, "administrator"))
        return std::vector<std::string>{std::string{super_administrator_role}};
    if (member(body, "roles").is_null())
        return std::vector<std::string>{std::string{administrator_role}};
    std::vector<std::string> ids;
    for (const std::string& name : texts_at(body, "roles")) {
        const Role* role = role_called(name);
        if (role == nullptr) return std::unexpected("there is no role '" + name + "'");
        ids.push_back(role->id);
    }
    return ids;
}

} // namespace

Made make_user(const ControlCall& call, const Json& body) {
    User user;
    user.email = text_at(body, "email");
    user.key = text_at(body, "key");
    user.token = text_at(body, "token");
    if (user.email.empty() || (user.key.empty() && user.token.empty()))
        return std::unexpected("a user needs an email and a key or a token");
    if (call.directory.by_email(user.email) != nullptr)
        return std::unexpected("there is a user with that email");
    if (is_taken(user.token, call.directory))
        return std::unexpected("there is a user with that token");
    user.id = user_of(user.email, call.directory).id;
    user.token_id = call.store.new_id();
    user.first_name = text_at(body, "first_name");
    user.last_name = text_at(body, "last_name");
    user.is_administrator = flag_at(body, "administrator");
    user.created_on = call.now;
    return only_id(call.directory.add(std::move(user)).id);
}

Made make_account_token(const ControlCall& call, const Json& body) {
    User owner;
    owner.account_id = text_at(body, "account");
    owner.token = text_at(body, "token");
    if (!call.store.accounts.live().find(owner.account_id) || owner.token.empty())
        return std::unexpected("a token needs the id of an account and its text");
    if (is_taken(owner.token, call.directory))
        return std::unexpected("there is a user with that token");
    auto roles = roles_of_token(body);
    if (!roles) return std::unexpected(roles.error());
    owner.roles = std::move(*roles);
    owner.id = call.store.new_id();
    owner.token_id = owner.id;
    owner.created_on = call.now;
    return only_id(call.directory.add(std::move(owner)).id);
}

Made put_identity_fault(const ControlCall& call, const std::string& label, const Json& body) {
    const auto& users = call.directory.users();
    const bool is_known = std::ranges::find(users, label, &User::label) != users.end();
    // A user may meet its fault before it is made: the program under test makes it.
    if (!is_known && !is_email_address(label)) return std::unexpected("there is no such identity");
    const auto fault = identity_fault_from(body);
    if (!fault) return std::unexpected(fault.error());
    call.identities.set_fault(label, *fault);
    return "{}";
}

} // namespace tenantry::simulator
