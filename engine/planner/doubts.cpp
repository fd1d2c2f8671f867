#include "engine/planner/doubts.hpp"

#include "engine/base/text.hpp"
#include "engine/model/address.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace tenantry::planner {

bool Doubts::concerns_a_field(const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error && !diagnostic.field.empty();
}

bool Doubts::all_concern_fields(const Diagnostics& diagnostics) {
    return std::ranges::none_of(diagnostics.all(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::error && diagnostic.field.empty();
    });
}

void Doubts::add(Diagnostic diagnostic) {
    ++count_;
    customers_.emplace(Address::parse(diagnostic.subject).customer());
    std::size_t index = told_before(diagnostic);
    if (index == told_.size()) told_.push_back({.first = diagnostic});
    Told& told = told_[index];
    if (diagnostic.subject == told.first.subject) told.fields.push_back(diagnostic.field);
    if (diagnostic.position.known()) {
        by_place_.try_emplace({diagnostic.position, diagnostic.code}, index);
    }
    by_cause_.try_emplace({diagnostic.subject, diagnostic.summary}, index);
    told.subjects.insert(std::move(diagnostic.subject));
}

std::size_t Doubts::told_before(const Diagnostic& diagnostic) const {
    const auto place = by_place_.find({diagnostic.position, diagnostic.code});
    if (diagnostic.position.known() && place != by_place_.end()) return place->second;
    const auto cause = by_cause_.find({diagnostic.subject, diagnostic.summary});
    return cause == by_cause_.end() ? told_.size() : cause->second;
}

void Doubts::tell(Diagnostics& diagnostics) const {
    for (const Told& told : told_) {
        Diagnostic diagnostic = told.first;
        if (diagnostic.code == unread_field) {
            diagnostic.summary =
                fmt::format("cannot read {}: {}", join(told.fields, ", "), diagnostic.summary);
        }
        std::ranges::copy_if(told.subjects, std::back_inserter(diagnostic.also),
                             [&](const std::string& each) { return each != diagnostic.subject; });
        diagnostics.add(std::move(diagnostic));
    }
}

} // namespace tenantry::planner
