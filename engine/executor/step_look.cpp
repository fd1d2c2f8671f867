// Looking for what a step would create: before it is created, and after an answer that leaves open
// whether it was.
#include "engine/executor/creation_key.hpp"
#include "engine/executor/step_run.hpp"

#include "engine/diff/diff.hpp"
#include "engine/model/canonical.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// In units of Options::look_again: a minute, as for what the list does not show in wait_until_seen.
constexpr int lag = 60;

} // namespace

/// Before a create whose key changes with the time (creation_key.hpp).
asio::awaitable<std::optional<Outcome>> StepRun::wait_for_window() {
    if (std::ranges::all_of(calls_, [](const Call& call) { return call.sameness.empty(); })) {
        co_return std::nullopt;
    }
    const auto look_again = run_.options.look_again;
    for (;;) {
        const auto left = wait_behind_edge(run_.options.now(), look_again * lag);
        if (left.count() == 0) co_return std::nullopt;
        if (run_.stop.stop_requested()) {
            co_return failed({.category = FaultCategory::interrupted,
                              .message = "interrupted before anything was sent"});
        }
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(std::min(left, look_again));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

asio::awaitable<void> StepRun::wait_until_seen() {
    // What this step has made is what it looks for.
    run_.taken.erase(outcome_.id);
    const auto found = co_await look_until_seen();
    run_.taken.insert(outcome_.id);
    if (found && !*found) {
        outcome_.what_to_check =
            "the list does not show it yet: wait a minute before the next run, "
            "which would take it for missing";
    }
}

asio::awaitable<StepRun::Sighting> StepRun::look() {
    // There is always one, in some form.
    if (kind_.one_per_parent) co_return co_await read_self();
    co_return co_await look_in_list();
}

asio::awaitable<StepRun::Sighting> StepRun::look_in_list() {
    const Call call = kind_.writing.look(*change_.resource);
    Request request = reader::make_request(call, ids_);
    auto objects = co_await reader::read_list(api(), kind_, std::move(request));
    if (!objects) co_return std::unexpected(objects.error());
    const Schema& schema = run_.kinds.schema_of(kind_);
    const std::string_view field = schema.field_with(IdentityRole::name);
    const Comparison comparison = schema.property(field)->comparison;
    const std::string wanted = canonical_text(change_.resource->text_of(field), comparison);
    std::optional<LiveObject> found;
    const auto parent = std::ranges::find(
        ids_, kind_.parent, [](const auto& pair) { return std::string_view(pair.first); });
    for (LiveObject& object : *objects) {
        const bool same = canonical_text(object.name, comparison) == wanted;
        const bool elsewhere =
            parent != ids_.end() && !object.parent.empty() && object.parent != parent->second;
        if (elsewhere)
            co_return std::unexpected(reader::of_another(object, parent->second, call.describe()));
        if (run_.taken.contains(object.id)) continue;
        if (!same || !diff::could_be(*change_.resource, object, run_.kinds, run_.live)) continue;
        if (found) {
            co_return std::unexpected(
                Fault{.category = FaultCategory::declined,
                      .message = "several have this name now: " + found->id + ", " + object.id,
                      .call = call.describe()});
        }
        found = std::move(object);
    }
    co_return found;
}

asio::awaitable<StepRun::Sighting> StepRun::look_until_seen() {
    for (int i = 0;; ++i) {
        auto found = co_await look();
        if (!found || *found || i + 1 == looks_after_unclear) co_return found;
        co_await rest(i);
    }
}

asio::awaitable<void> StepRun::rest(int looks) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(run_.options.look_again * (looks == 0 ? 1 : 3));
    co_await timer.async_wait(asio::use_awaitable);
}

} // namespace tenantry::executor
