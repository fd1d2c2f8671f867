// What lives while a run talks to the API: the API and its lanes, signals and progress around each
// piece of work. The first Ctrl-C or SIGTERM lets what is under way finish; the second leaves at
// once.
#pragma once

#include "engine/http/http.hpp"
#include "tools/cli/progress.hpp"
#include "tools/cli/refusal.hpp"
#include "tools/cli/setup.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <stop_token>

namespace tenantry::cli {

class Connection {
public:
    /// Nothing is sent yet. `setup` outlives the connection.
    static std::expected<std::unique_ptr<Connection>, Refusal> open(const Setup& setup);

    http::Api& api() { return *api_; } // with the tenant's identity
    http::Lanes& lanes() { return *lanes_; }
    Progress& progress() { return progress_; }
    const Terms& terms() const { return terms_; }
    std::stop_token stopped() const { return stop_.get_token(); }

    /// Runs one piece of work to its end, with signals and progress beside it.
    void run(boost::asio::awaitable<void> work);
    /// What is still to be done when a signal ends the program before anything was written; one at
    /// a time, and nothing for an empty one.
    void before_leaving(std::function<void()> last) { last_ = std::move(last); }
    /// From here on there is something to finish and to report when a signal comes.
    void begin_writing() { writing_ = true; }

private:
    Connection(const Setup& setup, Terms terms);

    /// Lets settings tell what goes over them: a lane's of a service user, or the tenant's.
    void listen(http::Settings& settings, bool lane);
    boost::asio::awaitable<void> watch(boost::asio::signal_set& signals);

    const Setup& setup_;
    const Terms terms_;
    boost::asio::io_context context_;
    Progress progress_;
    std::unique_ptr<http::Api> api_ = {};
    std::unique_ptr<http::Lanes> lanes_ = {};
    std::stop_source stop_ = {};
    std::function<void()> last_ = {};
    bool writing_ = false;
};

} // namespace tenantry::cli
