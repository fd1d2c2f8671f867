#include "engine/doctor/health.hpp"

#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"
#include "engine/reader/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tenantry::doctor {
namespace {

// The API refuses the list of all zones to who sees more (API reference, section 6).
constexpr std::int64_t most_swept = 500;
constexpr auto ordinary_skew = std::chrono::seconds(5);

/// What to do about a fault that has nothing to do with rights.
std::string hint_for(const Fault& fault, const Patient& patient) {
    if (fault.category == FaultCategory::throttled)
        return "the identity is blocked for five minutes; other programs share its limit";
    if (fault.category == FaultCategory::broken) {
        return "something else than the API answers here, as a proxy does: check "
               "CLOUDFLARE_BASE_URL (" +
               patient.server + ")";
    }
    if (fault.message.contains("certificate")) {
        return "behind a proxy that reads TLS, name the file with its authority: --ca-file, or "
               "spec.api.ca_file; and check this machine's clock";
    }
    return "check CLOUDFLARE_BASE_URL (" + patient.server + ") and the way there" +
           (patient.proxy.empty() ? "" : "; the proxy in " + patient.proxy + " is not used");
}

bool says_no(const Fault& fault) {
    // An unknown route says nothing about rights.
    return (fault.category == FaultCategory::refused && fault.status != 404) ||
           fault.category == FaultCategory::unauthorized;
}

/// Whether the list of accounts is refused because of whose the token is (API reference, section
/// 22).
bool is_of_account(const Fault& fault) {
    return ascii_lower(fault.message).contains("account owned tokens");
}

std::optional<std::int64_t> total_of(const Response& response) {
    const Json* total = response.result_info.find("total_count");
    if (total != nullptr && total->integer() != nullptr) return *total->integer();
    const JsonArray* items = response.result.items();
    if (items == nullptr) return std::nullopt;
    return static_cast<std::int64_t>(items->size());
}

std::string counted_calls(std::int64_t count, std::string_view one) {
    return counted(static_cast<std::size_t>(std::max<std::int64_t>(0, count)), one);
}

/// Has an answer of another form count as a fault: it says nothing of what was asked.
void demand_form(std::optional<Examined>& answer, std::string_view path, bool is_list) {
    if (!answer || !*answer) return;
    const Json& result = (*answer)->result;
    const bool fits = is_list ? result.items() != nullptr : result.members() != nullptr;
    if (fits) return;
    answer = std::unexpected(reader::unclear({.member = "result",
                                              .what = "is " + std::string(type_word(result)),
                                              .call = "GET " + std::string(path)}));
}

class Diagnosis {
public:
    explicit Diagnosis(const Answers& answers) : answers_(answers), patient_(answers.patient) {
        demand_form(answers_.user, "/user", false);
        demand_form(answers_.token, "/user/tokens/verify", false);
        demand_form(answers_.tenants, "/user/tenants", true);
        demand_form(answers_.accounts, "/accounts", true);
        demand_form(answers_.zones, "/zones", true);
        health_.server = patient_.server;
        health_.credential = patient_.token ? "token" : "key";
        health_.email = patient_.email;
    }

    Health make() {
        server();
        credential();
        user();
        tenants();
        entitlements();
        accounts();
        zones();
        for (const auto& [name, answer] : answers_.inside)
            inside(name, answer);
        rate();
        clock();
        if (!patient_.proxy.empty()) {
            add("proxy", Verdict::warning,
                patient_.proxy + " is set; tenantry connects directly and does not use it");
        }
        health_.result = result();
        if (health_.result == Health::Result::refused) keep_first_hint();
        return std::move(health_);
    }

private:
    void add(std::string name, Verdict verdict, std::string says, std::string hint = "") {
        health_.checks.push_back({std::move(name), verdict, std::move(says), std::move(hint)});
    }

