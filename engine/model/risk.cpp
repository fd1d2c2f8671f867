#include "engine/model/risk.hpp"

#include "engine/base/text.hpp"
#include "engine/model/plan.hpp"

#include <fmt/core.h>

#include <map>
#include <set>
#include <utility>

namespace tenantry {

std::vector<RiskMark> risk_marks(const Plan& plan, bool refused) {
    std::vector<RiskMark> marks;
    std::set<std::string_view> customers;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> known;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        if (step.refused_by.empty() == refused) continue;
        customers.insert(step.address().customer());
        for (const Risk& risk : step.risks) {
            const auto [place, is_new] = known.try_emplace({risk.code, risk.what}, marks.size());
            if (is_new) marks.push_back({risk.code, risk.what});
            std::vector<std::size_t>& steps = marks[place->second].steps;
            if (steps.empty() || steps.back() != i) steps.push_back(i);
        }
    }
    if (!refused && customers.size() > most_customers_unmarked) {
        marks.push_back({"many-customers", fmt::format("this changes something for {} at once",
                                                       counted(customers.size(), "customer"))});
    }
    return marks;
}

} // namespace tenantry
