#include "engine/base/text.hpp"
#include "engine/planner/guards/rule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace tenantry::planner {
namespace {

/// Steps of one customer, or of the run, that change what is paid.
struct Orders {
    std::string_view whose = {}; // "customer acme"
    std::string_view limit = {}; // the path of the guard that bounds them
    Indices unknown = {};
    std::map<std::string, Indices> raising = {};
    std::map<std::string, Amount> more = {}; // of a year, by these
    std::map<std::string, Amount> less = {}; // of a year, by all others

    void add(std::size_t index, const Money& money) {
        // What is free afterwards costs no more, whatever it cost before.
        const bool gets_free = money.new_price == Price();
        MoneySum sum;
        sum.add(money);
        if (sum.unknown > 0 && !gets_free) unknown.push_back(index);
        for (const auto& [currency, yearly] : sum.yearly) {
            if (yearly.is_negative()) {
                less[currency] -= yearly;
            } else {
                more[currency] += yearly;
                raising[currency].push_back(index);
            }
        }
    }
};

std::string reasons_of(const Money& money) {
    std::string before = money.old_price ? "" : money.old_price.error();
    const std::string after = money.new_price ? "" : money.new_price.error();
    if (before.starts_with(after)) return before; // one cause, told once
    return before.empty() ? after : fmt::format("{}; {}", before, after);
}

/// Why the price of each of these is not known; one cause is told once.
std::string reasons_of(const Review& review, const Indices& steps) {
    constexpr std::size_t most_told = 3;
    std::vector<std::string> reasons;
    for (const std::size_t i : steps) {
        std::string reason = reasons_of(*review.step(i).money);
        const bool told = std::ranges::find(reasons, reason) != reasons.end();
        if (!told && reasons.size() < most_told) reasons.push_back(std::move(reason));
    }
    return printable(join(reasons, "; "));
}

void refuse_unknown(Review& review, const Orders& orders) {
    if (orders.unknown.empty()) return;
    std::string what = fmt::format(
        "the price of {} of {} is not known, so it counts as too much ({})",
        counted(orders.unknown.size(), "change"), orders.whose, reasons_of(review, orders.unknown));
    review.together(spending_rule.name, "write the price under prices in the Tenant document",
                    orders.unknown, {.what = std::move(what), .guard = std::string(orders.limit)},
                    orders.unknown);
}

/// What is saved elsewhere does not count, because it may be another's money or come to nothing;
/// the sentence says so where something is, or is not known.
std::string sentence(const Orders& orders, const std::string& currency, Amount yearly,
                     const std::optional<Amount>& allowed) {
    const std::string whose(orders.whose);
    const std::string monthly =
        money_text(a_month(yearly, currency, Amount::Rounding::away_from_zero), currency);
    const auto less = orders.less.find(currency);
    const bool all = less == orders.less.end() && orders.unknown.empty();
    std::string text =
        all ? fmt::format("{} would pay {} a month more", whose, monthly)
            : fmt::format("the orders of {} that raise what is paid add up to {} a month", whose,
                          monthly);
    text += allowed ? fmt::format("; at most {} is allowed", money_text(*allowed, currency))
                    : fmt::format("; {} names no {}, so none is allowed", orders.limit,
                                  printable(currency));
    if (less != orders.less.end()) {
        text += fmt::format(" ({} a month that others lower it by do not count)",
                            money_text(a_month(less->second, currency), currency));
    }
    return text;
}

void refuse_too_much(Review& review, const Orders& orders, const SpendLimit& limit) {
    for (const auto& [currency, yearly] : orders.more) {
        const auto most = limit.find(currency);
        const Amount allowed = most == limit.end() ? Amount() : most->second;
        if (yearly <= allowed * 12) continue; // exact: a twelfth may be no amount
        const Indices& steps = orders.raising.at(currency);
        std::string guard(orders.limit);
        if (most != limit.end()) guard += "." + currency;
        review.together(
            spending_rule.name, "raise max_monthly_increase in the Tenant document", steps,
            {.what = sentence(orders, currency, yearly,
                              most == limit.end() ? std::nullopt : std::optional(allowed)),
             .guard = std::move(guard)},
            steps);
    }
}

void hold_against(Review& review, const Indices& steps, const SpendLimit& limit,
                  const std::string& whose, std::string_view path) {
    Orders orders{.whose = whose, .limit = path};
    for (const std::size_t i : steps) {
        const Step& step = review.step(i);
        if (step.money && step.refused_by.empty()) orders.add(i, *step.money);
    }
    refuse_unknown(review, orders);
    refuse_too_much(review, orders, limit);
}

void judge_max_monthly_increase(Review& review) {
    const Guards& guards = review.guards();
    Indices all;
    for (const auto& [customer, steps] : review.by_customer()) {
        if (guards.spend_of_customer) {
            hold_against(review, steps, *guards.spend_of_customer,
                         "customer " + std::string(customer), "max_monthly_increase.customer");
        }
        all.insert(all.end(), steps.begin(), steps.end());
    }
    if (guards.spend_of_run) {
        hold_against(review, all, *guards.spend_of_run, "the run", "max_monthly_increase.run");
    }
}

} // namespace

const Rule spending_rule = {"max_monthly_increase", judge_max_monthly_increase};

} // namespace tenantry::planner
