// Carries out what recovery.hpp decides, and reads what was written until it shows.
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// What was bought is looked for so often: it takes longer to show.
constexpr int looks_after_purchase = 6;

} // namespace

asio::awaitable<std::optional<Outcome>> StepRun::recover(const Call& call, Fault fault) {
    // What another run has made meanwhile has another key.
    if (fault.waited_out) co_return co_await begin();
    fault.field = field_meant(kind_, call, fault.pointer);
    const Decision next =
        after_fault(facts_of(call, kind_, step_.procedure), fault, has_id(), recoveries_);
    switch (next) {
    case Decision::give_up: co_return co_await give_up(call, std::move(fault));
    case Decision::read: ++recoveries_; co_return co_await recover_update(call, std::move(fault));
    case Decision::look:
    case Decision::look_until_seen:
        ++recoveries_;
        co_return co_await recover_create(call, std::move(fault), next);
    default: co_return recover_key(call, std::move(fault));
    }
}

asio::awaitable<std::optional<Outcome>> StepRun::recover_create(const Call& call, Fault fault,
                                                                Decision how) {
    // Not `? :` around co_await: g++ 12 destroys the answer twice.
    Sighting found;
    if (how == Decision::look_until_seen) {
        found = co_await look_until_seen();
    } else {
        found = co_await look();
    }
    const Decision next =
        after_look(facts_of(call, kind_, step_.procedure), fault, found && *found);
    if (next == Decision::uncertain) co_return uncertain(call, std::move(fault));
    if (next == Decision::fail) co_return failed(call, std::move(fault));
    // What was not there before and is now, after it was asked for, this step has made.
    if (fault.maybe_done) note(call, CallStatus::done);
    auto unchangeable = co_await adopt(std::move(**found));
    if (unchangeable) co_return failed(std::move(*unchangeable));
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::recover_update(const Call& call, Fault fault) {
    const Paths fields = fields_of(call);
    for (int reads = 1;; ++reads) {
        auto now = co_await read_self();
        Sight sight = Sight::nothing;
        if (now && *now) {
            auto unchangeable = take_up(std::move(**now));
            if (unchangeable) co_return failed(std::move(*unchangeable));
            const bool shows = fields_of(call).empty();
            if (shows && fault.maybe_done) note(call.describe(), fields, CallStatus::done);
            sight = sight_after(call);
        }
        const std::string field = sight == Sight::nothing ? "" : moved_field();
        switch (after_read(facts_of(call, kind_, step_.procedure), fault, sight, field.empty(),
                           reads)) {
        case Decision::uncertain: co_return uncertain(call, std::move(fault));
        case Decision::stale: co_return failed(call, moved(field));
        case Decision::give_up: co_return co_await give_up(call, std::move(fault));
        case Decision::read_again: co_await rest(reads - 1); continue;
        default: co_return std::nullopt;
        }
    }
}

Sight StepRun::sight_after(const Call& call) const {
    if (calls_.empty()) return Sight::as_wanted;
    const bool same = calls_.front().describe() == call.describe();
    return same ? Sight::same_call : Sight::other_call;
}

asio::awaitable<std::optional<Outcome>> StepRun::read_back() {
    // What was bought is done, whether it shows or not: to call it failed would have it bought
    // again.
    const LiveObject* const before = step_.change.live;
    const bool bought =
        kind_.buys() && outcome_.wrote() && (before == nullptr || before->fields.empty());
    const std::string written = calls_.empty() ? "" : calls_.front().describe();
    for (int i = 0;; ++i) {
        auto now = co_await read_self();
        if (!now && !bought) {
            next_ = calls_.size(); // they have been made: only what they did is not seen
            co_return failed(now.error());
        }
        if (now && *now) {
            auto unchangeable = take_up(std::move(**now));
            if (unchangeable) co_return failed(std::move(*unchangeable));
            if (calls_.empty()) co_return std::nullopt;
            // Something else is left to do now, as to accept what has been offered. What buys is
            // done once.
            if (!kind_.buys() && calls_.front().describe() != written) co_return std::nullopt;
        }
        if (i + 1 == (bought ? looks_after_purchase : looks_after_unclear)) break;
        co_await rest(i);
    }
    const bool shows = object_ && !object_->fields.empty();
    if (bought && !shows) {
        calls_.clear();
        outcome_.what_to_check = "it was bought, and the list does not show it yet: do not apply "
                                 "again before it does, or it is bought twice";
        co_return std::nullopt;
    }
    leave_out_unseen(written);
    co_return std::nullopt;
}

void StepRun::leave_out_unseen(const std::string& written) {
    // What the kind knows of says more than that it does not show.
    for (const Diagnostic& objection : objections()) {
        if (objection.field.empty()) continue;
        leave_out(objection.field,
                  {.category = FaultCategory::declined,
                   .message = "the API took the call and dropped this: " + objection.summary +
                              (objection.hint.empty() ? "" : ": " + objection.hint),
                   .call = written},
                  written);
    }
    while (!change_.fields.empty()) {
        const std::string path = change_.fields.front().path;
        leave_out(path,
                  {.category = FaultCategory::declined,
                   .message = "the API accepted the change, and still shows another " + path +
                              ": wait a few minutes and run plan again",
                   .call = written},
                  written);
    }
    plan_calls();
}

} // namespace tenantry::executor
