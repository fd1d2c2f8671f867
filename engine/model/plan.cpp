#include "engine/model/plan.hpp"

#include <algorithm>

namespace tenantry {

std::size_t Plan::count(Action action) const {
    return static_cast<std::size_t>(
        std::ranges::count(steps, action, [](const Step& step) { return step.change.action; }));
}

std::size_t Plan::count(Acceptance acceptance) const {
    return static_cast<std::size_t>(std::ranges::count(waiting, acceptance, &Waiting::acceptance));
}

std::size_t Plan::refused_steps() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(steps, [](const Step& step) { return !step.refused_by.empty(); }));
}

MoneySum Plan::money() const {
    MoneySum sum;
    for (const auto& [customer, part] : money_by_customer())
        sum.add(part);
    return sum;
}

std::map<std::string_view, MoneySum> Plan::money_by_customer() const {
    std::map<std::string_view, MoneySum> sums;
    for (const Step& step : steps) {
        if (step.money && step.refused_by.empty()) sums[step.address().customer()].add(*step.money);
    }
    return sums;
}

std::map<std::string_view, MoneySum> Plan::refused_money_by_customer() const {
    std::map<std::string_view, MoneySum> sums;
    for (const Step& step : steps) {
        if (step.money && !step.refused_by.empty()) {
            sums[step.address().customer()].add(*step.money);
        }
    }
    return sums;
}

std::size_t Plan::calls() const {
    std::size_t sum = 0;
    for (const Step& step : steps) {
        if (step.refused_by.empty()) sum += step.requests();
    }
    return sum;
}

} // namespace tenantry
