#include "engine/model/explanation.hpp"

#include "engine/base/bug.hpp"

namespace tenantry {

std::string_view name_of(LayerValue::Origin origin) {
    switch (origin) {
    case LayerValue::Origin::customer: return "customer";
    case LayerValue::Origin::profile: return "profile";
    case LayerValue::Origin::tenant: return "tenant";
    }
    bug("origin of a layer out of range");
}

std::string_view name_of(LayerValue::Effect effect) {
    switch (effect) {
    case LayerValue::Effect::in_force: return "in_force";
    case LayerValue::Effect::fills_in: return "fills_in";
    case LayerValue::Effect::overridden: return "overridden";
    case LayerValue::Effect::kept_out: return "kept_out";
    }
    bug("effect of a layer out of range");
}

std::string_view name_of(FieldVerdict verdict) {
    switch (verdict) {
    case FieldVerdict::changes: return "changes";
    case FieldVerdict::refused: return "refused";
    case FieldVerdict::locked: return "locked";
    case FieldVerdict::barred: return "barred";
    case FieldVerdict::as_wanted: return "as_wanted";
    case FieldVerdict::not_compared: return "not_compared";
    case FieldVerdict::not_known: return "not_known";
    case FieldVerdict::left_alone: return "left_alone";
    }
    bug("verdict of a field out of range");
}

} // namespace tenantry
