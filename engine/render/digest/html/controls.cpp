// Search and filters: they stand hidden in the page, because without its script they do nothing.
#include "engine/render/digest/html/parts.hpp"

#include <fmt/core.h>

#include <map>

namespace tenantry::render {
namespace {

std::string level_buttons(const Digest& digest) {
    std::map<std::string_view, std::size_t> counts;
    for (const Remark& remark : digest.remarks)
        ++counts[level_of(remark)];
    std::string text;
    for (const std::string_view level : levels) {
        const auto found = counts.find(level);
        if (found == counts.end()) continue;
        text += fmt::format("<button type=\"button\" data-filter=\"level\" value=\"{}\" "
                            "aria-pressed=\"false\">{}</button>\n",
                            level, level_words(found->second, level));
    }
    return text;
}

std::string rule_choice(const Digest& digest) {
    std::map<std::string, std::size_t> counts;
    for (const Remark& remark : digest.remarks)
        ++counts[remark.rule];
    std::string text = "<select id=\"rule\" aria-label=\"Rule\">\n"
                       "<option value=\"\">all rules</option>\n";
    for (const auto& [rule, count] : counts) {
        text += fmt::format("<option value=\"{0}\">{0} ({1})</option>\n", in_html(rule), count);
    }
    return text + "</select>\n";
}

} // namespace

std::string controls_in_html(const Digest& digest) {
    return "<nav id=\"controls\" aria-label=\"Search and filters\" hidden>\n"
           "<input type=\"search\" id=\"search\" placeholder=\"Search ( / )\" "
           "aria-label=\"Search\" autocomplete=\"off\" spellcheck=\"false\">\n" +
           level_buttons(digest) + rule_choice(digest) +
           "<button type=\"button\" id=\"fold\">Open all</button>\n"
           "<output id=\"shown\" for=\"search rule\"></output>\n"
           "<p class=\"keys\"><kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous, "
           "<kbd>Enter</kbd> open, <kbd>Esc</kbd> show all</p>\n"
           "</nav>\n";
}

} // namespace tenantry::render
