#include "engine/ledger/unsettled.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace tenantry::ledger {
namespace {

// What was sold and does not show: a person is asked for so long, then it counts as ended since.
constexpr std::chrono::hours doubt_of_sales{24};

using Addressed = std::map<std::string, std::vector<const CallRecord*>, std::less<>>;

/// Calls by the addresses that they have now: of a customer that is in the manifests no more, as
/// one that got another name, what follows its name is looked for under the others.
Addressed by_address(const std::vector<CallRecord>& calls, const Desired& desired) {
    std::set<std::string_view> customers;
    for (const Customer& customer : desired.customers)
        customers.insert(customer.name);
    std::multimap<std::string_view, const CallRecord*> moved;
    Addressed found;
    for (const CallRecord& call : calls) {
        found[call.address].push_back(&call);
        const std::string_view address = call.address;
        const auto slash = address.find('/');
        if (slash != address.npos && !customers.contains(address.substr(0, slash)))
            moved.emplace(address.substr(slash), &call);
    }
    if (moved.empty()) return found;
    for (const Resource& resource : desired.resources) {
        const std::string address = resource.address.text();
        const auto slash = address.find('/');
        if (slash == std::string::npos) continue;
        const auto [first, last] = moved.equal_range(std::string_view(address).substr(slash));
        for (auto one = first; one != last; ++one) {
            found[address].push_back(one->second);
            found.erase(one->second->address);
        }
    }
    return found;
}

bool is_open(const CallRecord& call) {
    return call.fate == Fate::open || call.fate == Fate::unclear;
}

/// Whether a step would send a call of its own like the one recorded.
bool sends_again(const Step& step, const CallRecord& call) {
    return std::ranges::any_of(step.calls,
                               [&](const Call& one) { return one.describe() == call.call; });
}

void judge(const CallRecord& call, const Step& step, std::size_t index, Time read_at,
           const Patience& patience, Unsettled& unsettled) {
    const bool buys = step.kind().buys();
    // A clock that was ahead then must not be waited for.
    const Time since = std::min(call.ended.value_or(call.began), read_at);
    Repeat repeat{
        .call = call, .step = index, .until = since + (buys ? patience.bought : patience.made)};
    // There is no list of what has a key, so no time answers it.
    if (step.procedure.keeps_key) {
        if (is_open(call)) unsettled.unanswered.push_back(std::move(repeat));
    } else if (read_at < repeat.until) {
        unsettled.waiting.push_back(std::move(repeat));
    } else if (is_open(call)) {
        unsettled.did_not.push_back(std::move(repeat));
    } else if ((buys || call.fate == Fate::happened) && read_at < since + doubt_of_sales) {
        unsettled.unanswered.push_back(std::move(repeat));
    }
}

bool speaks_of(const Desired& desired, std::string_view address) {
    return std::ranges::any_of(desired.resources, [&](const Resource& resource) {
        return resource.address.text() == address;
    });
}

/// Those that no step would send again, of resources that are there.
void find_happened(const Desired& desired, const Matches& matches, Addressed& left,
                   Unsettled& unsettled) {
    for (std::size_t i = 0; i < desired.resources.size() && !left.empty(); ++i) {
        const LiveObject* const live = matches.of[i].live;
        // Of what has a key nobody sees the object: its entry in the store says no more than a
        // call.
        const bool seen = live != nullptr && !desired.resources[i].kind->reading.list_calls.empty();
        if (!seen) continue;
        const auto found = left.find(desired.resources[i].address.text());
        if (found == left.end()) continue;
        for (const CallRecord* call : found->second) {
            if (!is_open(*call)) continue;
            CallRecord& happened = unsettled.happened.emplace_back(*call);
            happened.object = live->id;
        }
        left.erase(found);
    }
}

} // namespace

Unsettled find_unsettled(const Plan& plan, const Desired& desired, const Matches& matches,
                         const std::vector<CallRecord>& calls, Time read_at,
                         const Patience& patience) {
    Unsettled unsettled;
    Addressed left = by_address(calls, desired);
    for (std::size_t i = 0; i < plan.steps.size() && !left.empty(); ++i) {
        const auto found = left.find(plan.steps[i].address().text());
        if (found == left.end()) continue;
        // What is not carried out repeats nothing, and tells nothing either.
        if (!plan.steps[i].refused_by.empty()) {
            left.erase(found);
            continue;
        }
        std::vector<const CallRecord*>& here = found->second;
        std::erase_if(here, [&](const CallRecord* call) {
            if (!sends_again(plan.steps[i], *call)) return false;
            judge(*call, plan.steps[i], i, read_at, patience, unsettled);
            return true;
        });
        if (here.empty()) left.erase(found);
    }
    find_happened(desired, matches, left, unsettled);
    for (const auto& [address, here] : left) {
        for (const CallRecord* call : here)
            if (is_open(*call) && !speaks_of(desired, address)) unsettled.orphaned.push_back(*call);
    }
    return unsettled;
}

Time look_back(Time now, const Patience& patience) {
    const std::chrono::milliseconds longest = doubt_of_sales;
    return now - std::max({patience.made, patience.bought, longest});
}

std::string what_to_settle(const Repeat& repeat, const Plan& plan) {
    const std::string address = plan.steps[repeat.step].address().text();
    const std::string run =
        "an earlier run (" + name_of_run(repeat.call.run) + ") sent " + repeat.call.call;
    std::string argument = "'";
    for (const char c : printable(address))
        argument += c == '\'' ? "'\\''" : std::string(1, c);
    argument += "'";
    if (is_open(repeat.call)) {
        return run +
               ", and nobody saw the answer: look at the dashboard whether it is there, and "
               "say so with tenantry settle " +
               argument + " --happened ID or --did-not";
    }
    return run +
           ", which was done, and the API does not show it: look at the dashboard; wait if it "
           "is there, and if it is not, say so with tenantry settle " +
           argument + " --did-not";
}

} // namespace tenantry::ledger