    /// What could not be read, unless it is what ended the examination: that has its line.
    void add_fault(std::string name, const Fault& fault, Verdict verdict, std::string hint = "") {
        if (answers_.stopped && answers_.stopped->call == fault.call) return;
        if (says_no(fault)) {
            add(std::move(name), verdict, "may not be read: " + fault.describe(), std::move(hint));
        } else {
            add(std::move(name), Verdict::unknown, "could not tell: " + fault.describe());
        }
    }

    /// Who may do nothing has one thing to mend.
    void keep_first_hint() {
        bool kept = false;
        for (Check& check : health_.checks) {
            if (kept) check.hint.clear();
            kept = kept || !check.hint.empty();
        }
    }

    static const Response* good(const std::optional<Examined>& answer) {
        return answer && *answer ? &**answer : nullptr;
    }

    static const Fault* bad(const std::optional<Examined>& answer) {
        return answer && !*answer ? &answer->error() : nullptr;
    }

    void server() {
        constexpr std::string_view api_path = "/client/v4";
        const Fault* lost = bad(answers_.accounts);
        const bool elsewhere = lost != nullptr && lost->status == 404;
        if (!answers_.stopped && elsewhere && !patient_.server.ends_with(api_path)) {
            return add("server", Verdict::trouble,
                       patient_.server + " answers, but not as Cloudflare's API",
                       "CLOUDFLARE_BASE_URL usually ends in " + std::string(api_path));
        }
        if (!answers_.stopped) return add("server", Verdict::fine, patient_.server + " answers");
        const Fault& fault = *answers_.stopped;
        add("server", Verdict::trouble, fault.describe(), hint_for(fault, patient_));
    }

    void credential() {
        if (!patient_.token) return key();
        if (const Response* response = good(answers_.token)) {
            const std::string_view status = response->result.text_of("status");
            const std::string_view expires = response->result.text_of("expires_on");
            const bool active = status.empty() || status == "active";
            return add("credential", active ? Verdict::fine : Verdict::trouble,
                       "API token, " + (status.empty() ? "active" : std::string(status)) +
                           (expires.empty() ? "" : ", until " + std::string(expires)),
                       active ? "" : "make another in the dashboard");
        }
        const Fault* fault = bad(answers_.token);
        const Fault* const no_list = bad(answers_.accounts);
        if (no_list != nullptr && is_of_account(*no_list)) {
            return add("credential", Verdict::trouble,
                       "API token, of an account and not of a user: accounts are not listed for "
                       "those, so nothing can be planned",
                       "use the API token of a user, or the e-mail and API key of an "
                       "administrator");
        }
        const bool told = fault != nullptr && says_no(*fault) && !fault->lacks_right();
        if (!told) return add("credential", Verdict::unknown, "API token");
        // A token that belongs to an account is unknown there (API reference, section 1.1).
        if (fault->code == 1000)
            return add("credential", Verdict::fine, "API token, of an account and not of a user");
        add("credential", Verdict::trouble, "API token: " + fault->describe(),
            "check the token, or make another in the dashboard");
    }

    void key() {
        const std::string says = "e-mail and API key: " + patient_.email;
        const Fault* fault = bad(answers_.user);
        const bool accepted = fault == nullptr || fault->lacks_right();
        if (accepted) return add("credential", Verdict::fine, says);
        const bool refused = fault->category == FaultCategory::unauthorized;
        add("credential", refused ? Verdict::trouble : Verdict::unknown, says,
            refused ? "the API does not accept this pair: check both" : "");
    }

    void user() {
        if (const Response* response = good(answers_.user)) {
            const std::string_view email = response->result.text_of("email");
            if (!email.empty()) health_.email = email;
            return add("user", Verdict::fine,
                       std::string(email) + ", id " + std::string(response->result.text_of("id")));
        }
        // Many tokens may not read their user, and nothing needs them to.
        const Verdict verdict = patient_.token ? Verdict::unknown : Verdict::trouble;
        if (const Fault* fault = bad(answers_.user)) add_fault("user", *fault, verdict);
    }

