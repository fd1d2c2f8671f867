// One call of a step. Those that follow a create write fields that have nothing to do with each
// other, so a refusal of one says nothing of the rest: it is kept, its fields are left out, and the
// step goes on. What became of each call is in the outcome.
#include "engine/executor/creation_key.hpp"
#include "engine/executor/recorded_call.hpp"
#include "engine/executor/step_under_way.hpp"

#include "engine/model/explain.hpp"

#include <algorithm>
#include <utility>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

Request request_for(const Call& call, const Step& step, const reader::Ids& ids,
                    const Options& options) {
    Request request = reader::make_request(call, ids);
    if (call.sameness.empty()) return request;
    const auto earlier = options.earlier_keys.find(step.address().text());
    if (earlier != options.earlier_keys.end()) {
        request.idempotency_key = earlier->second;
    } else {
        const Instant now = options.now();
        request.idempotency_key = creation_key(call.sameness, now);
        request.sendable_for = left_of_window(now);
    }
    return request;
}

asio::awaitable<StepEnd> send_apart(StepUnderWay& step, const Call& call, Fault fault) {
    const auto contains = [](const Paths& paths, const std::string& path) {
        return std::ranges::find(paths, path) != paths.end();
    };
    http::Api& api = *step.objects.api_for(call.as_user);
    Paths open = step.work.fields_of(call);
    Paths sent = open;
    bool one_by_one = false;
    for (;;) {
        const bool named = contains(sent, fault.field);
        if (named || sent.size() == 1) {
            const std::string path = named ? fault.field : sent.front();
            std::erase(open, path);
            step.work.leave_out(path, fault, call.describe());
        } else {
            one_by_one = true;
        }
        http::Expected<Response> answer;
        do {
            if (open.empty()) {
                step.work.go_on();
                co_return std::nullopt;
            }
            sent = one_by_one ? Paths{open.front()} : open;
            const Call part = step.work.part_of(call, sent);
            answer = co_await send(step, part, api);
            if (answer) {
                step.work.note(part.describe(), sent, CallStatus::done);
                std::erase_if(open, [&](const std::string& path) { return contains(sent, path); });
                step.work.written(sent);
            }
        } while (answer);
        const Call part = step.work.part_of(call, sent);
        fault = answer.error();
        fault.field = field_meant(step.work.kind(), part, fault.pointer);
        if (!fault.concerns_one()) co_return failed(step.work, part, std::move(fault));
    }
}

} // namespace

asio::awaitable<http::Expected<Response>> send(StepUnderWay& step, const Call& call,
                                               http::Api& api) {
    Request request = request_for(call, step.work.step(), step.objects.ids(), step.run.options);
    RecordedCall recorded(step.run, step.work.step(), call);
    if (!step.procedure.keeps_key) co_return co_await recorded.send(api, std::move(request));
    recorded.begins(request);
    auto answer = co_await step.key.send(api, std::move(request), recorded);
    recorded.answered(answer);
    co_return answer;
}

asio::awaitable<StepEnd> give_up(StepUnderWay& step, const Call& call, Fault fault) {
    const Paths fields = step.work.fields_of(call);
    // Without an object there is nothing to go on with, and what does not concern this call alone
    // would stop the others too.
    if (!step.work.has_id() || fields.empty() || !fault.concerns_one())
        co_return failed(step.work, call, std::move(fault));
    const bool apart = fields.size() > 1 && !call.once && call.method != Method::post &&
                       fault.category == FaultCategory::refused;
    if (apart) co_return co_await send_apart(step, call, std::move(fault));
    step.work.note(call, CallStatus::failed, std::move(fault));
    step.work.drop(fields);
    // After a fresh read the calls are those that are left to do, from the first on.
    step.work.go_on();
    co_return std::nullopt;
}

} // namespace tenantry::executor
