#include "engine/render/json/waiting.hpp"

#include <string_view>

namespace tenantry::render {
namespace {

std::string_view word_of(Acceptance acceptance) {
    if (acceptance == Acceptance::unknown) return "unknown";
    return acceptance == Acceptance::rejected ? "rejected" : "waiting";
}

} // namespace

Json waiting_json(const Plan& plan) {
    JsonArray list;
    for (const Waiting& waiting : plan.waiting) {
        list.push_back(Json::object({{"address", waiting.resource->address.text()},
                                     {"kind", waiting.kind->name},
                                     {"standing", word_of(waiting.acceptance)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
