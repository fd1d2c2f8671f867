// The calls of a step. Those that follow a create write fields that have nothing to do with each
// other, so a refusal of one says nothing of the rest: it is kept, its fields are left out, and the
// step goes on. What became of each call is in the outcome.
#include "engine/executor/creation_key.hpp"
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/explain.hpp"

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

Fault kept_otherwise(const Call& call, const std::string& path, const Json& other) {
    return {.category = FaultCategory::declined,
            .message = "the API took the call, and answers that " + path + " is " +
                       printable(to_text(other)) +
                       " now: another setting may decide it, or the "
                       "form of the value",
            .call = call.describe()};
}

Request request_for(const Call& call, const reader::Ids& ids, const Options& options) {
    Request request = reader::make_request(call, ids);
    if (!call.sameness.empty()) {
        const Instant now = options.now();
        request.idempotency_key = creation_key(call.sameness, now);
        request.sendable_for = left_of_window(now);
    }
    return request;
}

} // namespace

asio::awaitable<StepRun::Ended> StepRun::send_calls() {
    Ended ended;
    while (work_.next() != nullptr) {
        const Call call = *work_.next();
        http::Api* const api = objects_.api_for(call.as_user);
        if (api == nullptr) co_return failed(work_, call, no_user(call));
        auto response = co_await send(call, *api);
        if (response) {
            const auto other = otherwise(work_, run_.kinds, call, *response);
            learn(*response);
            if (other) {
                const std::string path = call.fields.front();
                work_.leave_out(path, kept_otherwise(call, path, *other), call.describe());
                continue;
            }
            if (work_.has_id()) work_.note(call, CallStatus::done);
            if (work_.step().procedure.keeps_key) {
                auto lost = co_await key_.keep(*response);
                if (lost) co_return failed(work_, std::move(*lost));
            }
            if (work_.has_id()) continue;
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
    Request request = request_for(call, objects_.ids(), run_.options);
    if (work_.step().procedure.keeps_key) co_return co_await key_.send(api, std::move(request));
    co_return co_await api.send(std::move(request));
}

void StepRun::learn(const Response& response) {
    work_.go_on();
    if (!work_.has_id()) {
        const std::string_view id = response.result.text_of("id");
        if (!is_id(id)) return;
        set_id(std::string(id));
    }
    for (const std::string_view name : work_.kind().reading.outputs) {
        const Json* value = response.result.find(name);
        if (value != nullptr && !value->is_null()) work_.outcome().outputs.set(name, *value);
    }
}

std::optional<Json> otherwise(const StepWork& work, const KindTable& kinds, const Call& call,
                              const Response& response) {
    const std::string path = work.kind().reading.part.field_of(call);
    if (path.empty() || response.result.members() == nullptr) return std::nullopt;
    const FieldChange* const field = work.change().field(path);
    if (field == nullptr) return std::nullopt;
    Json item = response.result;
    item.set("id", path);
    const auto shown = work.kind().reading.from_api(Json::array({std::move(item)}));
    const Json* const value = shown ? shown->field(path) : nullptr;
    if (value == nullptr || value->is_null()) return std::nullopt;
    const Schema& facts = *kinds.schema_of(work.kind()).field(path);
    const bool same = same_value(*value, field->after, facts) ||
                      work.kind().same_wish(path, *value, field->after);
    return same ? std::nullopt : std::optional(*value);
}

asio::awaitable<StepRun::Ended> StepRun::give_up(const Call& call, Fault fault) {
    const Paths fields = work_.fields_of(call);
    // Without an object there is nothing to go on with, and what does not concern this call alone
    // would stop the others too.
    if (!work_.has_id() || fields.empty() || !fault.concerns_one())
        co_return failed(work_, call, std::move(fault));
    const bool apart = fields.size() > 1 && !call.once && call.method != Method::post &&
                       fault.category == FaultCategory::refused;
    if (apart) co_return co_await send_apart(call, std::move(fault));
    work_.note(call, CallStatus::failed, std::move(fault));
    work_.drop(fields);
    // After a fresh read the calls are those that are left to do, from the first on.
    work_.go_on();
    co_return std::nullopt;
}

asio::awaitable<StepRun::Ended> StepRun::send_apart(const Call& call, Fault fault) {
    const auto contains = [](const Paths& paths, const std::string& path) {
        return std::ranges::find(paths, path) != paths.end();
    };
    http::Api& api = *objects_.api_for(call.as_user);
    Paths open = work_.fields_of(call);
    Paths sent = open;
    bool one_by_one = false;
    for (;;) {
        const bool named = contains(sent, fault.field);
        if (named || sent.size() == 1) {
            const std::string path = named ? fault.field : sent.front();
            std::erase(open, path);
            work_.leave_out(path, fault, call.describe());
        } else {
            one_by_one = true;
        }
        http::Expected<Response> answer;
        do {
            if (open.empty()) {
                work_.go_on();
                co_return std::nullopt;
            }
            sent = one_by_one ? Paths{open.front()} : open;
            const Call part = work_.part_of(call, sent);
            answer = co_await send(part, api);
            if (answer) {
                work_.note(part.describe(), sent, CallStatus::done);
                std::erase_if(open, [&](const std::string& path) { return contains(sent, path); });
                work_.written(sent);
            }
        } while (answer);
        const Call part = work_.part_of(call, sent);
        fault = answer.error();
        fault.field = field_meant(work_.kind(), part, fault.pointer);
        if (!fault.concerns_one()) co_return failed(work_, part, std::move(fault));
    }
}

} // namespace tenantry::executor
