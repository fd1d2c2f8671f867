// Who waits for whom: which steps of a plan can begin, and what one that ended means for the
// others. Steps are indexed once; what ends touches only those that it concerns. No I/O.
#pragma once

#include "engine/executor/executor.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenantry::executor {

class Schedule {
public:
    Schedule(const Plan& plan, Observer& observer);

    /// Steps that wait for nothing any more, since it was asked the last time.
    std::vector<std::size_t> take_ready() { return std::exchange(ready_, {}); }
    /// Notes that a step begins; false where it was stopped together with its customer.
    bool begin(std::size_t index);
    /// Notes how a step ended, and what becomes of those that wait for it. `lost_lane`: its
    /// customer's credential is not accepted any more.
    void settle(std::size_t index, Outcome outcome, bool lost_lane);

    const Outcome& outcome(std::size_t index) const { return report_.outcomes[index]; }
    /// How many steps have not ended, or never began.
    std::size_t unsettled() const;
    /// Whether a step ended between two of its calls because the user stopped it.
    bool any_broken_off() const;
    /// Which step waits for which, of those that are left.
    std::string stuck() const;
    Report take_report() { return std::move(report_); }

private:
    /// What is created of one kind in one parent.
    using Beside = std::pair<const Kind*, std::size_t>;

    static Beside beside(const Step& step) { return {&step.kind(), step.change.resource->parent}; }
    bool is_there(std::size_t index) const;
    void unblock(const std::vector<std::size_t>& steps);
    void skip(std::size_t index, std::size_t because_of);
    void skip_dependents(std::size_t index, std::size_t because_of);
    void stop_siblings(std::size_t index);
    void stop_customer(std::size_t index);

    const Plan& plan_;
    Observer& observer_;
    std::vector<std::size_t> blocked_by_;             // how many steps each still waits for
    std::vector<std::vector<std::size_t>> waiting_;   // who waits for each
    std::vector<std::vector<std::size_t>> following_; // who begins after each, done or not
    std::unordered_map<std::string_view, std::vector<std::size_t>> of_customer_;
    std::map<Beside, std::vector<std::size_t>> creates_beside_;
    std::vector<bool> settled_;
    std::vector<bool> started_;
    std::vector<std::size_t> ready_;
    Report report_;
};

} // namespace tenantry::executor
