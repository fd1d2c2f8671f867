#include "engine/base/diagnostic.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace tenantry {

void Diagnostics::append(Diagnostics other) {
    std::ranges::move(other.list_, std::back_inserter(list_));
}

bool Diagnostics::has_errors() const { return count(Severity::error) > 0; }

std::size_t Diagnostics::count(Severity severity) const {
    return static_cast<std::size_t>(
        std::ranges::count(list_, severity, [](const Diagnostic& d) { return d.severity; }));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result = list_;
    std::ranges::stable_sort(result, [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.position, a.subject, a.code, a.summary) <
               std::tie(b.position, b.subject, b.code, b.summary);
    });
    return result;
}

} // namespace tenantry
