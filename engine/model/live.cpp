#include "engine/model/live.hpp"

namespace tenantry {

const std::vector<LiveObject>& Live::of(std::string_view kind) const {
    static const std::vector<LiveObject> nothing;
    const auto found = objects.find(kind);
    return found == objects.end() ? nothing : found->second;
}

const std::vector<CatalogueEntry>* Live::catalogue(std::string_view name) const {
    const auto found = catalogues.find(name);
    return found == catalogues.end() ? nullptr : &found->second;
}

} // namespace tenantry
