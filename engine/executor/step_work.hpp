// What is left to do in one step, and what became of the rest. The code that sends and reads passes
// the answers in; there is no I/O here.
#pragma once

#include "engine/executor/recovery.hpp"
#include "engine/model/live.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenantry::executor {

/// Paths of fields.
using Paths = std::vector<std::string>;

class StepWork {
public:
    /// `before` are the changes that the step waited for of the kinds that its kind needs.
    StepWork(const KindTable& kinds, const Live& live, const Step& step,
             std::vector<const Change*> before);
    StepWork(const StepWork&) = delete; // the change points to the object
    StepWork& operator=(const StepWork&) = delete;

    const Step& step() const { return step_; }
    const Kind& kind() const { return step_.kind(); }
    const Resource& resource() const { return *change_.resource; }
    const Change& change() const { return change_; }
    std::vector<Reference>& references() { return change_.references; }
    /// What the change was compared with anew; nothing before the first take_up().
    const std::optional<LiveObject>& object() const { return object_; }
    Outcome& outcome() { return outcome_; }
    const Outcome& outcome() const { return outcome_; }
    /// How often an answer was no plain success.
    int recoveries() const { return recoveries_; }
    void count_recovery() { ++recoveries_; }
    /// Whether it is as if the step had never begun.
    bool is_untouched() const {
        return next_ == 0 && recoveries_ == 0 && !outcome_.adopted && outcome_.calls.empty();
    }
    bool has_id() const { return !outcome_.id.empty(); }

    /// The call that is next; null when none is left.
    const Call* next() const { return next_ < calls_.size() ? &calls_[next_] : nullptr; }
    const std::vector<Call>& calls() const { return calls_; }
    void go_on() { ++next_; }
    /// The calls have been made, though nobody has seen what they did.
    void end_calls() { next_ = calls_.size(); }
    /// None of them is made.
    void give_up_calls() { calls_.clear(); }
    /// Makes the calls for what is left to do.
    void plan_calls();
    /// The fields of the change that a call writes.
    Paths fields_of(const Call& call) const;
    /// The call that writes some of the fields of another, which keep what they have.
    Call part_of(const Call& whole, const Paths& fields) const;

    /// Goes on with an object that is this step's own: only what differs is left to do. The fault
    /// is a difference that the API cannot change.
    std::optional<Fault> take_up(LiveObject object);
    /// Takes out of the change what is locked now: what may still open is kept in waiting().
    void judge_locks();
    Paths& waiting() { return waiting_; }
    /// What the object that was just taken up shows of a call.
    Sight sight_after(const Call& call) const;

    /// What became of a call and its fields; of each field the last word counts.
    void note(std::string call, Paths fields, CallStatus status, std::optional<Fault> fault = {});
    void note(const Call& call, CallStatus status, std::optional<Fault> fault = {});
    /// Notes all that has not been sent.
    void note_rest();
    /// Takes out what the API has taken.
    void written(const Paths& paths);
    /// Takes out what something is noted of, and makes the calls for the rest.
    void skip_noted();
    /// Has fields stay as they are.
    void drop(const Paths& paths);
    /// Drops a field because of a fault that concerns it alone.
    void leave_out(const std::string& path, Fault fault, std::string call = {});

private:
    /// What the plan shows beside what is written, as a component that is raised with a plan: as
    /// long as something is ordered, or to see whether it came.
    void add_what_comes_along();

    const KindTable& kinds_;
    const Live& live_;
    const Step& step_;
    std::vector<const Change*> before_;
    Paths waiting_; // fields for which something may still unlock
    std::optional<LiveObject> object_;
    Change change_;
    std::vector<Call> calls_;
    std::size_t next_ = 0;
    int recoveries_ = 0;
    Outcome outcome_;
};

/// What the kind has to say against the change as it is now, of errors.
std::vector<Diagnostic> objections(const StepWork& work, const Live& live);
/// What is otherwise now than when the plan was made, so that nobody has seen the change; "" when
/// all is as planned.
std::string moved_field(const StepWork& work, const KindTable& kinds);
Fault moved(const StepWork& work, const std::string& field);

/// How a step ends. Interrupted before it began, it is as if it had never been started.
Outcome failed(StepWork& work, Fault fault);
/// Ends the step with what the answer to a call says.
Outcome failed(StepWork& work, const Call& call, Fault fault);
Outcome uncertain(StepWork& work, const KindTable& kinds, const Call& call, Fault fault);
/// All that could be done is done.
Outcome finished(const StepWork& work);

} // namespace tenantry::executor
