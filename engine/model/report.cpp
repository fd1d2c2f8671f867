#include "engine/model/report.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>

namespace tenantry {

std::string_view name_of(OutcomeStatus status) {
    switch (status) {
    case OutcomeStatus::done: return "done";
    case OutcomeStatus::partly: return "partly";
    case OutcomeStatus::failed: return "failed";
    case OutcomeStatus::skipped: return "skipped";
    case OutcomeStatus::uncertain: return "uncertain";
    case OutcomeStatus::not_started: return "not_started";
    case OutcomeStatus::refused: return "refused";
    }
    bug("outcome status out of range");
}

std::string_view name_of(CallStatus status) {
    switch (status) {
    case CallStatus::done: return "done";
    case CallStatus::failed: return "failed";
    case CallStatus::not_tried: return "not_tried";
    }
    bug("call status out of range");
}

bool Outcome::wrote() const {
    return std::ranges::find(calls, CallStatus::done, &CallOutcome::status) != calls.end();
}

const CallOutcome* Outcome::of_field(std::string_view path) const {
    const auto found = std::ranges::find_if(calls, [&](const CallOutcome& call) {
        return std::ranges::find(call.fields, path) != call.fields.end();
    });
    return found == calls.end() ? nullptr : &*found;
}

bool Report::wrote() const {
    return std::ranges::any_of(outcomes, [](const Outcome& outcome) { return outcome.wrote(); });
}

std::size_t Report::count(OutcomeStatus status) const {
    return static_cast<std::size_t>(std::ranges::count(outcomes, status, &Outcome::status));
}

} // namespace tenantry
