// From changes to steps: what each sends, what it waits for, and what it costs.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/model/match.hpp"
#include "engine/model/plan.hpp"
#include "engine/planner/prerequisites.hpp"
#include "engine/planner/scope.hpp"
#include "engine/planner/service_users.hpp"
#include "engine/planner/unfinished.hpp"

#include <optional>
#include <vector>

namespace tenantry::planner {

/// What was found out of each resource; parallel to Desired::resources.
struct Judged {
    explicit Judged(std::size_t resources)
        : changes(resources), problems(resources), needed(resources, false) {}

    std::vector<std::optional<Change>> changes;
    std::vector<Diagnostics> problems; // what stands in its way
    std::vector<bool> needed;          // a step of it belongs into the plan
};

/// Refers to all that it is made from.
class StepMaker {
public:
    StepMaker(const KindTable& kinds, const Desired& desired, const Matched& live,
              const Prerequisites& prerequisites, ServiceUserOrder& users,
              const TenantProgram& program);

    /// Moves the change of a resource into a step of the plan, behind those that it waits for,
    /// unless its customer is refused.
    void add(std::size_t index, Judged& judged, const Scope& scope, Plan& plan);

private:
    static constexpr std::size_t no_step = Resource::none;

    std::optional<Money> money_of(std::size_t index, const Change& change) const;
    /// Says which ids its calls take, and what it waits for to have them.
    void bind(std::size_t index, Step& step) const;
    void bind_above(std::size_t above, Step& step) const;

    const KindTable& kinds_;
    const Desired& desired_;
    const Live& live_;
    const Matches& matches_;
    const Prerequisites& prerequisites_;
    ServiceUserOrder& users_;
    const TenantProgram& program_;
    Unfinished unfinished_;
    std::vector<std::size_t> step_of_; // parallel to Desired::resources
};

} // namespace tenantry::planner
