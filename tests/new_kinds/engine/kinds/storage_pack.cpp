// A kind that is sold. Nobody sells storage in packs: what is tried is where its code has to stand.
#include "engine/kinds/shared/pricing.hpp"
#include "engine/model/answer.hpp"
#include "engine/model/kind.hpp"

#include <string>

namespace tenantry::kinds {
namespace {

constexpr ListCall lists[] = {{.path = "/accounts/{account}/storage_packs", .unpaged = true}};

std::optional<LiveObject> from_api(const Json& item) {
    LiveObject object;
    const Answer answer(item, object);
    object.id = answer.id("id");
    object.name = answer.key("name");
    object.fields.emplace_back("name", object.name);
    answer.take_word("size", "size");
    return object;
}

std::vector<Call> calls(const Change& change) {
    const bool creates = change.action == Action::create;
    Call call{.method = creates ? Method::post : Method::put,
              .path = creates ? "/accounts/{account}/storage_packs"
                              : "/accounts/{account}/storage_packs/{storage_pack}",
              .once = true};
    call.body.set("name", change.wanted("name"));
    call.body.set("size", change.ordered_as);
    return {call};
}

Call look(const Resource&) { return {.path = std::string(lists[0].path)}; }

std::string ordered_as(const Change& change, const Offer&) {
    return std::string(change.resource->text_of("size"));
}

std::optional<Money> money(const Change& change, std::span<const PriceList> prices) {
    const std::string now(change.live == nullptr ? "" : change.live->text_of("size"));
    return money_of(change, prices, now, std::string(change.resource->text_of("size")));
}

constexpr Sale sale{.ordered_as = ordered_as, .money = money};

} // namespace

extern const Kind storage_pack;
constinit const Kind storage_pack{.name = "storage_pack",
                                  .plural = "storage packs",
                                  .word = "storage_pack",
                                  .parent = "account",
                                  .rights = {"Billing Read", "Billing Write"},
                                  .reading = {.list_calls = lists, .from_api = from_api},
                                  .writing = {.reads_back = true, .calls = calls, .look = look},
                                  .sale = &sale};

} // namespace tenantry::kinds
