#include "engine/planner/planner.hpp"

#include "engine/base/text.hpp"
#include "engine/model/plan_class.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace tenantry::planner {
namespace {

// A percentage of a few objects says nothing.
constexpr std::size_t least_for_percent = 10;
constexpr std::size_t most_named = 10;

using Indices = std::vector<std::size_t>;

/// An address without what makes no difference to the API: case, and the dot at the end of a name.
std::string without_spelling(std::string_view text) {
    std::string result;
    for (const char c : ascii_lower(text)) {
        if (c == '/' && result.ends_with('.')) result.pop_back();
        result += c;
    }
    if (result.ends_with('.')) result.pop_back();
    return result;
}

/// Judges one plan. A customer with a step that breaks a guard is refused altogether: half of a
/// customer is worse than none.
class Guarding {
public:
    Guarding(Plan& plan, const Desired& desired, const Overrides& overrides,
             Diagnostics& diagnostics)
        : plan_(plan), guards_(desired.guards), overrides_(overrides), diagnostics_(diagnostics) {
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            const Step& step = plan.steps[i];
            if (step.refused_by.empty()) by_customer_[step.address().customer()].push_back(i);
        }
    }

    void judge() {
        each_step("protect", "", [&](const Step& step) {
            return is_protected(step.address()) ? "no step may touch this address" : "";
        });
        each_step("allowed_plans", "add it to allowed_plans in the Tenant document",
                  [&](const Step& step) {
                      return is_not_allowed(step) ? "the guards do not allow this plan: " +
                                                        printable(step.money->new_plan)
                                                  : "";
                  });
        if (!overrides_.allow_downgrade) {
            each_step("downgrade", "", [](const Step& step) { return downgrade_of(step); });
        }
        spending();
        updates();
    }

private:
    bool forced(std::string_view guard) const {
        return std::ranges::find(overrides_.forced, guard) != overrides_.forced.end();
    }

    static std::string way_out(std::string_view guard, const std::string& change) {
        const std::string flag =
            guard == "downgrade" ? "--allow-downgrade" : "--force=" + std::string(guard);
        return (change.empty() ? "" : change + ", or ") + std::string("run it with ") + flag +
               " if it is meant";
    }

    /// As globs select: with an address all that lies in it is meant.
    bool is_protected(const Address& address) const {
        const Address plain = Address::parse(without_spelling(address.text()));
        Selection covered;
        for (const std::string& glob : guards_.protect)
            covered.excludes.push_back(without_spelling(glob));
        return covered.excluded(plain);
    }

    /// What a step takes away, in words; "" when nothing.
    static std::string downgrade_of(const Step& step) {
        if (!step.money || !step.money->downgrade) return {};
        std::vector<std::string> less;
        if (step.money->old_plan != step.money->new_plan) {
            less.push_back(step.money->old_plan + " -> " + step.money->new_plan);
        }
        for (const FieldChange& field : step.change.fields) {
            const std::int64_t* before = field.before.integer();
            const std::int64_t* after = field.after.integer();
            if (before == nullptr || after == nullptr || *after >= *before) continue;
            less.push_back(field.path + " " + std::to_string(*before) + " -> " +
                           std::to_string(*after));
        }
        return "this is less than the customer has now: " + printable(join(less, ", "));
    }

    bool is_not_allowed(const Step& step) const {
        if (!guards_.allowed_plans || !step.money || step.money->new_plan.empty()) return false;
        // What is there already is not bought, nor is what costs nothing by its nature.
        const bool bought = step.money->new_plan != step.money->old_plan &&
                            plan_class(step.money->new_plan) != "free";
        if (!bought) return false;
        return std::ranges::none_of(*guards_.allowed_plans, [&](const std::string& plan) {
            return plan_class(plan) == plan_class(step.money->new_plan);
        });
    }

