// Errors that concern one field alone: the resource, its customer and all others are planned
// without it. One cause is told once, at its line, however many fields or resources it reaches.
#pragma once

#include "engine/base/diagnostic.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::planner {

/// The code of a field that could not be read; the summary of such a diagnostic is the fault alone.
inline constexpr std::string_view unread_field = "plan.unread-field";

class Doubts {
public:
    /// Whether a diagnostic is one of these.
    static bool concerns_a_field(const Diagnostic& diagnostic);
    /// Whether none of the errors is another, which concerns more.
    static bool all_concern_fields(const Diagnostics& diagnostics);

    void add(Diagnostic diagnostic);
    /// What is told of them.
    void tell(Diagnostics& diagnostics) const;

    /// Fields of resources, not lines of manifests.
    std::size_t count() const { return count_; }
    bool has(std::string_view customer) const { return customers_.contains(customer); }

private:
    /// One cause, with all that it concerns.
    struct Told {
        Diagnostic first = {};
        std::vector<std::string> fields = {}; // of the first resource
        std::set<std::string> subjects = {};
    };

    std::size_t told_before(const Diagnostic& diagnostic) const;

    std::vector<Told> told_;
    std::map<std::pair<Position, std::string>, std::size_t> by_place_;    // place and code
    std::map<std::pair<std::string, std::string>, std::size_t> by_cause_; // subject and summary
    std::set<std::string, std::less<>> customers_;
    std::size_t count_ = 0;
};

} // namespace tenantry::planner
