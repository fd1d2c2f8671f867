#include "engine/executor/recorded_call.hpp"

#include "engine/model/answer.hpp"
#include "engine/model/explain.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

/// Whether sending it makes, buys or moves something each time.
bool makes(const Call& call) { return call.once || call.method == Method::post; }

Fault unrecorded(const Trouble& trouble) {
    return {.category = FaultCategory::declined,
            .message =
                "not sent: " + trouble.message + (trouble.hint.empty() ? "" : "; " + trouble.hint)};
}

ledger::Fate fate_of(const http::Expected<Response>& answer) {
    if (answer) return ledger::Fate::done;
    return answer.error().maybe_done ? ledger::Fate::unclear : ledger::Fate::failed;
}

} // namespace

RecordedCall::RecordedCall(Run& run, const Step& step, const Call& call) : run_(run), step_(step) {
    if (run.options.journal == nullptr) return;
    record_.run = run.options.journal->run();
    record_.address = step.address().text();
    record_.customer = std::string(step.address().customer());
    record_.kind = step.kind().name;
    record_.call = call.describe();
    record_.makes = makes(call);
}

void RecordedCall::begins(const Request& request) {
    if (run_.options.journal == nullptr) return;
    record_.number = run_.options.journal->next_call();
    record_.key = request.idempotency_key;
    record_.began = run_.options.journal->now();
}

asio::awaitable<std::optional<Fault>> RecordedCall::about_to_send() {
    if (run_.options.journal == nullptr) co_return std::nullopt;
    // It may have waited long for its turn: what is written is when it goes out.
    record_.began = run_.options.journal->now();
    record_.ended.reset();
    record_.fate = ledger::Fate::open;
    const auto written = co_await run_.options.journal->intend(record_);
    if (!written) co_return unrecorded(written.error());
    intended_ = true;
    co_return std::nullopt;
}

asio::awaitable<void> RecordedCall::nothing_done() {
    if (run_.options.journal == nullptr) co_return;
    record_.fate = ledger::Fate::failed;
    record_.ended = run_.options.journal->now();
    run_.options.journal->settle(record_);
}

void RecordedCall::answered(const http::Expected<Response>& answer) {
    ledger::Journal* const journal = run_.options.journal;
    if (journal == nullptr) return;
    // What never had its turn was never begun.
    if (!intended_) return;
    record_.fate = fate_of(answer);
    record_.ended = journal->now();
    if (answer) {
        const std::string_view id = answer->result.text_of("id");
        if (is_id(id)) record_.object = std::string(id);
        record_.status = answer->status;
        record_.request_id = answer->request_id;
    } else {
        const Fault& fault = answer.error();
        record_.status = fault.status;
        record_.request_id = fault.request_id;
        record_.fault = without_variables(fault, step_.change).describe();
    }
    if (record_.makes && record_.fate == ledger::Fate::unclear) run_.unclear.push_back(record_);
    journal->settle(record_);
}

asio::awaitable<http::Expected<Response>> RecordedCall::send(http::Api& api, Request request) {
    begins(request);
    if (run_.options.journal == nullptr) co_return co_await api.send(std::move(request));
    auto answer = co_await api.send_before(*this, std::move(request));
    answered(answer);
    co_return answer;
}

void settle_unclear(Run& run, const Step& step, const Outcome& outcome) {
    if (run.unclear.empty()) return;
    const std::string address = step.address().text();
    const bool seen = outcome.status != OutcomeStatus::uncertain && !outcome.id.empty() &&
                      (outcome.status == OutcomeStatus::done || outcome.wrote());
    std::erase_if(run.unclear, [&](ledger::CallRecord& call) {
        if (call.address != address) return false;
        if (!seen) return true; // it stays unclear, for the next run to find out
        call.fate = ledger::Fate::happened;
        if (call.object.empty()) call.object = outcome.id;
        run.options.journal->settle(call);
        return true;
    });
}

} // namespace tenantry::executor