    void tenants() {
        if (const Fault* fault = bad(answers_.tenants)) {
            add_fault("tenants", *fault, Verdict::warning,
                      "only an administrator of the tenant, with e-mail and API key, can name "
                      "units and create accounts in them");
        }
        const Response* response = good(answers_.tenants);
        if (response == nullptr) return;
        health_.tenants = tenants_in(response->result);
        std::vector<std::string> lines;
        lines.reserve(health_.tenants.size());
        for (SeenTenant& tenant : health_.tenants)
            lines.push_back(tenant.name + units_of(tenant));
        if (lines.empty())
            return add("tenants", Verdict::warning, "none is visible",
                       "accounts can only be created by an administrator of a tenant");
        add("tenants", Verdict::fine, join(lines, "; "));
    }

    /// Takes over the units that were asked for, and puts them in words.
    std::string units_of(SeenTenant& tenant) const {
        const auto one = answers_.tenant.find(tenant.id);
        if (one != answers_.tenant.end() && one->second) {
            JsonArray alone = {one->second->result};
            for (SeenTenant& seen : tenants_in(Json(std::move(alone))))
                tenant.units = std::move(seen.units);
        }
        if (tenant.units.empty()) return " (units not seen)";
        std::vector<std::string> names;
        names.reserve(tenant.units.size());
        for (const CatalogueEntry& unit : tenant.units)
            names.push_back(unit.name);
        return " with " + join(names, ", ");
    }

    /// What a tenant may provision (API reference, section 3).
    void entitlements() {
        std::vector<std::string> lines;
        for (const SeenTenant& tenant : health_.tenants) {
            std::vector<std::string> may;
            const auto types = answers_.account_types.find(tenant.id);
            if (types != answers_.account_types.end() && types->second &&
                types->second->result.items() != nullptr) {
                std::vector<std::string> names;
                for (const Json& type : *types->second->result.items()) {
                    if (type.text() != nullptr) names.push_back(printable(*type.text()));
                }
                may.push_back("accounts: " + (names.empty() ? "none" : join(names, ", ")));
            }
            const auto found = answers_.entitlements.find(tenant.id);
            if (found != answers_.entitlements.end() && found->second) {
                const Json& has = found->second->result;
                const auto tell = [&](std::string_view name, const std::string& word) {
                    const Json* value = has.at(std::string(name) + ".value");
                    if (value != nullptr && *value == Json(true)) may.push_back(word);
                };
                tell("partial_setup_allowed", "partial zones");
                tell("allow_add_subdomain", "subdomains as zones");
                tell("allow_auto_accept_invites", "members without invitation");
            }
            if (!may.empty()) lines.push_back(tenant.name + " may have " + join(may, ", "));
        }
        if (!lines.empty()) add("entitlements", Verdict::fine, join(lines, "; "));
    }

    void accounts() {
        if (const Fault* fault = bad(answers_.accounts)) {
            add_fault("accounts", *fault, Verdict::trouble,
                      "nothing can be planned without the list of accounts: use the e-mail and "
                      "API key of an administrator");
        }
        const Response* response = good(answers_.accounts);
        if (response == nullptr) return;
        health_.accounts = total_of(*response);
        const std::int64_t count = health_.accounts.value_or(0);
        std::string says = std::to_string(count) + " visible";
        if (count > most_swept) says += "; above 500, " + cost_of(count);
        add("accounts", count == 0 ? Verdict::warning : Verdict::fine, says);
    }

    std::string cost_of(std::int64_t accounts) const {
        std::string text =
            "zones are listed account by account: " + counted_calls(accounts, "call") +
            " when all are managed";
        if (patient_.calls_per_second <= 0) return text;
        const double minutes =
            std::ceil(static_cast<double>(accounts) / patient_.calls_per_second / 60.0);
        return text + ", about " + counted_calls(std::llround(minutes), "minute");
    }

