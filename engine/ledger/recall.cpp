#include "engine/ledger/recall.hpp"

#include "engine/ledger/calls.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tenantry::ledger {
namespace {

using std::chrono::milliseconds;

// In units of what Recall was told, which is a second.
constexpr int lag_of_lists = 60;
constexpr int lag_of_sales = 120;
constexpr int between_looks = 3;
// A reading that takes long is not done again and again: its lists are old when it ends.
constexpr int readings_apart = 4;

// Longer than that an API may have forgotten a key.
constexpr std::chrono::hours life_of_keys{24};

} // namespace

Recall::Recall(Ledger& ledger, milliseconds unit)
    : ledger_(ledger), unit_(unit),
      patience_{.made = unit * lag_of_lists, .bought = unit * lag_of_sales} {}

Attempt<std::optional<Lull>> Recall::hold_against(const Plan& plan, const Desired& desired,
                                                  const Matches& matches) {
    const milliseconds reading = ledger_.now() - read_at_;
    const auto calls = ledger_.read<std::vector<CallRecord>>(
        [&](Database& database) { return fresh_calls(database, look_back(read_at_, patience_)); });
    if (!calls) return std::unexpected(calls.error());
    found_ = find_unsettled(plan, desired, matches, *calls, read_at_, patience_);
    if (found_.waiting.empty()) return std::nullopt;
    const Time until = std::ranges::max(found_.waiting, {}, &Repeat::until).until;
    const milliseconds left = std::max(until - ledger_.now(), milliseconds(1));
    const milliseconds rest = std::max(unit_ * between_looks, reading * readings_apart);
    return Lull{.waiting = found_.waiting, .left = left, .pause = std::min(left, rest)};
}

Remembered Recall::conclude() {
    const Time now = ledger_.now();
    Remembered remembered{.settled = std::move(found_.happened),
                          .orphaned = std::move(found_.orphaned),
                          .unanswered = std::move(found_.unanswered)};
    for (CallRecord& call : remembered.settled)
        call.fate = Fate::happened;
    for (Repeat& repeat : found_.did_not) {
        const CallRecord& call = repeat.call;
        if (!call.key.empty() && now - call.began < life_of_keys)
            remembered.earlier_keys.insert_or_assign(call.address, call.key);
        repeat.call.fate = Fate::did_not;
        remembered.settled.push_back(std::move(repeat.call));
    }
    for (CallRecord& call : remembered.settled)
        call.ended = now;
    return remembered;
}

Attempt<void> write_settled(Ledger& ledger, const Remembered& remembered) {
    if (remembered.settled.empty()) return {};
    return ledger.write([&](Database& database) {
        for (const CallRecord& call : remembered.settled)
            settle_call(database, call);
    });
}

void refuse_unanswered(const Remembered& remembered, Plan& plan) {
    for (const Repeat& repeat : remembered.unanswered) {
        const std::string what = what_to_settle(repeat, plan);
        const std::string_view customer = plan.steps[repeat.step].address().customer();
        for (Step& step : plan.steps) {
            if (step.address().customer() != customer) continue;
            step.refused_by = "ledger";
            if (step.breach.empty()) step.breach = what;
        }
    }
}

} // namespace tenantry::ledger
