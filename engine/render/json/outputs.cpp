#include "engine/model/kind.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {

Json outputs_json(const Kind& kind, std::span<const Listing> listings) {
    JsonArray list;
    for (const Listing& listing : listings) {
        Json values = Json::object();
        for (const std::string_view name : kind.reading.outputs) {
            const Json* value =
                listing.live == nullptr ? nullptr : listing.live->outputs.find(name);
            values.set(name, value == nullptr ? Json() : *value);
        }
        list.push_back(
            Json::object({{"address", listing.resource->address.text()},
                          {"customer", listing.resource->address.customer()},
                          {"account", listing.parent},
                          {"kind", kind.name},
                          {"name", listing.name},
                          {"id", listing.live == nullptr ? Json() : Json(listing.live->id)},
                          {"missing", listing.live == nullptr},
                          {"outputs", std::move(values)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
