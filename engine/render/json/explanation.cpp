#include "engine/model/explanation.hpp"
#include "engine/render/json/members.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

Json layers_json(const ExplainedField& field, const Sources& sources) {
    JsonArray layers;
    for (const LayerValue& layer : field.layers) {
        layers.push_back(Json::object({{"layer", name_of(layer.origin)},
                                       {"profile", text_or_null(layer.profile)},
                                       {"effect", name_of(layer.effect)},
                                       {"value", layer.value},
                                       {"position", position_json(layer.position, sources)}}));
    }
    return Json(std::move(layers));
}

Json record_json(const std::optional<FieldRecord>& record) {
    if (!record) return {};
    return Json::object({{"value", record->value},
                         {"at", time_in_words(record->at)},
                         {"run", text_or_null(record->run)},
                         {"by", text_or_null(record->by)},
                         {"outcome", text_or_null(record->outcome)}});
}

Json field_json(const ExplainedField& field, const Sources& sources) {
    return Json::object({{"field", field.path},
                         {"wanted", field.wanted},
                         {"layers", layers_json(field, sources)},
                         {"kept_out", text_or_null(field.kept_out)},
                         {"default", field.begins_with ? *field.begins_with : Json()},
                         {"live_known", field.live.has_value()},
                         {"live", field.live ? *field.live : Json()},
                         {"live_hidden", field.live_hidden},
                         {"live_why", text_or_null(field.live_why)},
                         {"verdict", name_of(field.verdict)},
                         {"why", field.why},
                         {"hint", text_or_null(field.hint)},
                         {"applied", record_json(field.applied)},
                         {"agreed", record_json(field.agreed)}});
}

Json resource_json(const ExplainedResource& resource, const Sources& sources) {
    JsonArray fields;
    for (const ExplainedField& field : resource.fields)
        fields.push_back(field_json(field, sources));
    return Json::object({{"address", resource.address.text()},
                         {"kind", resource.kind->name},
                         {"list", resource.list},
                         {"managed", resource.managed},
                         {"position", position_json(resource.position, sources)},
                         {"id", text_or_null(resource.id)},
                         {"action", text_or_null(resource.action)},
                         {"refused", resource.refused},
                         {"as_wanted", resource.as_wanted},
                         {"why", resource.why},
                         {"hint", text_or_null(resource.hint)},
                         {"fields", std::move(fields)},
                         {"left_alone", texts_json(resource.left_alone)}});
}

Json resources_json(const std::vector<ExplainedResource>& resources, const Sources& sources) {
    JsonArray list;
    for (const ExplainedResource& resource : resources)
        list.push_back(resource_json(resource, sources));
    return Json(std::move(list));
}

} // namespace

Json explanation_json(const Explanation& explanation, const Sources& sources) {
    return Json::object({{"customer", explanation.customer},
                         {"position", position_json(explanation.position, sources)},
                         {"resources", resources_json(explanation.resources, sources)},
                         {"below", resources_json(explanation.below, sources)},
                         {"ledger", explanation.remembered}});
}

} // namespace tenantry::render
