#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <set>
#include <utility>

namespace tenantry::planner {
namespace {

constexpr std::size_t most_named = 10;

} // namespace

Review::Review(Plan& plan, const Desired& desired, Diagnostics& diagnostics)
    : plan_(plan), guards_(desired.guards), diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        if (step.refused_by.empty()) by_customer_[step.address().customer()].push_back(i);
    }
}

void Review::refuse_customers_of(const Indices& steps, std::string_view rule) {
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

void Review::add(std::string_view rule, std::string summary, std::string hint, std::string subject,
                 Position position) {
    diagnostics_.add({.code = "guard." + std::string(rule),
                      .summary = std::move(summary),
                      .hint = std::move(hint),
                      .subject = std::move(subject),
                      .position = position});
}

void Review::each_step(std::string_view rule, const std::string& change,
                       const std::function<std::string(const Step&)>& what_breaks) {
    Indices broken;
    for (const auto& [customer, steps] : by_customer_) {
        for (const std::size_t i : steps) {
            std::string what = what_breaks(step(i));
            if (what.empty()) continue;
            broken.push_back(i);
            add(rule, std::move(what), way_out(rule, change), step(i).address().text(),
                step(i).change.resource->position);
        }
    }
    refuse_customers_of(broken, rule);
}

std::string Review::names_of(const Indices& steps) const {
    std::vector<std::string> names;
    for (const std::size_t i : steps) {
        if (names.size() < most_named) names.push_back(step(i).address().text());
    }
    if (steps.size() > most_named) {
        names.push_back("and " + std::to_string(steps.size() - most_named) + " more");
    }
    return printable(join(names, ", "));
}

std::string way_out(std::string_view rule, const std::string& change) {
    const std::string flag =
        rule == downgrade_rule.name ? "--allow-downgrade" : "--force=" + std::string(rule);
    return (change.empty() ? "" : change + ", or ") + std::string("run it with ") + flag +
           " if it is meant";
}

} // namespace tenantry::planner