    /// `what_breaks` says what a step does against the guard, or "".
    template<typename Question>
    void each_step(std::string_view guard, const std::string& change, const Question& what_breaks) {
        if (forced(guard)) return;
        for (const auto& [customer, steps] : by_customer_) {
            bool broken = false;
            for (const std::size_t i : steps) {
                const Step& step = plan_.steps[i];
                std::string what = what_breaks(step);
                if (what.empty()) continue;
                broken = true;
                add(guard, std::move(what), way_out(guard, change), step.address().text(),
                    step.change.resource->position);
            }
            if (broken) refuse(steps, guard);
        }
    }

    void add(std::string_view guard, std::string summary, std::string hint, std::string subject,
             Position position) {
        diagnostics_.add({.code = "guard." + std::string(guard),
                          .summary = std::move(summary),
                          .hint = std::move(hint),
                          .subject = std::move(subject),
                          .position = position});
    }

    void refuse(const Indices& steps, std::string_view guard) {
        for (const std::size_t i : steps) {
            std::string& by = plan_.steps[i].refused_by;
            if (by.empty()) by = guard;
        }
    }

    std::string names_of(const Indices& steps) const {
        std::vector<std::string> names;
        for (const std::size_t i : steps) {
            if (names.size() < most_named) names.push_back(plan_.steps[i].address().text());
        }
        if (steps.size() > most_named) {
            names.push_back("and " + std::to_string(steps.size() - most_named) + " more");
        }
        return printable(join(names, ", "));
    }

    /// Steps that raise what is paid, or may: an unknown price counts as too much.
    Indices raising(const Indices& steps) const {
        Indices result;
        for (const std::size_t i : steps) {
            const Step& step = plan_.steps[i];
            if (!step.money || !step.refused_by.empty()) continue;
            // What is free afterwards costs no more, whatever it cost before.
            if (step.money->new_price == Price()) continue;
            MoneySum sum;
            sum.add(*step.money);
            const bool raises =
                sum.unknown > 0 ||
                std::ranges::any_of(sum.yearly, [](const auto& a) { return a.second > 0; });
            if (raises) result.push_back(i);
        }
        return result;
    }

    void spending() {
        constexpr std::string_view guard = "max_monthly_increase";
        if (forced(guard)) return;
        Indices all;
        for (const auto& [customer, steps] : by_customer_) {
            const Indices raise = raising(steps);
            if (guards_.spend_of_customer && exceeds(guard, raise, *guards_.spend_of_customer,
                                                     "customer " + std::string(customer))) {
                refuse(steps, guard);
            }
            all.insert(all.end(), steps.begin(), steps.end());
        }
        const Indices raise = raising(all);
        if (!guards_.spend_of_run || !exceeds(guard, raise, *guards_.spend_of_run, "the run")) {
            return;
        }
        refuse_customers_of(raise, guard);
    }

    void refuse_customers_of(const Indices& steps, std::string_view guard) {
        std::set<std::string_view> customers;
        for (const std::size_t i : steps)
            customers.insert(plan_.steps[i].address().customer());
        for (const std::string_view customer : customers)
            refuse(by_customer_[customer], guard);
    }

    bool exceeds(std::string_view guard, const Indices& steps, const SpendLimit& limit,
                 const std::string& whose) {
        MoneySum sum;
        for (const std::size_t i : steps)
            sum.add(*plan_.steps[i].money);
        std::string summary;
        if (sum.unknown > 0) {
            summary = "the price of " + counted(sum.unknown, "change") + " of " + whose +
                      " is not known, so it counts as too much";
        }
        for (const auto& [currency, yearly] : sum.yearly) {
            const auto most = limit.find(currency);
            const std::int64_t allowed = most == limit.end() ? 0 : most->second;
            if (yearly <= allowed * 12) continue;
            const auto monthly =
                static_cast<std::int64_t>(std::ceil(static_cast<double>(yearly) / 12.0));
            summary = whose + " would pay " + money_text(monthly, currency) +
                      " a month more; at most " + money_text(allowed, currency) + " is allowed";
        }
        if (summary.empty()) return false;
        const std::string change = sum.unknown > 0 ? "write the price under prices in the Tenant "
                                                     "document"
                                                   : "raise max_monthly_increase in the Tenant "
                                                     "document";
        Indices named = steps;
        if (sum.unknown > 0) {
            std::erase_if(named, [&](std::size_t i) {
                const Money& money = *plan_.steps[i].money;
                return money.old_price && money.new_price;
            });
        }
        add(guard, summary + ": " + names_of(named), way_out(guard, change),
            plan_.steps[steps.front()].address().text(), guards_.position);
        return true;
    }

