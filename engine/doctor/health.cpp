#include "engine/doctor/health.hpp"

#include "engine/base/text.hpp"
#include "engine/doctor/checks.hpp"
#include "engine/model/answer.hpp"
#include "engine/reader/reader.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::doctor {
namespace {

constexpr auto ordinary_skew = std::chrono::seconds(5);

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

void rate(const Answers& answers, Health& health) {
    const auto left = calls_left(answers.heard);
    if (!left) {
        if (answers.stopped) return;
        return add(health, "rate", Verdict::unknown,
                   "the API does not say how many calls are left");
    }
    health.calls_left = left->remaining;
    add(health, "rate", left->few ? Verdict::warning : Verdict::fine, left->says,
        left->few ? "something else uses this identity; a user's keys and tokens share one limit"
                  : "");
}

void clock(const Answers& answers, Health& health) {
    health.clock_ahead = answers.heard.clock_ahead;
    if (!health.clock_ahead) {
        if (answers.stopped) return;
        return add(health, "clock", Verdict::unknown, "the API does not tell its time");
    }
    const auto off = *health.clock_ahead;
    if (std::chrono::abs(off) <= ordinary_skew)
        return add(health, "clock", Verdict::fine, "agrees with the server's");
    add(health, "clock", Verdict::warning,
        fmt::format("this machine's is {} s {} the server's", std::chrono::abs(off).count(),
                    off.count() > 0 ? "ahead of" : "behind"),
        "set it (NTP): certificates and the times in reports go by it");
}

/// Who may do nothing has one thing to mend.
void keep_first_hint(Health& health) {
    bool kept = false;
    for (Check& check : health.checks) {
        if (kept) check.hint.clear();
        kept = kept || !check.hint.empty();
    }
}

/// Whether the credential itself is refused, not a right (API reference, section 23).
bool is_not_accepted(const Answers& answers, const Health& health) {
    for (const auto* answer :
         {&answers.user, &answers.accounts, &answers.zones, &answers.tenants}) {
        const Fault* fault = bad(*answer);
        if (fault != nullptr && fault->category == FaultCategory::unauthorized) return true;
    }
    return std::ranges::any_of(health.checks, [](const Check& check) {
        return check.name == "credential" && check.verdict == Verdict::trouble;
    });
}

/// What a run would meet: it begins with the list of accounts.
Health::Result result(const Answers& answers, const Health& health) {
    using enum Health::Result;
    const Fault* const no_list = bad(answers.accounts);
    if (no_list != nullptr && is_of_account(*no_list)) return refused;
    if (answers.stopped) return unreachable;
    if (good(answers.accounts) != nullptr) return usable;
    if (is_not_accepted(answers, health)) return refused;
    if (no_list != nullptr && says_no(*no_list)) return without_rights;
    const bool some = good(answers.zones) != nullptr || good(answers.tenants) != nullptr;
    return some ? without_accounts : unreachable;
}

} // namespace

const Response* good(const std::optional<Examined>& answer) {
    return answer && *answer ? &**answer : nullptr;
}

const Fault* bad(const std::optional<Examined>& answer) {
    return answer && !*answer ? &answer->error() : nullptr;
}

bool says_no(const Fault& fault) {
    const bool forbidden = fault.status == 401 || fault.status == 403;
    return fault.category == FaultCategory::unauthorized ||
           (fault.category == FaultCategory::refused && forbidden);
}

bool is_of_account(const Fault& fault) {
    return ascii_lower(fault.message).contains("account owned tokens");
}

void add(Health& health, std::string name, Verdict verdict, std::string says, std::string hint) {
    health.checks.push_back({std::move(name), verdict, std::move(says), std::move(hint)});
}

void add_fault(Health& health, const Answers& answers, std::string name, const Fault& fault,
               Verdict verdict, std::string hint) {
    if (answers.stopped && answers.stopped->call == fault.call) return;
    if (says_no(fault)) {
        add(health, std::move(name), verdict, "may not be read: " + fault.describe(),
            std::move(hint));
    } else {
        add(health, std::move(name), Verdict::unknown, "could not tell: " + fault.describe());
    }
}

SeenTenants tenants_in(const Json& result, std::string_view call) {
    SeenTenants found;
    if (result.items() == nullptr) return found;
    for (std::size_t i = 0; i < result.items()->size(); ++i) {
        const std::string place = fmt::format("result[{}].", i);
        reader::TenantTold told = reader::tenant_told((*result.items())[i], place);
        for (std::vector<Doubt>* doubts : {&told.of_id, &told.of_units}) {
            for (Doubt& doubt : *doubts) {
                doubt.call = call;
                found.doubts.push_back(std::move(doubt));
            }
        }
        if (told.id.empty()) continue;
        found.tenants.push_back(
            {.id = std::move(told.id),
             .name = std::move(told.name),
             .units = told.units ? std::move(*told.units) : std::vector<CatalogueEntry>()});
        std::erase_if(found.tenants.back().units,
                      [](const CatalogueEntry& unit) { return unit.id.empty(); });
    }
    return found;
}

Health diagnose(Answers answers) {
    demand_form(answers.user, "/user", false);
    demand_form(answers.token, "/user/tokens/verify", false);
    demand_form(answers.tenants, "/user/tenants", true);
    demand_form(answers.accounts, "/accounts", true);
    demand_form(answers.zones, "/zones", true);
    const Patient& patient = answers.patient;
    Health health{.server = patient.server,
                  .credential = patient.token ? "token" : "key",
                  .email = patient.email};
    check_identity(answers, health);
    check_sight(answers, health);
    rate(answers, health);
    clock(answers, health);
    if (!patient.proxy.empty()) {
        add(health, "proxy", Verdict::warning,
            patient.proxy + " is set; tenantry connects directly and does not use it");
    }
    health.result = result(answers, health);
    if (health.result == Health::Result::refused) keep_first_hint(health);
    return health;
}

} // namespace tenantry::doctor
