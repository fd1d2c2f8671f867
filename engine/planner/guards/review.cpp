#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tenantry::planner {
namespace {

constexpr std::size_t most_named = 10;

/// What to do about a broken rule: what to change, if anything, or what lifts the rule.
std::string way_out(std::string_view rule, const std::string& change) {
    const std::string flag =
        rule == downgrade_rule.name ? "--allow-downgrade" : "--force=" + std::string(rule);
    const std::string lift = fmt::format("run it with {} if it is meant", flag);
    return change.empty() ? lift : fmt::format("{}, or {}", change, lift);
}

} // namespace

Review::Review(Plan& plan, const KindTable& kinds, const Desired& desired, const Live& live,
               Diagnostics& diagnostics)
    : plan_(plan), kinds_(kinds), desired_(desired), live_(live), diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        if (step.refused_by.empty()) by_customer_[step.address().customer()].push_back(i);
    }
}

Position Review::place_of(const Breach& breach) const {
    return breach.guard_place.known() ? breach.guard_place : guards().place_of(breach.guard);
}

/// Refuses all steps of the customers of these. A step that breaks several rules is told the first;
/// one that breaks none itself is told the first that another step breaks.
void Review::refuse(const Indices& steps, std::string_view rule, const std::string& what) {
    for (const std::size_t i : steps) {
        Step& step = plan_.steps[i];
        if (!step.breach.empty()) continue;
        step.refused_by = rule;
        step.breach = what;
    }
    leave_customers_alone(steps, rule);
}

void Review::leave_customers_alone(const Indices& steps, std::string_view rule) {
    std::set<std::string_view> customers;
    for (const std::size_t i : steps)
        customers.insert(step(i).address().customer());
    for (const std::string_view customer : customers) {
        for (const std::size_t i : by_customer_[customer]) {
            std::string& by = plan_.steps[i].refused_by;
            if (by.empty()) by = rule;
        }
    }
}

void Review::each_step(std::string_view rule, const std::string& change,
                       const std::function<std::optional<Breach>(const Step&)>& what_breaks) {
    each_breach(rule, change, [&](const Step& step) {
        auto breach = what_breaks(step);
        return breach ? std::vector{std::move(*breach)} : std::vector<Breach>();
    });
}

void Review::each_breach(std::string_view rule, const std::string& change,
                         const std::function<std::vector<Breach>(const Step&)>& what_breaks) {
    for (const auto& [customer, steps] : by_customer_) {
        for (const std::size_t i : steps) {
            std::vector<std::string> all;
            for (const Breach& breach : what_breaks(step(i))) {
                complain(rule, change, step(i), breach);
                all.push_back(breach.what);
            }
            if (!all.empty()) refuse({i}, rule, join(all, "; "));
        }
    }
}

void Review::complain(std::string_view rule, const std::string& change, const Step& step,
                      const Breach& breach) {
    Diagnostic diagnostic{.code = "guard." + std::string(rule),
                          .summary = breach.what,
                          .hint = way_out(rule, change),
                          .subject = step.address().text(),
                          .position =
                              breach.place.known() ? breach.place : step.change.resource->position};
    const Position guard = place_of(breach);
    if (guard.known()) diagnostic.notes.push_back({"the guard is here", guard});
    diagnostics_.add(std::move(diagnostic));
}

void Review::together(std::string_view rule, const std::string& change, const Indices& steps,
                      const Breach& breach, const Indices& with) {
    diagnostics_.add({.code = "guard." + std::string(rule),
                      .summary = fmt::format("{}: {}", breach.what, names_of(steps)),
                      .hint = way_out(rule, change),
                      .subject = step(steps.front()).address().text(),
                      .position = place_of(breach)});
    refuse(steps, rule, breach.what);
    leave_customers_alone(with, rule);
}

/// Addresses of steps; of many, the first.
std::string Review::names_of(const Indices& steps) const {
    std::vector<std::string> names;
    for (const std::size_t i : steps) {
        if (names.size() < most_named) names.push_back(step(i).address().text());
    }
    if (steps.size() > most_named) {
        names.push_back(fmt::format("and {} more", steps.size() - most_named));
    }
    return printable(join(names, ", "));
}

} // namespace tenantry::planner
