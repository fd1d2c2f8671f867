#include "engine/explanation/comparison_words.hpp"

#include "engine/model/canonical.hpp"

#include <fmt/core.h>

namespace tenantry::explanation {
namespace {

std::string by_comparison(const Comparison& comparison) {
    if (comparison == Comparison::ignore_case) return "upper and lower case make no difference";
    if (comparison == Comparison::domain_name)
        return "they are two spellings of one domain name (case, last dot, Unicode or punycode)";
    if (comparison.name == "plan-class") return "both are ids or names of one class of plans";
    return fmt::format("they are compared as {}", comparison.name);
}

std::string by_items(const Schema& facts, const JsonArray& live, const JsonArray& wanted) {
    if (facts.unordered && live.size() > 1)
        return "they have the same items; order makes no difference";
    const bool named =
        !live.empty() && live.front().members() != nullptr && wanted.front().text() != nullptr;
    return named ? "each name stands for what the API has by this name or id"
                 : "the items are equal one by one";
}

} // namespace

std::string equal_words(const Kind& kind, const Schema& facts, std::string_view path,
                        const Json& live, const Json& wanted) {
    if (live == wanted) return "the live value is equal";
    if (!same_value(live, wanted, facts) && kind.same_wish(path, live, wanted))
        return "the API writes it otherwise, and means the same wish";
    if (live.is_null()) {
        if (!facts.comparison.tells("")) return "the API does not tell it, which counts as wanted";
        return "the API tells none, which is what it has where nobody sets it";
    }
    if (wanted.text() != nullptr && live.members() != nullptr)
        return "the name stands for what the API has by this name or id";
    if (live.text() != nullptr && !facts.comparison.tells(*live.text()))
        return "what the API has says nothing about it, which counts as wanted";
    if (wanted.text() != nullptr) return by_comparison(facts.comparison);
    if (live.items() != nullptr && wanted.items() != nullptr && !wanted.items()->empty())
        return by_items(facts, *live.items(), *wanted.items());
    if (wanted.members() != nullptr)
        return "the members that are written are equal; the others are left alone";
    return "they are one number";
}

} // namespace tenantry::explanation
