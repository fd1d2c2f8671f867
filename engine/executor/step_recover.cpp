// After an answer that does not say that all is well: what is there is looked at, and decides. A
// create is never repeated blindly, nor is what buys; and what was written is read until it shows.
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// An update that stays unclear so often is given up: something is wrong that repeating won't mend.
constexpr int most_recoveries = 3;
constexpr int looks_after_purchase = 6;

/// Whether the state may now be other than we know, so that a look is worth a call: an unclear
/// answer, or a refusal such as "already exists".
bool worth_a_look(const Fault& fault) {
    return fault.maybe_done ||
           (fault.category == FaultCategory::refused && fault.status != 403 && fault.status != 404);
}

} // namespace

asio::awaitable<std::optional<Outcome>> StepRun::recover(const Call& call, Fault fault) {
    fault.field = field_meant(kind_, call, fault.pointer);
    if (!kind_.key_field.empty()) co_return recover_key(call, std::move(fault));
    // What may be repeated has been, by the Api; and what is repeated here must end.
    const bool hopeless =
        call.repeatable() || !worth_a_look(fault) || ++recoveries_ > most_recoveries;
    if (hopeless) co_return co_await give_up(call, std::move(fault));
    if (has_id()) co_return co_await recover_update(call, std::move(fault));
    co_return co_await recover_create(call, std::move(fault));
}

asio::awaitable<std::optional<Outcome>> StepRun::recover_create(const Call& call, Fault fault) {
    // Not `? :` around co_await: g++ 12 destroys the answer twice.
    Sighting found;
    // What the key knows already has been made, perhaps a moment ago and by another run.
    if (fault.maybe_done || !call.sameness.empty()) {
        found = co_await look_until_seen();
    } else {
        found = co_await look();
    }
    if (found && *found) {
        // What was not there before and is now, after it was asked for, this step has made.
        if (fault.maybe_done) note(call, CallStatus::done);
        auto unchangeable = co_await adopt(std::move(**found));
        if (unchangeable) co_return failed(std::move(*unchangeable));
        co_return std::nullopt;
    }
    if (fault.maybe_done) co_return uncertain(call, std::move(fault));
    co_return failed(call, std::move(fault));
}

asio::awaitable<std::optional<Outcome>> StepRun::recover_update(const Call& call, Fault fault) {
    // What buys or makes something is not repeated, so it is worth waiting for; the rest is.
    const bool made_maybe = (call.once || call.method == Method::post) && fault.maybe_done;
    const Paths fields = fields_of(call);
    bool same_call = true;
    for (int i = 0;; ++i) {
        auto now = co_await read_self();
        if (!now || !*now) {
            if (made_maybe) co_return uncertain(call, std::move(fault));
            co_return co_await give_up(call, std::move(fault));
        }
        auto unchangeable = take_up(std::move(**now));
        if (unchangeable) co_return failed(std::move(*unchangeable));
        const bool shows = fields_of(call).empty();
        if (shows && fault.maybe_done) note(call.describe(), fields, CallStatus::done);
        if (calls_.empty()) co_return std::nullopt;
        // What was made shows when something else is left to do, as to accept an invitation.
        same_call = calls_.front().describe() == call.describe();
        if (!made_maybe || (!same_call && !kind_.buys)) break;
        if (i + 1 == looks_after_unclear) co_return uncertain(call, std::move(fault));
        co_await rest(i);
    }
    if (const std::string field = moved_field(); kind_.buys && !field.empty()) {
        co_return failed(call, moved(field));
    }
    // Refused and still not as wanted: the API means it, unless what is there asks for another
    // call.
    if (!fault.maybe_done && same_call) co_return co_await give_up(call, std::move(fault));
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::read_back() {
    // What was bought is done, whether it shows or not: to call it failed would have it bought
    // again.
    const LiveObject* const before = step_.change.live;
    const bool bought =
        kind_.buys && outcome_.wrote() && (before == nullptr || before->fields.empty());
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
            if (!kind_.buys && calls_.front().describe() != written) co_return std::nullopt;
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
    // What the kind knows of says more than that it does not show.
    for (const Diagnostic& objection : objections()) {
        if (objection.field.empty()) continue;
        leave_out(objection.field,
                  {.category = FaultCategory::refused,
                   .message = "the API took the call and dropped this: " + objection.summary +
                              (objection.hint.empty() ? "" : ": " + objection.hint),
                   .call = written},
                  written);
    }
    while (!change_.fields.empty()) {
        const std::string path = change_.fields.front().path;
        leave_out(path,
                  {.category = FaultCategory::refused,
                   .message = "the API accepted the change, and still shows another " + path +
                              ": wait a few minutes and run plan again",
                   .call = written},
                  written);
    }
    plan_calls();
    co_return std::nullopt;
}

} // namespace tenantry::executor