    void zones() {
        if (const Response* response = good(answers_.zones)) {
            health_.zones = total_of(*response);
            return add("zones", Verdict::fine,
                       std::to_string(health_.zones.value_or(0)) + " visible, in one list");
        }
        const Fault* fault = bad(answers_.zones);
        if (fault == nullptr) return;
        const bool too_many =
            health_.accounts.value_or(0) > most_swept && fault->category == FaultCategory::refused;
        if (too_many) return add("zones", Verdict::fine, "no list of all zones above 500 accounts");
        add_fault("zones", *fault, Verdict::trouble,
                  patient_.token ? "the token needs the permission Zone Read" : "");
    }

    void inside(const std::string& name, const Examined& answer) {
        const std::string account = " (of " + in_quotes(answers_.account) + ")";
        if (answer) return add(name, Verdict::fine, "may be read" + account);
        add_fault(name, answer.error(), Verdict::warning);
    }

    void rate() {
        const auto left = calls_left(answers_.heard);
        if (!left) {
            if (answers_.stopped) return;
            return add("rate", Verdict::unknown, "the API does not say how many calls are left");
        }
        health_.calls_left = left->remaining;
        add("rate", left->few ? Verdict::warning : Verdict::fine, left->says,
            left->few
                ? "something else uses this identity; a user's keys and tokens share one limit"
                : "");
    }

    void clock() {
        health_.clock_ahead = answers_.heard.clock_ahead;
        if (!health_.clock_ahead) {
            if (answers_.stopped) return;
            return add("clock", Verdict::unknown, "the API does not tell its time");
        }
        const auto off = *health_.clock_ahead;
        if (std::chrono::abs(off) <= ordinary_skew)
            return add("clock", Verdict::fine, "agrees with the server's");
        add("clock", Verdict::warning,
            "this machine's is " + std::to_string(std::chrono::abs(off).count()) + " s " +
                (off.count() > 0 ? "ahead of" : "behind") + " the server's",
            "set it (NTP): certificates and the times in reports go by it");
    }

    /// Whether the credential itself is refused, not a right (API reference, section 23).
    bool is_not_accepted() const {
        for (const auto* answer :
             {&answers_.user, &answers_.accounts, &answers_.zones, &answers_.tenants}) {
            const Fault* fault = bad(*answer);
            if (fault != nullptr && fault->category == FaultCategory::unauthorized) return true;
        }
        return std::ranges::any_of(health_.checks, [](const Check& check) {
            return check.name == "credential" && check.verdict == Verdict::trouble;
        });
    }

    /// What a run would meet: it begins with the list of accounts.
    Health::Result result() const {
        using enum Health::Result;
        const Fault* const no_list = bad(answers_.accounts);
        if (no_list != nullptr && is_of_account(*no_list)) return refused;
        if (answers_.stopped) return unreachable;
        if (good(answers_.accounts) != nullptr) return usable;
        if (is_not_accepted()) return refused;
        if (no_list != nullptr && says_no(*no_list)) return without_rights;
        const bool some = good(answers_.zones) != nullptr || good(answers_.tenants) != nullptr;
        return some ? usable : unreachable;
    }

    Answers answers_;
    const Patient& patient_;
    Health health_;
};

} // namespace

std::vector<SeenTenant> tenants_in(const Json& result) {
    std::vector<SeenTenant> tenants;
    if (result.items() == nullptr) return tenants;
    for (const Json& item : *result.items()) {
        reader::TenantTold told = reader::tenant_told(item, "");
        if (told.id.empty()) continue;
        tenants.push_back(
            {.id = std::move(told.id),
             .name = std::move(told.name),
             .units = told.units ? std::move(*told.units) : std::vector<CatalogueEntry>()});
    }
    return tenants;
}

Health diagnose(const Answers& answers) { return Diagnosis(answers).make(); }

} // namespace tenantry::doctor
