// The calls of a step, one after the other, and what their answers show.
#include "engine/executor/step_under_way.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

#include <optional>
#include <utility>

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

/// What the answer to a call that writes one field shows of it, where it shows another value; an
/// answer that does not tell is no sign of anything.
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

void learn(StepUnderWay& step, const Response& response) {
    step.work.go_on();
    if (!step.work.has_id()) {
        const std::string_view id = response.result.text_of("id");
        if (!is_id(id)) return;
        step.set_id(std::string(id));
    }
    const Schema& schema = step.run.kinds.schema_of(step.work.kind());
    for (const std::string_view name : step.work.kind().reading.outputs) {
        if (schema.field(name) != nullptr) continue; // said by the manifest, or left as it is
        const Json* value = response.result.find(name);
        if (value != nullptr && !value->is_null()) step.work.outcome().outputs.set(name, *value);
    }
}

} // namespace

asio::awaitable<StepEnd> send_calls(StepUnderWay& step) {
    StepEnd ended;
    while (step.work.next() != nullptr) {
        const Call call = *step.work.next();
        http::Api* const api = step.objects.api_for(call.as_user);
        if (api == nullptr) co_return failed(step.work, call, no_user(call));
        auto response = co_await send(step, call, *api);
        if (response) {
            const auto other = otherwise(step.work, step.run.kinds, call, *response);
            learn(step, *response);
            if (other) {
                const std::string path = call.fields.front();
                step.work.leave_out(path, kept_otherwise(call, path, *other), call.describe());
                continue;
            }
            if (step.work.has_id()) step.work.note(call, CallStatus::done);
            if (step.procedure.keeps_key) {
                auto lost = co_await step.key.keep(*response);
                if (lost) co_return failed(step.work, std::move(*lost));
            }
            if (step.work.has_id()) continue;
            // A create that answers without an id leaves us where a lost answer does.
            response = std::unexpected(Fault{
                .maybe_done = true, .message = "the answer has no id", .call = call.describe()});
        }
        ended = co_await recover(step, call, response.error());
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

} // namespace tenantry::executor
