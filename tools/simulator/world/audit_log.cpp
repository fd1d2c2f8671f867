#include "tools/simulator/world/audit_log.hpp"

#include "tools/simulator/text/json_text.hpp"

#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

// More than a test does to one account. The API has no such bound.
constexpr std::size_t most_audit_entries = 1'000;

std::string_view scope_of(std::string_view uri) {
    return uri.find("/zones") == std::string_view::npos ? "accounts" : "zones";
}

std::string actor_json(const AuditActor& actor) {
    ObjectText object;
    object.text("id", actor.id).text("type", actor.type).text("context", actor.context);
    object.text("email", actor.email).text("ip_address", "192.0.2.7");
    if (!actor.token_id.empty()) object.text("token_id", actor.token_id);
    if (!actor.token_name.empty()) object.text("token_name", actor.token_name);
    return object.take();
}

} // namespace

void AuditLog::add(const std::string& account_id, AuditEntry entry) {
    entry.number = ++count_;
    Entries& entries = entries_[account_id];
    entries.push_back(std::move(entry));
    if (entries.size() > most_audit_entries) entries.pop_front();
}

const AuditLog::Entries& AuditLog::of(const std::string& account_id) const {
    static const Entries none;
    const auto found = entries_.find(account_id);
    return found == entries_.end() ? none : found->second;
}

Time audit_log_begins(Time now) { return now - std::chrono::months{18}; }

std::string to_json(const AuditEntry& entry, const std::string& account_id,
                    const std::string& account_name) {
    ObjectText object;
    object.text("id", fmt::format("00000000-0000-4000-8000-{:012x}", entry.number));
    object.raw("account", ObjectText{}.text("id", account_id).text("name", account_name).take());
    object.raw("action", ObjectText{}
                             .text("type", entry.action)
                             .text("result", "success")
                             .text("time", to_rfc3339(entry.time))
                             .text("description", fmt::format("{} {}", entry.method, entry.uri))
                             .take());
    object.raw("actor", actor_json(entry.actor));
    object.raw("raw", ObjectText{}
                          .text("cf_ray_id", entry.ray)
                          .text("method", entry.method)
                          .number("status_code", 200)
                          .text("uri", entry.uri)
                          .text("user_agent", "")
                          .take());
    object.raw("resource", ObjectText{}
                               .text("id", entry.resource_id)
                               .text("type", entry.resource_type)
                               .text("product", entry.resource_type)
                               .text("scope", scope_of(entry.uri))
                               .take());
    if (!entry.zone_id.empty())
        object.raw("zone",
                   ObjectText{}.text("id", entry.zone_id).text("name", entry.zone_name).take());
    return object.take();
}

} // namespace tenantry::simulator
