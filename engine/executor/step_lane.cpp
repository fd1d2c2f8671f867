// In whose name a step makes its calls, and what only the service user itself is told.
#include "engine/executor/step_run.hpp"

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;

http::Api& StepRun::api() const {
    const auto account =
        std::ranges::find(ids_, "account", &std::pair<std::string, std::string>::first);
    return reader::api_of(run_.lanes, step_.address().customer(), kind_,
                          account == ids_.end() ? std::string_view() : account->second);
}

http::Api* StepRun::api_for(bool as_user) const {
    if (!as_user) return &api();
    http::Lane* const lane = run_.lanes.find(step_.address().customer());
    return lane == nullptr ? nullptr : &lane->own();
}

/// What only the service user itself can do, without one.
Fault StepRun::no_lane(const Call& call) {
    return {.category = FaultCategory::declined,
            .message = "not sent: there is no key of the customer's service user",
            .call = call.describe()};
}

/// What everything of its sort has one of, and only a list of the user's own tells.
asio::awaitable<StepRun::Sighting> StepRun::read_own() {
    http::Api* const own = api_for(true);
    const Call call{.path = std::string(kind_.reading.list_calls.front().path)};
    if (own == nullptr) co_return std::unexpected(no_lane(call));
    Request request = reader::make_request(call, ids_);
    auto objects = co_await reader::read_list(*own, kind_, std::move(request));
    if (!objects) co_return std::unexpected(objects.error());
    const auto parent = std::ranges::find(
        ids_, kind_.parent, [](const auto& pair) { return std::string_view(pair.first); });
    const auto found = std::ranges::find(*objects, parent->second, &LiveObject::parent);
    if (found != objects->end()) co_return std::move(*found);
    LiveObject none = *kind_.reading.from_api(Json());
    none.id = none.parent = parent->second;
    co_return none;
}

} // namespace tenantry::executor
