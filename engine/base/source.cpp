#include "engine/base/source.hpp"

namespace tenantry {

std::uint32_t Sources::add(Source source) {
    sources_.push_back(std::move(source));
    return static_cast<std::uint32_t>(sources_.size() - 1);
}

std::string_view Sources::line(Position position) const {
    if (!position.known() || position.source >= sources_.size() || position.line == 0) return {};
    std::string_view rest = sources_[position.source].text;
    for (std::uint32_t line = 1; line < position.line; ++line) {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) return {};
        rest.remove_prefix(end + 1);
    }
    std::string_view found = rest.substr(0, rest.find('\n'));
    if (found.ends_with('\r')) found.remove_suffix(1);
    return found;
}

std::string Sources::describe(Position position) const {
    if (!position.known() || position.source >= sources_.size()) return {};
    std::string text = sources_[position.source].name;
    if (position.line > 0) text += ":" + std::to_string(position.line);
    if (position.line > 0 && position.column > 0) text += ":" + std::to_string(position.column);
    return text;
}

} // namespace tenantry
