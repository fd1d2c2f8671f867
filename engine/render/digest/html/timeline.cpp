// What came when. Of findings the day on which each was found first; of steps, which have no times
// here, their turns: what waits for nothing, what waits for that, and so on.
#include "engine/base/text.hpp"
#include "engine/render/digest/html/parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace tenantry::render {
namespace {

/// What happened at one moment: how often which word, as "created" or "unmanaged".
struct Moment {
    std::size_t count = 0;
    std::map<std::string, std::size_t> by_word = {};
};

/// In their order: days as text, turns as numbers.
using Moments = std::map<std::tuple<std::size_t, std::string>, Moment>;

/// "apply.not_started" is "not started" here, and "plan.create" is still to be done.
std::string last_word_of(const std::string& rule) {
    std::string word = rule.substr(rule.rfind('.') + 1);
    std::ranges::replace(word, '_', ' ');
    return (rule.starts_with("plan.") ? "to " : "") + word;
}

std::string words_of(const Moment& moment) {
    std::vector<std::string> parts;
    parts.reserve(moment.by_word.size());
    for (const auto& [word, count] : moment.by_word)
        parts.push_back(fmt::format("{} {}", count, word));
    return join(parts, ", ");
}

std::string moment_in_html(std::string_view value, std::string_view label, const Moment& moment,
                           std::size_t most) {
    return fmt::format("<li><button type=\"button\" data-filter=\"moment\" value=\"{}\" "
                       "aria-pressed=\"false\">{}</button> "
                       "<meter min=\"0\" max=\"{}\" value=\"{}\"></meter> {}</li>\n",
                       value, label, most, moment.count, in_html(words_of(moment)));
}

} // namespace

std::string timeline_in_html(const Digest& digest) {
    Moments moments;
    bool days = false;
    std::size_t most = 0;
    for (const Remark& remark : digest.remarks) {
        const std::string value = moment_of(remark);
        if (value.empty()) continue;
        days = days || remark.since.has_value();
        Moment& moment = moments[{remark.turn, value}];
        ++moment.by_word[last_word_of(remark.rule)];
        most = std::max(most, ++moment.count);
    }
    if (moments.empty()) return {};
    std::string text = fmt::format(
        "<details class=\"timeline\">\n<summary>Timeline: {}</summary>\n<p>{}</p>\n<ol>\n",
        days ? counted(moments.size(), "day") : counted(moments.size(), "turn"),
        days ? "The day (UTC) on which each finding was found first."
             : "The order of the steps: a step waits for steps of the turn before its own. The "
               "times "
               "of a run are in tenantry history.");
    for (const auto& [key, moment] : moments) {
        const auto& [turn, value] = key;
        text += moment_in_html(value, turn == 0 ? value : "Turn " + value, moment, most);
    }
    return text + "</ol>\n</details>\n";
}

} // namespace tenantry::render
