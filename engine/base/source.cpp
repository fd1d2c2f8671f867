#include "engine/base/source.hpp"

namespace tenantry {

std::uint32_t Sources::add(Source source) {
    std::vector<std::uint32_t>& starts = line_starts_.emplace_back(1, 0);
    for (auto end = source.text.find('\n'); end != std::string::npos;
         end = source.text.find('\n', end + 1)) {
        starts.push_back(static_cast<std::uint32_t>(end + 1));
    }
    starts.shrink_to_fit();
    sources_.push_back(std::move(source));
    return static_cast<std::uint32_t>(sources_.size() - 1);
}

std::string_view Sources::line(Position position) const {
    if (!position.known() || position.source >= sources_.size() || position.line == 0) return {};
    const std::vector<std::uint32_t>& starts = line_starts_[position.source];
    if (position.line > starts.size()) return {};
    const std::string_view text = sources_[position.source].text;
    std::string_view found = text.substr(starts[position.line - 1]);
    found = found.substr(0, found.find('\n'));
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
