#include "engine/render/text/waiting.hpp"

#include "engine/base/natural_order.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tenantry::render {
namespace {

std::string lines_of(const std::vector<const Waiting*>& group) {
    const Kind& kind = *group.front()->kind;
    const Acceptance acceptance = group.front()->acceptance;
    std::string text = waiting_words(kind, acceptance, group.size()) + ":\n";
    for (const Waiting* const waiting : group) {
        text += "    " + printable(waiting->resource->address.text());
        if (acceptance == Acceptance::unknown)
            text += ": " + in_quotes(waiting->live->text_of("status"));
        text += "\n";
    }
    const std::string_view hint = waiting_hint(kind, acceptance);
    if (!hint.empty()) text += "  hint: " + std::string(hint) + "\n";
    return text + "\n";
}

} // namespace

std::string waiting_words(const Kind& kind, Acceptance acceptance, std::size_t count) {
    const Invitation& invitation = *kind.invitation;
    const bool one = count == 1;
    if (acceptance == Acceptance::waiting)
        return "Waiting for " + counted(count, invitation.invitee, invitation.invitees);
    if (acceptance == Acceptance::rejected) {
        return counted(count, invitation.word, invitation.words) + (one ? " was" : " were") +
               " rejected";
    }
    return kind.counted(count) + (one ? " has" : " have") + " a status that tenantry does not know";
}

std::string_view waiting_hint(const Kind& kind, Acceptance acceptance) {
    if (acceptance == Acceptance::rejected) return kind.invitation->when_rejected;
    return acceptance == Acceptance::unknown ? unknown_hint : std::string_view();
}

std::string waiting_lines(const Plan& plan, Acceptance acceptance) {
    // By what is said of them: kinds that say it in the same words stand in one list.
    using Said = std::pair<std::string, std::string_view>;
    std::vector<std::pair<Said, std::vector<const Waiting*>>> groups;
    for (const Waiting& waiting : plan.waiting) {
        if (waiting.acceptance != acceptance) continue;
        const Said said{waiting_words(*waiting.kind, acceptance, 1),
                        waiting_hint(*waiting.kind, acceptance)};
        auto group = std::ranges::find(groups, said, [](const auto& each) { return each.first; });
        if (group == groups.end()) group = groups.insert(group, {said, {}});
        group->second.push_back(&waiting);
    }
    std::string text;
    for (auto& [said, group] : groups) {
        std::ranges::sort(group, stands_before, [](const Waiting* waiting) -> const std::string& {
            return waiting->resource->address.text();
        });
        text += lines_of(group);
    }
    return text;
}

} // namespace tenantry::render
