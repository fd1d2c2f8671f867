#include "engine/doctor/checks.hpp"

#include <fmt/core.h>

namespace tenantry::doctor {
namespace {

/// What to do about a fault that has nothing to do with rights.
std::string hint_for(const Fault& fault, const Patient& patient) {
    if (fault.category == FaultCategory::throttled)
        return "the identity is blocked for five minutes; other programs share its limit";
    if (fault.category == FaultCategory::broken) {
        return fmt::format("something else than the API answers here, as a proxy does: check "
                           "CLOUDFLARE_BASE_URL ({})",
                           patient.server);
    }
    if (fault.message.contains("certificate")) {
        return "behind a proxy that reads TLS, name the file with its authority: --ca-file, or "
               "spec.api.ca_file; and check this machine's clock";
    }
    const std::string proxy =
        patient.proxy.empty() ? "" : fmt::format("; the proxy in {} is not used", patient.proxy);
    return fmt::format("check CLOUDFLARE_BASE_URL ({}) and the way there{}", patient.server, proxy);
}

void server(const Answers& answers, Health& health) {
    constexpr std::string_view api_path = "/client/v4";
    const Fault* lost = bad(answers.accounts);
    const bool elsewhere = lost != nullptr && lost->status == 404;
    if (!answers.stopped && elsewhere && !answers.patient.server.ends_with(api_path)) {
        return add(health, "server", Verdict::trouble,
                   answers.patient.server + " answers, but not as Cloudflare's API",
                   "CLOUDFLARE_BASE_URL usually ends in " + std::string(api_path));
    }
    if (!answers.stopped)
        return add(health, "server", Verdict::fine, answers.patient.server + " answers");
    const Fault& fault = *answers.stopped;
    add(health, "server", Verdict::trouble, fault.describe(), hint_for(fault, answers.patient));
}

void key(const Answers& answers, Health& health) {
    const std::string says = "e-mail and API key: " + answers.patient.email;
    const Fault* fault = bad(answers.user);
    const bool accepted = fault == nullptr || fault->lacks_right();
    if (accepted) return add(health, "credential", Verdict::fine, says);
    const bool refused = fault->category == FaultCategory::unauthorized;
    add(health, "credential", refused ? Verdict::trouble : Verdict::unknown, says,
        refused ? "the API does not accept this pair: check both" : "");
}

void credential(const Answers& answers, Health& health) {
    if (!answers.patient.token) return key(answers, health);
    if (const Response* response = good(answers.token)) {
        const std::string_view status = response->result.text_of("status");
        const std::string_view expires = response->result.text_of("expires_on");
        const bool active = status.empty() || status == "active";
        return add(health, "credential", active ? Verdict::fine : Verdict::trouble,
                   fmt::format("API token, {}{}{}", status.empty() ? "active" : status,
                               expires.empty() ? "" : ", until ", expires),
                   active ? "" : "make another in the dashboard");
    }
    const Fault* fault = bad(answers.token);
    const Fault* const no_list = bad(answers.accounts);
    if (no_list != nullptr && is_of_account(*no_list)) {
        return add(health, "credential", Verdict::trouble,
                   "API token, of an account and not of a user: accounts are not listed for "
                   "those, so nothing can be planned",
                   "use the API token of a user, or the e-mail and API key of an "
                   "administrator");
    }
    // An unknown route says nothing about the token.
    const bool judged = fault != nullptr && fault->status != 404 &&
                        (fault->category == FaultCategory::refused || says_no(*fault));
    const bool told = judged && !fault->lacks_right();
    if (!told) return add(health, "credential", Verdict::unknown, "API token");
    // A token that belongs to an account is unknown there (API reference, section 1.1).
    if (fault->code == 1000)
        return add(health, "credential", Verdict::fine,
                   "API token, of an account and not of a user");
    add(health, "credential", Verdict::trouble, "API token: " + fault->describe(),
        "check the token, or make another in the dashboard");
}

void user(const Answers& answers, Health& health) {
    if (const Response* response = good(answers.user)) {
        const http::Self self = http::self_in(response->result);
        if (!self.email.empty()) health.email = self.email;
        return add(health, "user", Verdict::fine, fmt::format("{}, id {}", self.email, self.id));
    }
    // Many tokens may not read their user, and nothing needs them to.
    const Verdict verdict = answers.patient.token ? Verdict::unknown : Verdict::trouble;
    if (const Fault* fault = bad(answers.user)) add_fault(health, answers, "user", *fault, verdict);
}

} // namespace

void check_identity(const Answers& answers, Health& health) {
    server(answers, health);
    credential(answers, health);
    user(answers, health);
}

} // namespace tenantry::doctor
