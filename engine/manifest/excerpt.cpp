#include "engine/manifest/excerpt.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::manifest {

std::string excerpt(std::string_view text) {
    constexpr std::size_t longest = 60;
    if (code_points(text) <= longest) return in_quotes(text);
    std::size_t end = 0;
    for (std::size_t i = 0; i < longest; ++i) {
        end += std::max<std::size_t>(1, code_point_at(text, end).length);
    }
    return in_quotes(text.substr(0, end)) + "...";
}

} // namespace tenantry::manifest
