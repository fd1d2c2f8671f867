// Whether a token is valid: for tokens of users and for tokens that an account owns, each at its
// own address (API reference, section 1.1).
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/json_text.hpp"

namespace tenantry::simulator {
namespace {

Reply valid(const std::string& token_id) {
    Notice message;
    message.code = 10000; // as a message it means well (quirk 27)
    message.message = "This API Token is valid and active";
    return success_saying(ObjectText{}.text("id", token_id).text("status", "active").take(),
                          message);
}

// What a token of the other sort is answered; the HTTP status is not documented.
Reply wrong_sort_of_token() { return failure(401, 1000, "Invalid API Token"); }

Reply verify_user_token(const Call& call) {
    // The one call that a key cannot make.
    if (call.caller.scheme != Scheme::token) return forbidden();
    const User& user = *call.caller.user;
    return user.is_person() ? valid(user.token_id) : wrong_sort_of_token();
}

Reply verify_account_token(const Call& call) {
    if (call.caller.scheme != Scheme::token) return forbidden();
    const User& user = *call.caller.user;
    return user.account_id == call.account->id ? valid(user.token_id) : wrong_sort_of_token();
}

} // namespace

void add_token_routes(Router& router) {
    router.add("GET", "/user/tokens/verify", needs::caller, verify_user_token);
    router.add("GET", "/accounts/{account_id}/tokens/verify", needs::account, verify_account_token);
}

} // namespace tenantry::simulator
