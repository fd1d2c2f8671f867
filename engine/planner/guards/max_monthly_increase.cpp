#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <algorithm>
#include <cmath>

namespace tenantry::planner {
namespace {

/// Steps that raise what is paid, or may: an unknown price counts as too much.
Indices raising(const Review& review, const Indices& steps) {
    Indices result;
    for (const std::size_t i : steps) {
        const Step& step = review.step(i);
        if (!step.money || !step.refused_by.empty()) continue;
        // What is free afterwards costs no more, whatever it cost before.
        if (step.money->new_price == Price()) continue;
        MoneySum sum;
        sum.add(*step.money);
        const bool raises = sum.unknown > 0 || std::ranges::any_of(sum.yearly, [](const auto& a) {
                                return a.second > 0;
                            });
        if (raises) result.push_back(i);
    }
    return result;
}

/// Complains and refuses when these steps, which raise what is paid, add up to more than allowed.
void hold_against(Review& review, const Indices& steps, const SpendLimit& limit,
                  const std::string& whose) {
    MoneySum sum;
    for (const std::size_t i : steps)
        sum.add(*review.step(i).money);
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
    if (summary.empty()) return;
    const std::string change = sum.unknown > 0 ? "write the price under prices in the Tenant "
                                                 "document"
                                               : "raise max_monthly_increase in the Tenant "
                                                 "document";
    Indices named = steps;
    if (sum.unknown > 0) {
        std::erase_if(named, [&](std::size_t i) {
            const Money& money = *review.step(i).money;
            return money.old_price && money.new_price;
        });
    }
    review.add(spending_rule.name, summary + ": " + review.names_of(named),
               way_out(spending_rule.name, change), review.step(steps.front()).address().text(),
               review.guards().position);
    review.refuse_customers_of(steps, spending_rule.name);
}

void judge(Review& review) {
    const Guards& guards = review.guards();
    Indices all;
    for (const auto& [customer, steps] : review.by_customer()) {
        if (guards.spend_of_customer) {
            hold_against(review, raising(review, steps), *guards.spend_of_customer,
                         "customer " + std::string(customer));
        }
        all.insert(all.end(), steps.begin(), steps.end());
    }
    if (guards.spend_of_run) {
        hold_against(review, raising(review, all), *guards.spend_of_run, "the run");
    }
}

} // namespace

const Rule spending_rule = {"max_monthly_increase", judge};

} // namespace tenantry::planner
