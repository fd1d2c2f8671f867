// What is said where a resource cannot be told from other live objects, or could be meant for one
// that it does not name: what was found, and the line to write. Never a choice between two.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/diff/candidates.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/resource.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenantry::diff {

/// Of the resources of one kind. Refers to all that it is made from.
class MatchProblems {
public:
    MatchProblems(const Kind& kind, const IdentityFields& fields, const Live& live,
                  Diagnostics& diagnostics)
        : kind_(kind), fields_(fields), live_(live), diagnostics_(diagnostics) {}

    // Errors: nothing is known of the resource.
    void unknown_id(const Resource& resource);
    void several(const Resource& resource, const Candidates& candidates);
    void both_live(const Resource& resource, const LiveObject& now, const LiveObject& before);
    /// It is there already, in another parent: which one, by the name that people know, and whose.
    void elsewhere(const Resource& resource, const LiveObject& object, const Desired& desired,
                   const Matches& matches);
    /// Two resources are one live object; said of the second.
    void taken_twice(const Resource& first, const Resource& second, const LiveObject& object);

    // Warnings: it is created, and may be a second one.
    void nearly_named(const Resource& resource, const LiveObject& object);
    void in_another_unit(const Resource& resource, const LiveObject& object);

private:
    /// A text with what to do about it.
    struct Said {
        std::string code = {};
        std::string summary = {};
        std::string hint = {};
    };

    /// At a field of the resource; "" for the resource itself.
    void add(Severity severity, const Resource& resource, Said said, std::string_view field,
             std::vector<Note> notes = {});
    void error(const Resource& resource, Said said, std::string_view field = {}) {
        add(Severity::error, resource, std::move(said), field);
    }
    void warn(const Resource& resource, Said said, std::string_view field) {
        add(Severity::warning, resource, std::move(said), field);
    }
    std::string hint_for_several(const Resource& resource, const Candidates& candidates) const;
    std::string hint_for_part(const Resource& resource, const Candidates& candidates) const;

    const Kind& kind_;
    const IdentityFields& fields_;
    const Live& live_;
    Diagnostics& diagnostics_;
};

} // namespace tenantry::diff
