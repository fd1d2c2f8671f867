#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

namespace tenantry::planner {
namespace {

/// An address without what makes no difference to the API: case, and the dot at the end of a name.
std::string without_spelling(std::string_view text) {
    std::string result;
    for (const char c : ascii_lower(text)) {
        if (c == '/' && result.ends_with('.')) result.pop_back();
        result += c;
    }
    if (result.ends_with('.')) result.pop_back();
    return result;
}

void judge(Review& review) {
    // As globs select: with an address all that lies in it is meant.
    Selection covered;
    for (const std::string& glob : review.guards().protect)
        covered.excludes.push_back(without_spelling(glob));
    review.each_step(protect_rule.name, "", [&](const Step& step) {
        const Address plain = Address::parse(without_spelling(step.address().text()));
        return covered.excluded(plain) ? "no step may touch this address" : "";
    });
}

} // namespace

const Rule protect_rule = {"protect", judge};

} // namespace tenantry::planner
