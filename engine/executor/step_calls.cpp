// The calls of a step. Those that follow a create write fields that have nothing to do with each
// other, so a refusal of one says nothing of the rest: it is kept, its fields are left out, and the
// step goes on. What became of each call is in the outcome.
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

bool contains(const std::vector<std::string>& paths, std::string_view path) {
    return std::ranges::find(paths, path) != paths.end();
}

Fault kept_otherwise(const Call& call, const std::string& path, const Json& other) {
    return {.category = FaultCategory::declined,
            .message = "the API took the call, and answers that " + path + " is " +
                       printable(to_text(other)) +
                       " now: another setting may decide it, or the "
                       "form of the value",
            .call = call.describe()};
}

} // namespace

asio::awaitable<std::optional<Outcome>> StepRun::send_calls() {
    std::optional<Outcome> ended;
    while (next_ < calls_.size()) {
        const Call call = calls_[next_];
        http::Api* const api = api_for(call.as_user);
        if (api == nullptr) co_return failed(call, no_lane(call));
        auto response = co_await send(call, *api);
        if (response) {
            const auto other = otherwise(call, *response);
            accept(*response);
            if (other) {
                const std::string path = call.fields.front();
                leave_out(path, kept_otherwise(call, path, *other), call.describe());
                continue;
            }
            if (has_id()) note(call, CallStatus::done);
            if (step_.procedure.keeps_key) {
                ended = co_await keep_key(*response);
                if (ended) co_return ended;
            }
            if (has_id()) continue;
            // A create that answers without an id leaves us where a lost answer does.
            response = std::unexpected(Fault{
                .maybe_done = true, .message = "the answer has no id", .call = call.describe()});
        }
        ended = co_await recover(call, response.error());
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

asio::awaitable<http::Expected<Response>> StepRun::send(const Call& call, http::Api& api) {
    Request request = request_for(call);
    if (room_) co_return co_await send_recorded(api, std::move(request));
    co_return co_await api.send(std::move(request));
}

StepRun::Paths StepRun::fields_of(const Call& call) const {
    Paths fields;
    for (const FieldChange& field : change_.fields) {
        if (call.fields.empty() || contains(call.fields, field.path)) fields.push_back(field.path);
    }
    return fields;
}

void StepRun::note(std::string call, Paths fields, CallStatus status, std::optional<Fault> fault) {
    std::ranges::sort(fields);
    if (fault && fault->field.empty() && fields.size() == 1) fault->field = fields.front();
    // Of each field the last word counts.
    std::erase_if(outcome_.calls, [&](CallOutcome& before) {
        const bool none = before.fields.empty();
        std::erase_if(before.fields, [&](const auto& path) { return contains(fields, path); });
        return before.fields.empty() && !none;
    });
    outcome_.calls.push_back({.status = status,
                              .call = std::move(call),
                              .fields = std::move(fields),
                              .fault = std::move(fault)});
}

void StepRun::note(const Call& call, CallStatus status, std::optional<Fault> fault) {
    note(call.describe(), fields_of(call), status, std::move(fault));
}

void StepRun::leave_out(const std::string& path, Fault fault, std::string call) {
    if (fault.field.empty()) fault.field = path;
    note(std::move(call), {path}, CallStatus::failed, std::move(fault));
    drop({path});
}

void StepRun::drop(const Paths& paths) {
    change_.left_out.insert(change_.left_out.end(), paths.begin(), paths.end());
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return contains(paths, field.path); });
}

void StepRun::plan_calls() {
    next_ = 0;
    calls_.clear();
    if (!change_.fields.empty()) calls_ = kind_.writing.calls(change_);
}

asio::awaitable<std::optional<Outcome>> StepRun::give_up(const Call& call, Fault fault) {
    const Paths fields = fields_of(call);
    // Without an object there is nothing to go on with, and what does not concern this call alone
    // would stop the others too.
    if (!has_id() || fields.empty() || !fault.concerns_one()) {
        co_return failed(call, std::move(fault));
    }
    const bool apart = fields.size() > 1 && !call.once && call.method != Method::post &&
                       fault.category == FaultCategory::refused;
    if (apart) co_return co_await send_apart(call, std::move(fault));
    note(call, CallStatus::failed, std::move(fault));
    drop(fields);
    // After a fresh read the calls are those that are left to do, from the first on.
    ++next_;
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::send_apart(const Call& call, Fault fault) {
    http::Api& api = *api_for(call.as_user);
    Paths open = fields_of(call);
    Paths sent = open;
    bool one_by_one = false;
    for (;;) {
        const bool named = contains(sent, fault.field);
        if (named || sent.size() == 1) {
            const std::string path = named ? fault.field : sent.front();
            std::erase(open, path);
            leave_out(path, fault, call.describe());
        } else {
            one_by_one = true;
        }
        http::Expected<Response> answer;
        do {
            if (open.empty()) {
                ++next_;
                co_return std::nullopt;
            }
            sent = one_by_one ? Paths{open.front()} : open;
            const Call part = part_of(call, sent);
            answer = co_await send(part, api);
            if (answer) {
                note(part.describe(), sent, CallStatus::done);
                std::erase_if(open, [&](const std::string& path) { return contains(sent, path); });
                std::erase_if(change_.fields,
                              [&](const FieldChange& field) { return contains(sent, field.path); });
            }
        } while (answer);
        const Call part = part_of(call, sent);
        fault = answer.error();
        fault.field = field_meant(kind_, part, fault.pointer);
        if (!fault.concerns_one()) co_return failed(part, std::move(fault));
    }
}

/// The call that writes some of the fields of another, which keep what they have.
Call StepRun::part_of(const Call& whole, const Paths& fields) const {
    Change part = change_;
    for (const std::string& path : fields_of(whole)) {
        const bool waits = !contains(fields, path) && outcome_.of_field(path) == nullptr;
        if (waits) part.left_out.push_back(path);
    }
    std::erase_if(part.fields,
                  [&](const FieldChange& field) { return !contains(fields, field.path); });
    const std::vector<Call> calls = kind_.writing.calls(part);
    const auto found = std::ranges::find_if(
        calls, [&](const Call& call) { return call.describe() == whole.describe(); });
    return found == calls.end() ? whole : *found;
}

void StepRun::note_rest() {
    for (; next_ < calls_.size(); ++next_) {
        if (!fields_of(calls_[next_]).empty()) note(calls_[next_], CallStatus::not_tried);
    }
    for (const std::string& path : waiting_)
        note("", {path}, CallStatus::not_tried);
}

Outcome StepRun::finished() const {
    Outcome outcome = outcome_;
    outcome.status = OutcomeStatus::done;
    const auto failed = std::ranges::find(outcome.calls, CallStatus::failed, &CallOutcome::status);
    if (failed == outcome.calls.end()) return outcome;
    outcome.status = outcome.wrote() ? OutcomeStatus::partly : OutcomeStatus::failed;
    outcome.fault = failed->fault;
    return outcome;
}

} // namespace tenantry::executor
