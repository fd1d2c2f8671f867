#include "engine/executor/schedule.hpp"

#include <algorithm>

namespace tenantry::executor {

Schedule::Schedule(const Plan& plan, Observer& observer)
    : plan_(plan), observer_(observer), blocked_by_(plan.steps.size(), 0),
      waiting_(plan.steps.size()), following_(plan.steps.size()),
      settled_(plan.steps.size(), false), started_(plan.steps.size(), false) {
    report_.outcomes.resize(plan.steps.size());
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        blocked_by_[i] = step.waits_for.size() + step.begins_after.size();
        of_customer_[step.address().customer()].push_back(i);
        if (step.change.action == Action::create) creates_beside_[beside(step)].push_back(i);
        for (const std::size_t before : step.waits_for)
            waiting_[before].push_back(i);
        for (const std::size_t before : step.begins_after)
            following_[before].push_back(i);
        if (!plan.steps[i].refused_by.empty()) {
            settled_[i] = true;
            report_.outcomes[i].status = OutcomeStatus::refused;
        } else if (blocked_by_[i] == 0) {
            ready_.push_back(i);
        }
    }
}

bool Schedule::begin(std::size_t index) {
    if (settled_[index]) return false;
    started_[index] = true;
    observer_.started(index);
    return true;
}

void Schedule::settle(std::size_t index, Outcome outcome, bool lost_lane) {
    settled_[index] = true;
    report_.outcomes[index] = std::move(outcome);
    observer_.finished(index, report_.outcomes[index]);
    const Outcome& ended = report_.outcomes[index];
    if (ended.status == OutcomeStatus::done || is_there(index)) {
        unblock(waiting_[index]);
    } else if (ended.status != OutcomeStatus::not_started) {
        skip_dependents(index, index);
        stop_siblings(index);
        if (ended.status == OutcomeStatus::uncertain || lost_lane) stop_customer(index);
    }
    unblock(following_[index]);
}

// Whether a step that is not done has made what others wait for: its object is there, and what is
// wrong concerns it alone, so that a plan made now would have them go on too. Of a service user it
// is the key that they wait for.
bool Schedule::is_there(std::size_t index) const {
    const Outcome& ended = report_.outcomes[index];
    return ended.status == OutcomeStatus::partly && ended.fault && ended.fault->concerns_one() &&
           !plan_.steps[index].procedure.keeps_key;
}

void Schedule::unblock(const std::vector<std::size_t>& steps) {
    for (const std::size_t next : steps) {
        if (--blocked_by_[next] == 0) ready_.push_back(next);
    }
}

void Schedule::skip(std::size_t index, std::size_t because_of) {
    if (settled_[index]) return;
    settled_[index] = true;
    report_.outcomes[index].status = OutcomeStatus::skipped;
    report_.outcomes[index].because_of = because_of;
    observer_.finished(index, report_.outcomes[index]);
    unblock(following_[index]);
}

void Schedule::skip_dependents(std::size_t index, std::size_t because_of) {
    std::vector<std::size_t> open = waiting_[index];
    while (!open.empty()) {
        const std::size_t next = open.back();
        open.pop_back();
        skip(next, because_of);
        open.insert(open.end(), waiting_[next].begin(), waiting_[next].end());
    }
}

// What one refusal says of all that would be created beside it.
void Schedule::stop_siblings(std::size_t index) {
    const Step& failed = plan_.steps[index];
    const auto& fault = report_.outcomes[index].fault;
    const ErrorHint* hint = fault ? failed.kind().hint_for(*fault) : nullptr;
    if (hint == nullptr || !hint->stops_siblings) return;
    for (const std::size_t other : std::exchange(creates_beside_[beside(failed)], {})) {
        if (started_[other]) continue;
        skip(other, index);
        skip_dependents(other, index);
    }
}

// Where nobody knows whether something was created, nothing more is built on that customer.
void Schedule::stop_customer(std::size_t index) {
    const std::string_view customer = plan_.steps[index].address().customer();
    // Once is enough: none of them starts after that.
    for (const std::size_t other : std::exchange(of_customer_[customer], {}))
        if (!started_[other]) skip(other, index);
}

bool Schedule::any_broken_off() const {
    return std::ranges::any_of(report_.outcomes, [](const Outcome& outcome) {
        return outcome.fault && outcome.fault->category == FaultCategory::interrupted;
    });
}

std::string Schedule::stuck() const {
    std::string text;
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        if (settled_[i]) continue;
        text += "; " + plan_.steps[i].address().text() + " waits for";
        for (const std::size_t before : plan_.steps[i].waits_for)
            if (!settled_[before]) text += " " + plan_.steps[before].address().text();
    }
    return text;
}

std::size_t Schedule::unsettled() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < settled_.size(); ++i) {
        const bool open = !settled_[i] || report_.outcomes[i].status == OutcomeStatus::not_started;
        if (open) ++count;
    }
    return count;
}

} // namespace tenantry::executor
