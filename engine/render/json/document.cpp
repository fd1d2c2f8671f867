#include "engine/render/render.hpp"

namespace tenantry::render {

Json document(std::string_view command, std::string_view version) {
    return Json::object(
        {{"format_version", "1.6"}, {"tenantry_version", version}, {"command", command}});
}

} // namespace tenantry::render
