// Moving an account to another unit: POST /accounts/{account_id}/move (API reference, section 2).
#include "tools/simulator/api/rights.hpp"
#include "tools/simulator/text/json_text.hpp"
#include "tools/simulator/text/json_value.hpp"

namespace tenantry::simulator {
namespace {

Reply move_account(const Call& call) {
    const Account& known = *call.account;
    // A standalone account is in no unit that a tenant's administrator could take it from.
    if (!call.settings.account_mobility || !known.unit) return forbidden();
    const auto body = read_object(call.request);
    if (!body) return body.error();
    const auto& id = member(*body, "destination_organization_id");
    if (!id.is_string())
        return invalid("destination_organization_id is required", "/destination_organization_id");
    auto destination = call.store.find_unit(id.get<std::string>());
    if (!destination)
        return failure(404, 7003, "There is no organization with that id",
                       "/destination_organization_id");
    Account account = known;
    account.unit = destination;
    put_account(call.store, std::move(account), call.now);
    return success(ObjectText{}
                       .text("account_id", known.id)
                       .text("source_organization_id", known.unit->tag)
                       .text("destination_organization_id", destination->tag)
                       .take());
}

} // namespace

void add_account_move_routes(Router& router) {
    router.add("POST", "/accounts/{account_id}/move", needs::administrator_of_account,
               move_account);
}

} // namespace tenantry::simulator
