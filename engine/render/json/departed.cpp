#include "engine/render/json/departed.hpp"

#include "engine/render/json/members.hpp"

namespace tenantry::render {

Json departed_json(const Plan& plan) {
    JsonArray list;
    for (const Departed& departed : plan.departed) {
        list.push_back(Json::object({{"address", departed.address.text()},
                                     {"customer", departed.address.customer()},
                                     {"kind", departed.kind == nullptr ? "" : departed.kind->name},
                                     {"list", departed.list},
                                     {"resources", count_json(departed.resources)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
