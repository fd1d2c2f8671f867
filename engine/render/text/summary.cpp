#include "engine/render/text/summary.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry::render {

std::string left_out(const Plan& plan) {
    if (plan.fields_left_out == 0) return {};
    return fmt::format(" {} left out because of errors.", counted(plan.fields_left_out, "field"));
}

std::string not_planned(const Plan& plan) {
    if (plan.refused.empty()) return {};
    return fmt::format(" Not planned because of errors: {}.", printable(join(plan.refused, ", ")));
}

std::string as_wanted(const Plan& plan) {
    const std::size_t others = plan.count(Acceptance::rejected) + plan.count(Acceptance::unknown);
    const std::size_t wanted = plan.resources - others;
    return fmt::format("{}{} of {} {} as wanted.", others == 0 ? "" : fmt::format("{} of ", wanted),
                       counted(plan.resources, "resource"), counted(plan.customers, "customer"),
                       wanted == 1 ? "is" : "are");
}

} // namespace tenantry::render
