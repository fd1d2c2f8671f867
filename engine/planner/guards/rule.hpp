// One safety rule, and what it may do with a plan under review: look, complain, and have customers
// left alone. Each rule has a file of its own and knows no other. Review is implemented in
// review.cpp.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/guards.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/resource.hpp"
#include "engine/planner/planner.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::planner {

/// Indices of steps in Plan::steps.
using Indices = std::vector<std::size_t>;

/// What breaks a rule, in words, and where the rule says so.
struct Breach {
    std::string what = {};
    std::string guard = {};    // path of the guard's entry: "max_updates.run.count", "protect.0"
    Position guard_place = {}; // instead of `guard`, where the rule knows it itself
    Position place = {};       // of what breaks it; the step's own when nowhere
};

/// A plan under review. A customer with a step that breaks a rule is refused altogether: half of a
/// customer is worse than none.
class Review {
public:
    Review(Plan& plan, const KindTable& kinds, const Desired& desired, const Live& live,
           Diagnostics& diagnostics);

    const Plan& plan() const { return plan_; }
    const KindTable& kinds() const { return kinds_; }
    const Desired& desired() const { return desired_; }
    const Live& live() const { return live_; }
    const Guards& guards() const { return desired_.guards; }
    const Step& step(std::size_t index) const { return plan_.steps[index]; }
    /// The steps that may be judged, by customer; those that had moved when the review began are
    /// not among them.
    const std::map<std::string_view, Indices>& by_customer() const { return by_customer_; }

    /// Each step of which `what_breaks` tells something breaks the rule by itself. `change` is the
    /// way out beside lifting the rule, "" for none.
    void each_step(std::string_view rule, const std::string& change,
                   const std::function<std::optional<Breach>(const Step&)>& what_breaks);
    /// Of a step that breaks it in several ways each is told, at its own place.
    void each_breach(std::string_view rule, const std::string& change,
                     const std::function<std::vector<Breach>(const Step&)>& what_breaks);
    /// These steps break the rule together. The complaint names them, and stands at the guard. The
    /// customers of `with` are left alone too.
    void together(std::string_view rule, const std::string& change, const Indices& steps,
                  const Breach& breach, const Indices& with = {});

private:
    void complain(std::string_view rule, const std::string& change, const Step& step,
                  const Breach& breach);
    void refuse(const Indices& steps, std::string_view rule, const std::string& what);
    void leave_customers_alone(const Indices& steps, std::string_view rule);
    Position place_of(const Breach& breach) const;
    std::string names_of(const Indices& steps) const;

    Plan& plan_;
    const KindTable& kinds_;
    const Desired& desired_;
    const Live& live_;
    Diagnostics& diagnostics_;
    std::map<std::string_view, Indices> by_customer_;
};

/// A rule. What an earlier one has refused counts for no later one's sums.
struct Rule {
    std::string_view name = {}; // as --force and diagnostics have it
    void (*judge)(Review& review) = nullptr;
};

extern const Rule protect_rule;
extern const Rule keep_rule;
extern const Rule roles_rule;
extern const Rule allowed_plans_rule;
extern const Rule downgrade_rule;
extern const Rule spending_rule;
extern const Rule updates_rule;

} // namespace tenantry::planner
