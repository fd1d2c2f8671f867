#include "engine/explanation/field_layers.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace tenantry::explanation {
namespace {

using Effect = LayerValue::Effect;

const Field* field_in(const std::vector<Field>& fields, std::string_view path) {
    const auto found = std::ranges::find(fields, path, &Field::path);
    return found == fields.end() ? nullptr : &*found;
}

/// A map with the members that it leaves out filled in from a weaker one, as assembling does it.
void fill_in(Json& map, const Json& weaker) {
    if (map.members() == nullptr || weaker.members() == nullptr) return;
    for (const auto& [name, value] : *weaker.members()) {
        const Json* mine = map.find(name);
        Json merged = mine == nullptr ? value : *mine;
        if (mine != nullptr) fill_in(merged, value);
        map.set(name, std::move(merged));
    }
}

/// Why what a default says of the field does not hold.
std::string why_kept_out(const Resource& resource, const Schema& schema) {
    const std::string title = resource.kind->title();
    for (const std::string& alternative : schema.one_of) {
        if (resource.field(alternative) == nullptr) continue;
        if (resource.short_form)
            return fmt::format("the {} is written as a single value, which is taken whole", title);
        return fmt::format("it was written beside another {} than the one that is wanted",
                           alternative);
    }
    return "the resource is written as a single value, which is taken whole";
}

} // namespace

Json shown_value(const Field& field, const Desired& desired) {
    const auto written = desired.written.find(field.position);
    return written == desired.written.end() ? field.value : written->second;
}

void lay(const Grounds& grounds, const Resource& resource, ExplainedField& field) {
    const Schema& schema = grounds.kinds.schema_of(*resource.kind);
    const auto add = [&](LayerValue::Origin origin, const std::string& profile,
                         const Field* given) {
        if (given == nullptr) return;
        field.layers.push_back({.origin = origin,
                                .profile = profile,
                                .value = shown_value(*given, grounds.desired),
                                .position = given->position});
    };
    const auto own = grounds.layers.own.find(resource.position);
    if (own != grounds.layers.own.end())
        add(LayerValue::Origin::customer, "", field_in(own->second, field.path));
    for (const manifest::Layer& layer : grounds.layers.below) {
        const auto given = layer.defaults.find(resource.kind->name);
        if (given == layer.defaults.end()) continue;
        add(layer.profile.empty() ? LayerValue::Origin::tenant : LayerValue::Origin::profile,
            layer.profile, field_in(given->second.fields, field.path));
    }
    const Field* const wanted = resource.field(field.path);
    const auto in_force = std::ranges::find_if(field.layers, [&](const LayerValue& layer) {
        return wanted != nullptr && layer.position == wanted->position;
    });
    for (auto layer = field.layers.begin(); layer != in_force; ++layer)
        layer->effect = Effect::kept_out;
    if (in_force != field.layers.begin()) field.kept_out = why_kept_out(resource, schema);
    if (wanted == nullptr) return;
    field.wanted = shown_value(*wanted, grounds.desired);
    if (in_force == field.layers.end()) return;
    in_force->effect = Effect::in_force;
    field.wanted = in_force->value;
    const Schema* const facts = schema.field(field.path);
    const bool merges = facts != nullptr && facts->one_value;
    for (auto layer = std::next(in_force); layer != field.layers.end(); ++layer) {
        const Json before = field.wanted;
        if (merges) fill_in(field.wanted, layer->value);
        layer->effect = field.wanted == before ? Effect::overridden : Effect::fills_in;
    }
}

} // namespace tenantry::explanation
