// Carries out a plan: when each step runs, and never more than the plan showed. Steps whose
// prerequisites are done run side by side; one that fails stops what depends on it. It stops more
// only if the failure affects more: an unclear answer stops the customer, a refusal that holds for
// all stops its siblings. A customer with a service user has a lane, and failures, of its own.
//
// The problem. Between a call and its answer everything can happen: the connection breaks, the
// process is stopped, a list does not show for a minute what was made, the plan is a day old. A
// second account, a second invitation or a second invoice is worse than a failed run.
//
// How it is solved. execute() (execute.cpp) loops: start what waits for nothing, wait for one to
// end, unblock what waited for it (schedule.hpp knows who waits for whom). What a step does is data
// (model/procedure.hpp); carry_out() (step_run.hpp) does it: look or refresh, send, prove, wait
// until it shows. What is left of it and what became of the rest is StepWork, which does no I/O;
// the object itself is read by ObjectReader. After what is no plain success, recovery.hpp decides
// from the facts alone: give up, look, read, stay uncertain. These are pure functions with a table
// as their test, because they decide whether money is spent twice. What was found or read anew is
// compared anew: only what still differs is left to do.
//
// What would break it. A POST that is sent again without a look. Buying, or sending back whole,
// something that is not any more as the plan showed it: that is left alone. A failure of one
// customer that stops another. Looking at all steps for each that ends.
#pragma once

#include "engine/credentials/credentials.hpp"
#include "engine/ledger/ledger.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/live.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"
#include "engine/reader/reader.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <stop_token>
#include <string>

namespace tenantry::executor {

/// Hears what happens, for progress; the report tells the rest.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void started(std::size_t step) = 0;
    virtual void finished(std::size_t step, const Outcome& outcome) = 0;
    /// A step waits until something shows that was bought; `still` is false when that is over.
    virtual void waits(const Step& step, bool still) = 0;
};

struct Options {
    std::size_t parallelism = 8; // steps under way at once
    /// After an unclear answer: how long to wait before the second look; the first is at once and
    /// the third waits three times as long. Lists show new objects late.
    std::chrono::milliseconds look_again{1000};
    /// The time that Idempotency-Keys are made of.
    std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
    /// Where keys of new service users are kept; null: none is created.
    credentials::KeyStore* keys = nullptr;
    /// Where all is written down that is sent; null: nowhere.
    ledger::Journal* journal = nullptr;
    /// Of creates that an earlier run began, by address: the Idempotency-Key that it sent, so that
    /// the API answers with what it has made if it has.
    std::map<std::string, std::string, std::less<>> earlier_keys = {};
};

/// `live` is what the plan was made from. After a stop request no step starts; those under way end.
boost::asio::awaitable<Report> execute(const Plan& plan, const KindTable& kinds, const Live& live,
                                       http::Lanes& lanes, Observer& observer, Options options,
                                       std::stop_token stop);

/// Carries out a plan of which all is done with the tenant's identity.
boost::asio::awaitable<Report> execute(const Plan& plan, const KindTable& kinds, const Live& live,
                                       http::Api& api, Observer& observer, Options options,
                                       std::stop_token stop);

} // namespace tenantry::executor
