#include "engine/reader/catalogues.hpp"
#include "engine/reader/entitlements.hpp"
#include "engine/reader/live_read.hpp"
#include "engine/reader/organizations.hpp"
#include "engine/reader/published.hpp"
#include "engine/reader/read_details.hpp"
#include "engine/reader/service_users.hpp"
#include "engine/reader/to_read.hpp"

#include "engine/base/text.hpp"

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

asio::awaitable<std::optional<Fault>> read_kind(LiveRead& run, const Kind& kind) {
    const bool of_users =
        co_await read_service_users(kind, run.kinds, run.desired, run.selection, run.matches,
                                    run.lanes, run.options.unusable, run.live);
    if (of_users) co_return std::nullopt; // no list of the tenant's has them
    if (kind.parent.empty()) co_return co_await read_roots(run, kind);
    if (kind.comes_with_parent()) co_return co_await read_singles(run, kind);
    co_return co_await read_children(run, kind);
}

/// Adds to `found` the answers to what has to be asked before a plan can be made of it. They add no
/// object, so the matches and differences stay true.
asio::awaitable<std::optional<Fault>> answer_questions(Api& api, const Basis& basis,
                                                       Matched& found) {
    const WriteQuestions for_writes = questions_for_writes(basis);
    auto fault = co_await read_for_writes(api, for_writes, basis.desired, found.live);
    if (fault) co_return fault;
    const std::set<std::string> plans = plans_to_look_up(basis);
    co_await read_published(api, plans, found.live);
    fault = co_await read_entitlements(api, basis, found.live);
    if (fault) co_return fault;
    co_return co_await read_for_guards(api, basis, found.live);
}

} // namespace

// Kinds one after the other, since children are asked for by the ids of their parents; the calls of
// one kind all at once.
asio::awaitable<Expected<Matched>> read_live(Lanes& lanes, const KindTable& kinds,
                                             const Desired& desired, const Selection& selection,
                                             ReadOptions options) {
    LiveRead run{lanes, lanes.tenant(), kinds, desired, selection, std::move(options)};
    run.live.self = ascii_lower(run.options.self);
    std::optional<Fault> fault;
    for (const Kind* kind : kinds.kinds()) {
        fault = co_await read_kind(run, *kind);
        if (fault) co_return std::unexpected(with_right(*kind, std::move(*fault)));
        diff::match_kind(*kind, kinds, desired, run.live, run.matches);
        fault = co_await read_details(run.api, *kind, desired, selection, run.matches, run.live);
        if (fault) co_return std::unexpected(*fault);
    }
    Matched found(std::move(run.live), std::move(run.matches));
    diff::compare_all(kinds, desired, found, [&](const Resource& resource) {
        return selection.covers_customer(resource.address.customer());
    });
    const Basis basis{kinds, desired, selection, found};
    fault = co_await answer_questions(run.api, basis, found);
    if (fault) co_return std::unexpected(*fault);
    found.live.note_components();
    co_return std::move(found);
}

asio::awaitable<Expected<Matched>> read_live(Api& api, const KindTable& kinds,
                                             const Desired& desired, const Selection& selection,
                                             ReadOptions options) {
    Lanes lanes(api);
    co_return co_await read_live(lanes, kinds, desired, selection, std::move(options));
}

} // namespace tenantry::reader
