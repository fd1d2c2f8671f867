#include "engine/render/who_words.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

std::string actor_words(const AuditEntry& entry) {
    if (!entry.actor.empty()) return printable(entry.actor);
    if (entry.actor_type == "account") return "the account itself";
    if (entry.actor_type == "system") return "Cloudflare, by itself";
    if (entry.actor_type == "cloudflare_admin") return "somebody at Cloudflare";
    return "somebody whom the audit log does not name";
}

std::string means_words(const AuditEntry& entry) {
    if (entry.context.empty()) return {};
    if (entry.context == "dash") return " by the dashboard";
    if (entry.context == "api_key") return " by API key";
    if (entry.context == "oauth") return " by an application (OAuth)";
    if (entry.context == "origin_ca_key") return " by Origin CA key";
    if (entry.context != "api_token") return " by " + printable(entry.context);
    return entry.token.empty() ? " by an API token" : " by API token " + in_quotes(entry.token);
}

/// Where it was tenantry itself.
std::string ours_words(const Attribution& who) {
    if (!who.run.empty()) return ", in the run " + printable(who.run) + " of tenantry";
    return who.ours ? ", the credential of this run" : "";
}

} // namespace

std::string who_words(const Finding& finding) {
    if (!finding.who) return {};
    const Attribution& who = *finding.who;
    if (!who.right.empty()) return "? (the right " + printable(who.right) + " is lacking there)";
    if (!who.why_unknown.empty()) return "? (" + printable(who.why_unknown) + ")";
    if (!who.entry) return "nobody in the audit log since " + time_in_words(who.since);
    const AuditEntry& entry = *who.entry;
    return fmt::format("{}{}{}, {} ({})", actor_words(entry), means_words(entry), ours_words(who),
                       time_in_words(entry.time), printable(entry.action));
}

std::string lacking_right_line(const Drift& drift) {
    std::size_t count = 0;
    const std::string* right = nullptr;
    for (const Finding& finding : drift.findings) {
        if (!finding.who || finding.who->right.empty()) continue;
        right = &finding.who->right;
        ++count;
    }
    if (right == nullptr) return {};
    return fmt::format("Of {} it is not known who made it so: reading the audit log of an account "
                       "takes the right {} there.\n\n",
                       counted(count, "finding"), printable(*right));
}

} // namespace tenantry::render
