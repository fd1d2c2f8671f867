#include "tools/cli/connection.hpp"

#include "tools/cli/log.hpp"
#include "tools/cli/printer.hpp"
#include "tools/cli/signals.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <random>

namespace tenantry::cli {
namespace asio = boost::asio;

Connection::Connection(const Setup& setup, Terms terms)
    : setup_(setup), terms_(std::move(terms)), context_(1), progress_(setup.terminal()) {}

std::expected<std::unique_ptr<Connection>, Refusal> Connection::open(const Setup& setup) {
    auto access = setup.access();
    if (!access) return std::unexpected(std::move(access.error()));
    std::unique_ptr<Connection> opened(new Connection(setup, std::move(access->terms)));
    http::Settings& settings = access->settings;
    settings.seed = std::random_device()();
    // All identities of this machine share the limit of its address.
    settings.address_window = std::make_shared<http::Window>(settings.address, settings.share);
    opened->listen(settings, false);
    const auto connect = [own = opened.get(), given = settings](http::Credential credential) {
        http::Settings lane = given;
        lane.credential = std::move(credential);
        own->listen(lane, true);
        lane.seed = std::random_device()();
        return http::connect(own->context_.get_executor(), std::move(lane));
    };
    auto api = http::connect(opened->context_.get_executor(), std::move(settings));
    if (!api) return refuse(api.error(), setup.hint_of_url(api.error()), ExitCode::usage);
    opened->api_ = std::move(*api);
    opened->lanes_ = std::make_unique<http::Lanes>(*opened->api_, connect);
    return opened;
}

void Connection::listen(http::Settings& settings, bool lane) {
    const bool token = !settings.credential.token.empty();
    const std::string identity = token ? "token" : settings.credential.email;
    const auto log = [this, identity](const auto& event) {
        const std::string line =
            log_line(setup_.arguments().log, std::chrono::system_clock::now(), identity, event);
        if (line.empty()) return;
        progress_.clear();
        setup_.terminal().say(line);
    };
    settings.on_wait = [this, log](const http::Pause& waiting) {
        progress_.waiting(waiting);
        log(waiting);
    };
    settings.on_exchange = [this, log, lane, identity](const http::Exchanged& exchanged) {
        if (lane && exchanged.status == 429) progress_.throttled(identity);
        log(exchanged);
    };
}

asio::awaitable<void> Connection::watch(asio::signal_set& signals) {
    co_await signals.async_wait(asio::use_awaitable);
    progress_.clear();
    if (!writing_) {
        // Nothing but GET is under way: there is nothing to finish and nothing to report.
        if (last_) last_();
        const auto why = refuse("interrupted: nothing was changed", "", ExitCode::interrupted);
        ::_exit(static_cast<int>(print(setup_, why.error())));
    }
    setup_.terminal().say("interrupted: finishing what is under way; once more to leave at once\n");
    stop_.request_stop();
    lanes_->interrupt();
    co_await signals.async_wait(asio::use_awaitable);
    ::_exit(static_cast<int>(ExitCode::interrupted));
}

void Connection::run(asio::awaitable<void> work) {
    std::exception_ptr failure;
    context_.restart();
    {
        asio::signal_set signals(context_, SIGINT, SIGTERM, SIGHUP);
        asio::steady_timer tick(context_);
        // They end by being cancelled, which is an exception to them.
        const auto ignored = [](const std::exception_ptr&) {};
        asio::co_spawn(context_, watch(signals), ignored);
        asio::co_spawn(context_, progress_.report(*lanes_, tick), ignored);
        asio::co_spawn(context_, std::move(work), [&](const std::exception_ptr& thrown) {
            failure = thrown;
            signals.cancel();
            tick.cancel();
            asio::post(context_, [&] { context_.stop(); });
        });
        context_.run();
    }
    // Asio gives the signals back as they were at the start of the process.
    if (writing_) {
        hold_signals();
    } else {
        leave_on_signals();
    }
    progress_.clear();
    if (failure) std::rethrow_exception(failure);
}

} // namespace tenantry::cli
