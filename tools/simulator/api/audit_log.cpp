// The audit log of an account, version 2: API reference, section 16.
#include "tools/simulator/api/audit_log.hpp"

#include "tools/simulator/api/paging.hpp"
#include "tools/simulator/text/envelope.hpp"

#include <charconv>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

constexpr long long normal_limit = 100;
constexpr long long largest_limit = 1'000;

std::string_view action_of(std::string_view method) {
    if (method == "POST") return "create";
    return method == "DELETE" ? "delete" : "update";
}

// The id of the one object that a reply shows: its first member, or one of the first.
std::string id_shown_in(const Reply& reply) {
    constexpr std::string_view before = "\"id\":\"";
    const auto result = reply.body.find("\"result\":{");
    if (result == std::string::npos) return {};
    const auto begin = reply.body.find(before, result);
    if (begin == std::string::npos) return {};
    const auto from = begin + before.size();
    return reply.body.substr(from, reply.body.find('"', from) - from);
}

std::string resource_of(const Call& call, const Route& route, const Reply& reply) {
    if (route.path.ends_with('}')) return call.ids.back();
    std::string shown = id_shown_in(reply);
    return shown.empty() && !call.ids.empty() ? call.ids.front() : shown;
}

// "members" of "/accounts/{account_id}/members/{member_id}".
std::string type_in(const Route& route) {
    for (auto segment = route.segments.rbegin(); segment != route.segments.rend(); ++segment)
        if (!segment->starts_with('{')) return *segment;
    return {};
}

std::string account_changed(const Call& call, const std::shared_ptr<const Zone>& zone,
                            const std::string& resource) {
    if (call.account) return call.account->id;
    if (zone) return zone->account->id;
    if (call.store.accounts.live().find(resource)) return resource;
    const auto member = call.store.members.live().find(resource);
    return member ? member->account_id : std::string{};
}

AuditActor actor_in(const Caller& caller) {
    AuditActor actor;
    actor.id = caller.user->id;
    actor.email = caller.user->email;
    const bool token = caller.scheme == Scheme::token;
    actor.context = token ? "api_token" : "api_key";
    if (!caller.user->is_person()) actor.type = "account";
    if (!token) return actor;
    actor.token_id = caller.user->token_id;
    actor.token_name = "token of " + caller.user->label();
    return actor;
}

// A day, or a moment.
std::optional<Time> moment_named(const Fields& query, std::string_view name) {
    const std::string* text = find_parameter(query, name);
    if (text == nullptr) return std::nullopt;
    constexpr std::size_t length_of_a_day = 10;
    return from_rfc3339(text->size() == length_of_a_day ? *text + "T00:00:00Z" : *text);
}

/// What a reader asks of a log.
struct AuditQuery {
    Time since = {};
    Time before = {};
    long long limit = normal_limit;
    bool backwards = true; // the newest first
    std::optional<std::uint64_t> behind = {};
    const std::string* email = nullptr;

    bool fits(const AuditEntry& entry) const {
        if (entry.time < since || entry.time >= before) return false;
        if (email != nullptr && entry.actor.email != *email) return false;
        return !behind || (backwards ? entry.number < *behind : entry.number > *behind);
    }
};

std::expected<AuditQuery, Reply> read_audit_query(const Call& call) {
    const Fields& query = call.request.query;
    const auto since = moment_named(query, "since");
    const auto before = moment_named(query, "before");
    if (!since || !before)
        return std::unexpected(invalid("since and before are required: a date, or a moment as in "
                                       "RFC 3339"));
    const auto limit = read_limit(query, normal_limit, largest_limit);
    if (!limit) return std::unexpected(limit.error());
    AuditQuery read;
    read.since = std::max(*since, audit_log_begins(call.now));
    read.before = *before;
    read.limit = *limit;
    read.email = find_parameter(query, "actor_email");
    if (find_parameter(query, "direction") != nullptr) {
        const auto backwards = read_backwards(query);
        if (!backwards) return std::unexpected(backwards.error());
        read.backwards = *backwards;
    }
    const std::string* cursor = find_parameter(query, "cursor");
    if (cursor == nullptr || cursor->empty()) return read;
    std::uint64_t number = 0;
    const char* end = cursor->data() + cursor->size();
    const auto [stop, error] = std::from_chars(cursor->data(), end, number);
    if (error != std::errc{} || stop != end)
        return std::unexpected(invalid("cursor is none of this list"));
    read.behind = number;
    return read;
}

Reply get_audit_log(const Call& call) {
    const auto query = read_audit_query(call);
    if (!query) return query.error();
    const AuditLog::Entries& entries = call.store.audit_log.of(call.account->id);
    std::string out = "[";
    long long count = 0;
    std::string cursor;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const AuditEntry& entry = entries[query->backwards ? entries.size() - 1 - i : i];
        if (!query->fits(entry)) continue;
        if (count == query->limit) return success(out + "]", CursorInfo{count, cursor});
        if (count++ > 0) out += ',';
        out += to_json(entry, call.account->id, call.account->name);
        cursor = std::to_string(entry.number);
    }
    return success(out + "]", CursorInfo{count, {}});
}

} // namespace

void note_in_audit_log(const Call& call, const Route& route, const Reply& reply) {
    constexpr int first_failure = 300;
    if (call.request.method == "GET" || reply.status >= first_failure) return;
    if (call.caller.user == nullptr) return;
    AuditEntry entry;
    entry.resource_id = resource_of(call, route, reply);
    const auto zone = call.zone ? call.zone : call.store.zones.live().find(entry.resource_id);
    const std::string account = account_changed(call, zone, entry.resource_id);
    if (account.empty()) return;
    entry.time = call.now;
    entry.action = action_of(call.request.method);
    entry.actor = actor_in(call.caller);
    entry.method = call.request.method;
    entry.uri = call.request.path;
    entry.ray = call.ray;
    entry.resource_type = type_in(route);
    if (zone) entry.zone_id = zone->id;
    if (zone) entry.zone_name = zone->name;
    call.store.audit_log.add(account, std::move(entry));
}

void add_audit_log_routes(Router& router) {
    router.add("GET", "/accounts/{account_id}/logs/audit", needs::account, get_audit_log);
}

} // namespace tenantry::simulator
