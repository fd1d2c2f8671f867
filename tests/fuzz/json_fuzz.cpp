// JSON as it comes from the API: what is read is written and read again as the same value.
#include "engine/base/json.hpp"
#include "tests/fuzz/harness.hpp"

#include <algorithm>

using namespace tenantry;

namespace {

std::size_t depth_of(const Json& value) {
    std::size_t deepest = 0;
    if (const JsonArray* items = value.items()) {
        for (const Json& item : *items)
            deepest = std::max(deepest, depth_of(item) + 1);
    }
    if (const JsonObject* members = value.members()) {
        for (const auto& [name, member] : *members)
            deepest = std::max(deepest, depth_of(member) + 1);
    }
    return deepest;
}

void claim_limits(std::string_view input) {
    const JsonLimits small = {.bytes = 256, .depth = 4, .members = 3};
    const auto value = parse_json(input, small);
    if (!value) return;
    fuzz::claim(input.size() <= small.bytes, "a text that is too large is refused");
    fuzz::claim(depth_of(*value) <= small.depth, "a value that is too deep is refused");
}

} // namespace

void fuzz::try_input(std::string_view input) {
    claim_limits(input);
    const auto value = parse_json(input);
    if (!value) {
        claim(!value.error().message.empty(), "an error says what is wrong");
        claim(value.error().offset <= input.size() + 1, "an error lies in the text");
        return;
    }
    for (const int indent : {-1, 2}) {
        const std::string text = to_text(*value, indent);
        const auto again = parse_json(text);
        claim(again.has_value(), "what is written can be read");
        claim(*again == *value, "what is read again is the same");
    }
}
