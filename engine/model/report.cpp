#include "engine/model/report.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>

namespace tenantry {

std::string_view name_of(OutcomeStatus status) {
    switch (status) {
    case OutcomeStatus::done: return "done";
    case OutcomeStatus::failed: return "failed";
    case OutcomeStatus::skipped: return "skipped";
    case OutcomeStatus::uncertain: return "uncertain";
    case OutcomeStatus::not_started: return "not_started";
    case OutcomeStatus::refused: return "refused";
    }
    bug("outcome status out of range");
}

std::size_t Report::count(OutcomeStatus status) const {
    return static_cast<std::size_t>(std::ranges::count(outcomes, status, &Outcome::status));
}

} // namespace tenantry
