#include "tools/cli/ledger_run.hpp"

#include "engine/base/text.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace tenantry::cli {
namespace {

constexpr std::chrono::milliseconds between_tries{500};

std::string how_long(std::chrono::milliseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    constexpr std::int64_t minute = 60;
    if (seconds < 2 * minute) return fmt::format("{} s", seconds);
    return fmt::format("{} min", seconds / minute);
}

void say_waiting(const Setup& setup, const std::vector<ledger::Holder>& held,
                 std::chrono::milliseconds patience, ledger::Time now) {
    const std::string more = held.size() == 1 ? "" : fmt::format(" and {} more", held.size() - 1);
    setup.terminal().say(fmt::format("waiting up to {} for {}{}: {}, holds it\n",
                                     how_long(patience), printable(held.front().customer), more,
                                     holder_in_words(held.front(), now)));
}

boost::asio::awaitable<void> pause() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(between_tries);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

} // namespace

std::string holder_in_words(const ledger::Holder& holder, ledger::Time now) {
    const ledger::Who& who = holder.run.head.who;
    const std::string host = who.host.substr(0, who.host.rfind(' '));
    return fmt::format("the run {} of {} on {}{}, which began {} ago",
                       ledger::name_of_run(holder.run.id), printable(who.user), printable(host),
                       who.pipeline.empty() ? "" : fmt::format(" ({})", printable(who.pipeline)),
                       how_long(now - holder.run.began));
}

LedgerRun::LedgerRun(Connection& connection, std::unique_ptr<ledger::Ledger> ledger,
                     ledger::RunId id)
    : connection_(connection), ledger_(std::move(ledger)), id_(id) {}

LedgerRun::~LedgerRun() {
    if (!ended_) (void)end("stopped");
    connection_.before_leaving({});
}

std::expected<std::unique_ptr<LedgerRun>, Refusal>
LedgerRun::begin(const Setup& setup, Connection& connection, const ledger::RunHead& head,
                 std::vector<std::string> customers) {
    const auto place = ledger_place(setup, head.tenant, head.api);
    if (!place) return std::unexpected(place.error());
    if (!place->location.exists()) return nullptr;
    warn_of_loose_rights(setup, *place);
    auto ledger = open_ledger(*place, ledger::Access::create);
    if (!ledger) return std::unexpected(std::move(ledger.error()));
    const ledger::Time now = (*ledger)->now();
    const ledger::RunId id = ledger::new_run_id(now);
    const auto added = (*ledger)->write(
        [&](ledger::Database& database) { ledger::add_run(database, id, head, now); });
    if (!added) return refuse(added.error());
    std::unique_ptr<LedgerRun> run(new LedgerRun(connection, std::move(*ledger), id));
    connection.before_leaving([own = run.get()] { (void)own->end("interrupted"); });
    auto taken = run->take(setup, connection, std::move(customers), setup.arguments().lock_timeout,
                           head.who);
    if (!taken) return std::unexpected(std::move(taken.error()));
    run->journal_.emplace(*run->ledger_, id);
    return run;
}

std::expected<void, Refusal> LedgerRun::take(const Setup& setup, Connection& connection,
                                             std::vector<std::string> customers,
                                             std::chrono::milliseconds patience,
                                             const ledger::Who& who) {
    const auto until = std::chrono::steady_clock::now() + patience;
    own_ = customers;
    for (bool said = false;; said = true) {
        const ledger::Time now = ledger_->now();
        const bool over = std::chrono::steady_clock::now() >= until;
        auto held = ledger_->change<std::vector<ledger::Holder>>([&](ledger::Database& database) {
            // It is heard of while it waits, and not only when it works.
            ledger::hear_run(database, id_, now);
            auto others = ledger::lock(database, id_, customers, who, now);
            // Who waits holds nobody up: two that wait for each other would wait for ever.
            if (!others.empty() && !over) ledger::unlock(database, id_, customers);
            return others;
        });
        if (!held) return refuse(held.error());
        held_ = std::move(*held);
        if (held_.empty() || over) break;
        if (!said) say_waiting(setup, held_, patience, now);
        connection.run(pause());
    }
    std::erase_if(own_, [&](const std::string& customer) {
        return std::ranges::find(held_, customer, &ledger::Holder::customer) != held_.end();
    });
    return {};
}

void LedgerRun::refuse_held(Plan& plan) const {
    for (Step& step : plan.steps) {
        const auto holder =
            std::ranges::find(held_, step.address().customer(), &ledger::Holder::customer);
        if (holder == held_.end()) continue;
        step.refused_by = "locked";
        step.breach = holder_in_words(*holder, ledger_->now()) + ", holds this customer";
    }
}

std::optional<Trouble> LedgerRun::keep_those_of(const Plan& plan) {
    std::set<std::string_view> needed;
    for (const Step& step : plan.steps)
        if (step.refused_by.empty()) needed.insert(step.address().customer());
    std::vector<std::string> idle;
    std::ranges::copy_if(own_, std::back_inserter(idle),
                         [&](const std::string& customer) { return !needed.contains(customer); });
    std::erase_if(own_, [&](const std::string& customer) { return !needed.contains(customer); });
    const auto done =
        ledger_->write([&](ledger::Database& database) { ledger::unlock(database, id_, idle); });
    if (!done) return done.error();
    return std::nullopt;
}

std::optional<Trouble> LedgerRun::end(std::string_view result) {
    ended_ = true;
    std::optional<Trouble> missing;
    if (journal_) {
        if (const auto finished = journal_->finish(); !finished) missing = finished.error();
        journal_.reset();
    }
    const auto done = ledger_->write([&](ledger::Database& database) {
        ledger::end_run(database, id_, missing ? "incomplete" : result, ledger_->now());
    });
    if (!done && !missing) missing = done.error();
    return missing;
}

} // namespace tenantry::cli
