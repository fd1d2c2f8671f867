// One call of a step with its place in the ledger: it is written there before its first byte goes
// out, and what became of it afterwards. Without a ledger it is just sent.
#pragma once

#include "engine/executor/run.hpp"
#include "engine/http/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace tenantry::executor {

class RecordedCall : public http::Witness {
public:
    RecordedCall(Run& run, const Step& step, const Call& call);

    /// Sends it, or says why it is not recorded and so not sent.
    boost::asio::awaitable<http::Expected<Response>> send(http::Api& api, Request request);

    /// For who sends it otherwise: keeps the record while it does.
    boost::asio::awaitable<std::optional<Fault>> about_to_send() override;
    boost::asio::awaitable<void> nothing_done() override;
    /// Before it is sent, and when the answer is there.
    void begins(const Request& request);
    void answered(const http::Expected<Response>& answer);

private:
    Run& run_;
    const Step& step_;
    ledger::CallRecord record_ = {};
    bool intended_ = false; // it is in the ledger, open
};

/// Settles what a step was not sure of, when it ends and has seen the object.
void settle_unclear(Run& run, const Step& step, const Outcome& outcome);

} // namespace tenantry::executor
