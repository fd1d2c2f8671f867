// The doctor's look at service users: each says with its own credential where it is a member and
// what that lets it do (API reference, section 17).
#include "engine/base/text.hpp"
#include "engine/doctor/health.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::doctor {
namespace asio = boost::asio;
namespace {

// One page: who is a member of more accounts is told about these.
constexpr std::size_t most_told = 50;
// Lines for users that have something to say; the rest is counted.
constexpr std::size_t most_lines = 100;

bool grants(const Json& membership, std::string_view path) {
    const Json* value = membership.at(path);
    return value != nullptr && *value == Json(true);
}

/// What a membership lacks that tenantry would do in the user's name; "" when nothing.
std::string lacks(const Json& membership) {
    if (membership.text_of("status") != "accepted") {
        return "its membership is " + printable(membership.text_of("status"));
    }
    std::vector<std::string> rights;
    if (!grants(membership, "permissions.zones.read")) rights.emplace_back("read zones");
    if (!grants(membership, "permissions.zones.write")) rights.emplace_back("write zones");
    if (!grants(membership, "permissions.zone_settings.write")) {
        rights.emplace_back("write zone settings");
    }
    return rights.empty() ? std::string() : "it may not " + join(rights, ", ");
}

Check check_of(const std::string& email, const Expected<Response>& answer, const Heard& heard) {
    Check check{.name = "service user " + email};
    if (!answer) {
        const bool refused = answer.error().category == FaultCategory::unauthorized ||
                             answer.error().category == FaultCategory::refused;
        check.verdict = refused ? Verdict::trouble : Verdict::unknown;
        check.says = answer.error().describe();
        if (refused) {
            check.hint = "its customer is left alone until the key in the store is accepted";
        }
        return check;
    }
    const JsonArray none;
    const JsonArray* items = answer->result.items();
    std::vector<std::string> missing;
    std::size_t accounts = 0;
    bool waits = false;
    for (const Json& membership : items == nullptr ? none : *items) {
        ++accounts;
        const std::string what = lacks(membership);
        if (what.empty()) continue;
        waits = waits || membership.text_of("status") != "accepted";
        missing.push_back(
            fmt::format("in {} {}", in_quotes(membership.text_of("account.name")), what));
    }
    check.verdict = missing.empty() && accounts > 0 ? Verdict::fine : Verdict::warning;
    check.says =
        accounts == 0 ? "is a member of no account" : "works in " + counted(accounts, "account");
    if (!missing.empty()) {
        check.says += "; " + join(missing, "; ");
        check.hint = waits ? "apply accepts what is pending; a rejected invitation has to be "
                             "removed at the dashboard first"
                           : "what it may not do is done in the tenant's name and counts for its "
                             "limit: give it the role in the Tenant document's service_users";
    }
    if (const auto left = calls_left(heard)) {
        check.says += "; " + left->says;
        if (left->few) check.verdict = Verdict::warning;
    }
    return check;
}

} // namespace

asio::awaitable<std::vector<Check>> examine_users(Lanes& lanes, std::vector<std::string> emails) {
    std::vector<Expected<Response>> answers(emails.size());
    std::vector<Api*> own;
    own.reserve(emails.size());
    for (const std::string& email : emails)
        own.push_back(&lanes.find(email)->own());
    const Work ask = [&](std::size_t i) -> asio::awaitable<void> {
        Request request{.path = "/memberships",
                        .query = {{"page", "1"}, {"per_page", std::to_string(most_told)}}};
        answers[i] = co_await own[i]->send(std::move(request));
    };
    co_await in_lanes(own, ask);
    std::vector<Check> checks;
    std::size_t fine = 0;
    for (std::size_t i = 0; i < emails.size(); ++i) {
        Check check = check_of(emails[i], answers[i], own[i]->heard());
        if (check.verdict == Verdict::fine) ++fine;
        const bool tells = emails.size() <= 10 || check.verdict != Verdict::fine;
        if (tells && checks.size() < most_lines) checks.push_back(std::move(check));
    }
    checks.insert(checks.begin(),
                  {.name = "service users",
                   .verdict = fine == emails.size() ? Verdict::fine : Verdict::warning,
                   .says = fmt::format("{} of {} can do all of their customers' zones", fine,
                                       emails.size())});
    co_return checks;
}

} // namespace tenantry::doctor