    void updates() {
        constexpr std::string_view guard = "max_updates";
        if (forced(guard)) return;
        std::map<std::string_view, Indices> of_kind;
        Indices all;
        for (const auto& [customer, steps] : by_customer_) {
            const Indices changed = updating(steps);
            const auto judged = plan_.judged_by_customer.find(customer);
            const std::size_t live = judged == plan_.judged_by_customer.end() ? 0 : judged->second;
            if (too_many(guard, changed, live, guards_.updates_of_customer,
                         "customer " + std::string(customer))) {
                refuse(steps, guard);
                continue;
            }
            for (const std::size_t i : changed)
                of_kind[plan_.steps[i].kind().name].push_back(i);
            all.insert(all.end(), changed.begin(), changed.end());
        }
        std::size_t live = 0;
        for (const auto& [kind, count] : plan_.judged_live) {
            live += count;
            const Indices& changed = of_kind[kind];
            if (too_many(guard, changed, count, guards_.updates_of_kind,
                         "kind " + std::string(kind))) {
                refuse_customers_of(changed, guard);
            }
        }
        const Indices left = updating(all);
        if (too_many(guard, left, live, guards_.updates_of_run, "the run")) {
            refuse_customers_of(left, guard);
        }
    }

    /// Updates that no other guard has refused already.
    Indices updating(const Indices& steps) const {
        Indices result;
        std::ranges::copy_if(steps, std::back_inserter(result), [&](std::size_t i) {
            const Step& step = plan_.steps[i];
            // Of a single kind there is an object from the start; one without fields is none yet.
            const LiveObject* live = step.change.live;
            const bool changes = live != nullptr && !live->fields.empty();
            return step.change.action == Action::update && changes && step.refused_by.empty();
        });
        return result;
    }

    bool too_many(std::string_view guard, const Indices& steps, std::size_t live,
                  const UpdateLimit& limit, const std::string& whose) {
        const bool count = limit.count && std::cmp_greater(steps.size(), *limit.count);
        const bool percent =
            limit.percent && live >= least_for_percent &&
            std::cmp_greater(steps.size() * 100, live * static_cast<std::size_t>(*limit.percent));
        if (!count && !percent) return false;
        const std::string most =
            count ? std::to_string(*limit.count)
                  : std::to_string(*limit.percent) + " percent of " + std::to_string(live);
        add(guard,
            counted(steps.size(), "live object") + " of " + whose + " would change; at most " +
                most + " may: " + names_of(steps),
            way_out(guard, "raise max_updates in the Tenant document"),
            plan_.steps[steps.front()].address().text(), guards_.position);
        return true;
    }

    Plan& plan_;
    const Guards& guards_;
    const Overrides& overrides_;
    Diagnostics& diagnostics_;
    std::map<std::string_view, Indices> by_customer_;
};

} // namespace

std::span<const std::string_view> guard_names() {
    static constexpr std::string_view names[] = {"allowed_plans", "max_monthly_increase",
                                                 "max_updates", "protect"};
    return names;
}

void guard(Plan& plan, const Desired& desired, const Overrides& overrides,
           Diagnostics& diagnostics) {
    Guarding(plan, desired, overrides, diagnostics).judge();
}

} // namespace tenantry::planner
