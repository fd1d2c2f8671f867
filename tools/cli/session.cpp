#include "tools/cli/session.hpp"

#include "engine/base/text.hpp"
#include "engine/model/explain.hpp"
#include "engine/planner/planner.hpp"
#include "tools/cli/connection.hpp"
#include "tools/cli/credential.hpp"
#include "tools/cli/log.hpp"
#include "tools/cli/signals.hpp"
#include "tools/cli/version.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <random>

namespace tenantry::cli {
namespace asio = boost::asio;
namespace {

constexpr auto patience_while_reading = std::chrono::seconds(30);
constexpr std::string_view api_path = "/client/v4";

} // namespace

Session::Session(const Arguments& arguments, const KindTable& kinds, const Terminal& terminal,
                 Environment environment)
    : arguments_(arguments), kinds_(kinds), terminal_(terminal),
      environment_(std::move(environment)), context_(1), progress_(terminal) {}

ExitCode Session::end(const Diagnostics& diagnostics, const Sources& sources, ExitCode code) {
    terminal_.say(render::diagnostics(diagnostics, sources, terminal_.err_style()));
    const Result result{
        .text = [](render::Style) { return no_words(); },
        .json = [&] { return result_document(arguments_, diagnostics, sources, code); },
        .csv = no_words};
    const auto written = write(result, arguments_, terminal_);
    const auto told = [&](const Diagnostic& diagnostic) {
        return diagnostic.summary == written.error();
    };
    if (!written && std::ranges::none_of(diagnostics.all(), told))
        terminal_.say("error: " + written.error() + "\n");
    return code;
}

ExitCode Session::refuse(const std::string& summary, const std::string& hint, ExitCode code) {
    Diagnostics diagnostics;
    diagnostics.add({.code = "run.refused", .summary = summary, .hint = hint});
    return end(diagnostics, Sources(), code);
}

ExitCode Session::refuse(const Fault& fault) {
    // One of the wrong sort is accepted elsewhere: the fault says what this call takes.
    const bool credential = fault.category == FaultCategory::unauthorized && fault.right.empty();
    Diagnostic diagnostic{.code = "run.refused", .summary = fault.summary()};
    if (credential) {
        diagnostic.hint = "the API does not accept this credential, " + credential_ +
                          ": tenantry doctor tells more";
    } else if (fault.status == 404 && !api_url_.ends_with(api_path)) {
        diagnostic.hint = printable(api_url_) +
                          " answers, but not as Cloudflare's API: CLOUDFLARE_BASE_URL (or "
                          "spec.api.url of the configuration) usually ends in " +
                          std::string(api_path);
    }
    // Neither gets better by itself.
    if (fault.category == FaultCategory::unreachable && fault.message.contains("plain HTTP")) {
        diagnostic.hint = "CLOUDFLARE_BASE_URL (or spec.api.url of the configuration) begins with "
                          "https://, and what is there does not speak it";
    }
    const bool not_reached = fault.message.starts_with("no connection to ") ||
                             fault.message.contains(" could not be looked up: ");
    if (fault.category == FaultCategory::unreachable && not_reached) {
        diagnostic.hint = "check CLOUDFLARE_BASE_URL (" + printable(api_url_) +
                          ") or spec.api.url of the configuration, and the way there; " +
                          (fault.retryable == false ? "trying again does not help before"
                                                    : "trying again may help");
    }
    explain(diagnostic, fault);
    Diagnostics diagnostics;
    diagnostics.add(std::move(diagnostic));
    return end(diagnostics, Sources(), exit_code(fault));
}

std::expected<void, ExitCode> Session::configure() {
    operator_ = load_operator(arguments_, kinds_, environment_);
    if (!operator_.diagnostics.has_errors()) return {};
    return std::unexpected(end(operator_.diagnostics, operator_.sources, ExitCode::usage));
}

std::expected<void, ExitCode> Session::connect() {
    auto settings = settings_for(arguments_, operator_.spec, environment_);
    if (!settings) {
        const NotConnected& why = settings.error();
        return std::unexpected(refuse(why.message, why.hint,
                                      why.credential ? ExitCode::no_credential : ExitCode::usage));
    }
    credential_ = credential_in_words(arguments_, operator_.spec, environment_);
    if (const std::string surplus = surplus_credential(arguments_, operator_.spec, environment_);
        !surplus.empty()) {
        terminal_.say("warning: " + surplus + "\n  hint: take away the one that is not meant\n");
    }
    settings->user_agent = std::string("tenantry/") + version;
    settings->seed = std::random_device()();
    parallelism_ = static_cast<std::size_t>(settings->connections);
    if (settings->credential.token.empty()) self_ = settings->credential.email;
    look_again_ = settings->retry.first_wait * 2;
    patience_ = settings->retry.patience;
    api_url_ = settings->base_url;
    patient_ = patient_of(*settings, environment_);
    // All identities of this machine share the limit of its address.
    settings->address_window = std::make_shared<http::Window>(settings->address, settings->share);
    listen(*settings, false);
    const auto connect = [this, given = *settings](http::Credential credential) {
        http::Settings own = given;
        own.credential = std::move(credential);
        listen(own, true);
        own.seed = std::random_device()();
        return http::connect(context_.get_executor(), std::move(own));
    };
    auto api = http::connect(context_.get_executor(), std::move(*settings));
    if (!api)
        return std::unexpected(refuse(api.error(), hint_of_url(api.error()), ExitCode::usage));
    api_ = std::move(*api);
    lanes_ = std::make_unique<http::Lanes>(*api_, connect);
    return {};
}

std::string Session::hint_of_url(const std::string& why) const {
    if (!why.contains("the base URL ")) return {};
    if (!operator_.spec.text_of("api.url").empty())
        return "it stands under spec.api.url in " + printable(arguments_.config);
    return "it stands in the environment variable CLOUDFLARE_BASE_URL";
}

void Session::listen(http::Settings& settings, bool lane) {
    const bool token = !settings.credential.token.empty();
    const std::string identity = token ? "token" : settings.credential.email;
    const auto log = [this, identity](const auto& event) {
        const std::string line =
            log_line(arguments_.log, std::chrono::system_clock::now(), identity, event);
        if (line.empty()) return;
        progress_.clear();
        terminal_.say(line);
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

asio::awaitable<void> Session::watch(asio::signal_set& signals) {
    co_await signals.async_wait(asio::use_awaitable);
    progress_.clear();
    if (!writing_) {
        // Nothing but GET is under way: there is nothing to finish and nothing to report.
        ::_exit(static_cast<int>(
            refuse("interrupted: nothing was changed", "", ExitCode::interrupted)));
    }
    terminal_.say("interrupted: finishing what is under way; once more to leave at once\n");
    stop_.request_stop();
    lanes_->interrupt();
    co_await signals.async_wait(asio::use_awaitable);
    ::_exit(static_cast<int>(ExitCode::interrupted));
}

void Session::run(asio::awaitable<void> work) {
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

std::expected<void, ExitCode> Session::begin() { return configure(); }

std::expected<Matched, ExitCode> Session::read(const Planned& planned) {
    http::Expected<Matched> live;
    const auto work = [&]() -> asio::awaitable<void> {
        progress_.reading();
        // Everybody waits for the reading to end; in an apply they would not.
        lanes_->be_patient(patience_while_reading);
        reader::ReadOptions options;
        options.self = self_;
        options.unusable = unusable_;
        live = co_await reader::read_live(*lanes_, kinds_, planned.loaded.desired,
                                          planned.selection, std::move(options));
    };
    run(work());
    if (live) return std::move(*live);
    return std::unexpected(refuse(live.error()));
}

void Session::say(const Planned& planned) const {
    if (planned.diagnostics.empty()) return;
    terminal_.say(
        render::diagnostics(planned.diagnostics, planned.loaded.sources, terminal_.err_style()) +
        "\n");
}

std::expected<std::unique_ptr<Planned>, ExitCode> Session::load_only() {
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    auto planned = std::make_unique<Planned>();
    planned->loaded = manifest::load(arguments_.paths, kinds_, operator_.variables);
    if (planned->loaded.diagnostics.has_errors()) {
        return std::unexpected(
            end(planned->loaded.diagnostics, planned->loaded.sources, ExitCode::usage));
    }
    Diagnostics slips;
    planned->selection = select(arguments_.selection, kinds_, planned->loaded.desired, slips);
    if (slips.has_errors()) {
        return std::unexpected(end(slips, planned->loaded.sources, ExitCode::usage));
    }
    return planned;
}

std::expected<std::unique_ptr<Planned>, ExitCode> Session::plan() {
    auto loaded = load_only();
    if (!loaded) return std::unexpected(loaded.error());
    std::unique_ptr<Planned> planned = std::move(*loaded);
    if (arguments_.list_outputs) {
        planned->loaded.desired = planner::only_listed(kinds_, planned->loaded.desired);
    }
    if (auto connected = connect(); !connected) return std::unexpected(connected.error());
    if (auto opened = open_lanes(*planned); !opened) return std::unexpected(opened.error());
    auto live = read(*planned);
    if (!live) return std::unexpected(live.error());
    planned->live = std::move(*live);
    planned->diagnostics.append(planned->loaded.diagnostics);
    planned->plan = planner::plan(kinds_, planned->loaded.desired, planned->live,
                                  planned->selection, planned->diagnostics);
    // Drift writes nothing that would have to be guarded.
    if (arguments_.command != Command::drift) {
        planner::check_guards(kinds_, planned->loaded.desired, &planned->live,
                              planned->diagnostics);
        planner::guard(planned->plan, kinds_, planned->loaded.desired, planned->live.live,
                       arguments_.overrides, planned->diagnostics);
    }
    say(*planned);
    return planned;
}

std::expected<Health, ExitCode> Session::examine() {
    if (auto begun = begin(); !begun) return std::unexpected(begun.error());
    if (auto connected = connect(); !connected) return std::unexpected(connected.error());
    Health health;
    const auto look = [&]() -> asio::awaitable<void> {
        progress_.reading();
        health = co_await doctor::examine(*api_, patient_);
    };
    run(look());
    if (health.result != Health::Result::usable) return health;
    const std::vector<Check> store = examine_store();
    health.checks.insert(health.checks.end(), store.begin(), store.end());
    return health;
}

Report Session::apply(const Planned& planned) {
    Report report;
    const auto carry_out = [&]() -> asio::awaitable<void> {
        writing_ = true;
        lanes_->be_patient(patience_);
        progress_.applying(planned.plan.steps.size(), lanes_->requests_sent());
        executor::Options options;
        options.parallelism = parallelism_;
        options.look_again = look_again_;
        options.keys = keys_.get();
        report = co_await executor::execute(planned.plan, kinds_, planned.live.live, *lanes_,
                                            progress_, std::move(options), stop_.get_token());
    };
    run(carry_out());
    return report;
}

Json result_document(const Arguments& arguments, const Diagnostics& diagnostics,
                     const Sources& sources, ExitCode code) {
    Json document = render::document(name_of(arguments.command), version);
    document.set("exit_code", static_cast<int>(code));
    document.set("diagnostics", render::diagnostics_json(diagnostics, sources));
    return document;
}

} // namespace tenantry::cli
