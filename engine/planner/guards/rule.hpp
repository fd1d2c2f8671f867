// One safety rule, and what it may do with a plan under review: look, complain, and have customers
// left alone. Each rule has a file of its own and knows no other (design: "Safety").
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/guards.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/resource.hpp"
#include "engine/planner/planner.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::planner {

/// Indices of steps in Plan::steps.
using Indices = std::vector<std::size_t>;

/// A plan under review. A customer with a step that breaks a rule is refused altogether: half of a
/// customer is worse than none.
class Review {
public:
    Review(Plan& plan, const Desired& desired, Diagnostics& diagnostics);

    const Plan& plan() const { return plan_; }
    const Guards& guards() const { return guards_; }
    const Step& step(std::size_t index) const { return plan_.steps[index]; }
    /// The steps that may be judged, by customer; those that had moved when the review began are
    /// not among them.
    const std::map<std::string_view, Indices>& by_customer() const { return by_customer_; }

    /// Has all steps of these customers refused.
    void refuse_customers_of(const Indices& steps, std::string_view rule);
    void add(std::string_view rule, std::string summary, std::string hint, std::string subject,
             Position position);

    /// Complains of each step of which `what_breaks` says what it does against the rule, and not
    /// "". `change` is the way out beside lifting the rule.
    void each_step(std::string_view rule, const std::string& change,
                   const std::function<std::string(const Step&)>& what_breaks);

    /// Addresses of steps; of many, the first.
    std::string names_of(const Indices& steps) const;

private:
    Plan& plan_;
    const Guards& guards_;
    Diagnostics& diagnostics_;
    std::map<std::string_view, Indices> by_customer_;
};

/// What to do about a broken rule: what to change, if anything, or what lifts the rule.
std::string way_out(std::string_view rule, const std::string& change);

/// A rule. What an earlier one has refused counts for no later one.
struct Rule {
    std::string_view name = {}; // as --force and diagnostics have it
    void (*judge)(Review& review) = nullptr;
};

extern const Rule protect_rule;
extern const Rule allowed_plans_rule;
extern const Rule downgrade_rule;
extern const Rule spending_rule;
extern const Rule updates_rule;

} // namespace tenantry::planner
