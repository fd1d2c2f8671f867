#include "engine/base/diagnostic.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace tenantry {
namespace {

/// Errors that judge no value: one object could not be read, or does not let it be changed.
constexpr std::string_view of_one_object[] = {"plan.unread", "plan.unread-field",
                                              "plan.unclear-answer", "plan.locked"};

/// The places of values that errors keep from being written.
std::set<Position> values_in_error(const std::vector<Diagnostic>& list) {
    std::set<Position> places;
    for (const Diagnostic& diagnostic : list) {
        const bool of_value =
            diagnostic.severity == Severity::error && !diagnostic.field.empty() &&
            std::ranges::find(of_one_object, diagnostic.code) == std::end(of_one_object);
        if (of_value && diagnostic.position.known()) places.insert(diagnostic.position);
    }
    return places;
}

} // namespace

void Diagnostics::append(Diagnostics other) {
    std::ranges::move(other.list_, std::back_inserter(list_));
}

bool Diagnostics::has_errors() const {
    return std::ranges::any_of(list_,
                               [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::size_t Diagnostics::count(Severity severity) const {
    return static_cast<std::size_t>(
        std::ranges::count(told(), severity, [](const Diagnostic& d) { return d.severity; }));
}

std::vector<Diagnostic> Diagnostics::told() const {
    std::vector<Diagnostic> sorted = list_;
    std::erase_if(sorted, [decided = values_in_error(list_)](const Diagnostic& d) {
        const bool doubt = d.severity == Severity::warning && d.subject.empty();
        return doubt && decided.contains(d.value.known() ? d.value : d.position);
    });
    std::ranges::stable_sort(sorted, [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.position, a.subject, a.code, a.summary) <
               std::tie(b.position, b.subject, b.code, b.summary);
    });
    std::vector<Diagnostic> result;
    using Mistake = std::tuple<Severity, std::string, std::string>;
    std::map<Mistake, std::size_t> here; // told of one position
    for (Diagnostic& next : sorted) {
        const bool moved_on = result.empty() || result.back().position != next.position;
        if (moved_on || !next.position.known()) here.clear();
        const auto [first, is_new] =
            here.emplace(Mistake(next.severity, next.code, next.summary), result.size());
        if (is_new) {
            result.push_back(std::move(next));
            continue;
        }
        // The hint may name what only one of them has; the first stands for all.
        Diagnostic& told = result[first->second];
        const std::string& last = told.also.empty() ? told.subject : told.also.back();
        if (next.subject != last) told.also.push_back(std::move(next.subject));
    }
    return result;
}

} // namespace tenantry
