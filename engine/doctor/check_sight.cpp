#include "engine/base/text.hpp"
#include "engine/doctor/checks.hpp"
#include "engine/reader/reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace tenantry::doctor {
namespace {

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

/// Takes over the units that were asked for, and puts them in words.
std::string units_of(SeenTenant& tenant, const Answers& answers) {
    const auto one = answers.tenant.find(tenant.id);
    if (one != answers.tenant.end() && one->second) {
        JsonArray alone = {one->second->result};
        for (SeenTenant& seen : tenants_in(Json(std::move(alone)), "").tenants)
            tenant.units = std::move(seen.units);
    }
    if (tenant.units.empty()) return " (units not seen)";
    std::vector<std::string> names;
    names.reserve(tenant.units.size());
    for (const CatalogueEntry& unit : tenant.units)
        names.push_back(unit.name);
    return " with " + join(names, ", ");
}

void tenants(const Answers& answers, Health& health) {
    if (const Fault* fault = bad(answers.tenants)) {
        add_fault(health, answers, "tenants", *fault, Verdict::warning,
                  "only an administrator of the tenant, with e-mail and API key, can name "
                  "units and create accounts in them");
    }
    const Response* response = good(answers.tenants);
    if (response == nullptr) return;
    SeenTenants seen = tenants_in(response->result, "GET /user/tenants");
    health.tenants = std::move(seen.tenants);
    for (const Doubt& doubt : seen.doubts)
        add(health, "tenants", Verdict::unknown,
            "could not tell: " + reader::unclear(doubt).describe());
    std::vector<std::string> lines;
    lines.reserve(health.tenants.size());
    for (SeenTenant& tenant : health.tenants)
        lines.push_back(tenant.name + units_of(tenant, answers));
    if (!lines.empty()) {
        add(health, "tenants", Verdict::fine, join(lines, "; "));
    } else if (seen.doubts.empty()) {
        add(health, "tenants", Verdict::warning, "none is visible",
            "accounts can only be created by an administrator of a tenant");
    }
}

/// What a tenant may provision (API reference, section 3).
void entitlements(const Answers& answers, Health& health) {
    std::vector<std::string> lines;
    for (const SeenTenant& tenant : health.tenants) {
        std::vector<std::string> may;
        const auto types = answers.account_types.find(tenant.id);
        if (types != answers.account_types.end() && types->second &&
            types->second->result.items() != nullptr) {
            std::vector<std::string> names;
            for (const Json& type : *types->second->result.items()) {
                if (type.text() != nullptr) names.push_back(printable(*type.text()));
            }
            may.push_back("accounts: " + (names.empty() ? "none" : join(names, ", ")));
        }
        const auto found = answers.entitlements.find(tenant.id);
        if (found != answers.entitlements.end() && found->second) {
            const Json& has = found->second->result;
            const auto tell = [&](std::string_view name, const std::string& word) {
                const Json* value = has.at(std::string(name) + ".value");
                if (value != nullptr && *value == Json(true)) may.push_back(word);
            };
            tell("partial_setup_allowed", "partial zones");
            tell("allow_add_subdomain", "subdomains as zones");
            tell("allow_auto_accept_invites", "members without invitation");
        }
        if (!may.empty())
            lines.push_back(fmt::format("{} may have {}", tenant.name, join(may, ", ")));
    }
    if (!lines.empty()) add(health, "entitlements", Verdict::fine, join(lines, "; "));
}

std::string cost_of(std::int64_t accounts, double calls_per_second) {
    std::string text = fmt::format("zones are listed account by account: {} when all are managed",
                                   counted_calls(accounts, "call"));
    if (calls_per_second <= 0) return text;
    const double minutes = std::ceil(static_cast<double>(accounts) / calls_per_second / 60.0);
    return fmt::format("{}, about {}", text, counted_calls(std::llround(minutes), "minute"));
}

void accounts(const Answers& answers, Health& health) {
    if (const Fault* fault = bad(answers.accounts)) {
        if (!says_no(*fault) && !answers.stopped) {
            return add(health, "accounts", Verdict::trouble,
                       "could not be read: " + fault->describe(),
                       "nothing can be planned without this list");
        }
        add_fault(health, answers, "accounts", *fault, Verdict::trouble,
                  "nothing can be planned without the list of accounts: use the e-mail and "
                  "API key of an administrator");
    }
    const Response* response = good(answers.accounts);
    if (response == nullptr) return;
    health.accounts = total_of(*response);
    const std::int64_t count = health.accounts.value_or(0);
    std::string says = std::to_string(count) + " visible";
    if (std::cmp_greater(count, answers.most_swept))
        says += fmt::format("; above {}, {}", answers.most_swept,
                            cost_of(count, answers.patient.calls_per_second));
    add(health, "accounts", count == 0 ? Verdict::warning : Verdict::fine, says);
}

void zones(const Answers& answers, Health& health) {
    if (const Response* response = good(answers.zones)) {
        health.zones = total_of(*response);
        return add(health, "zones", Verdict::fine,
                   std::to_string(health.zones.value_or(0)) + " visible, in one list");
    }
    const Fault* fault = bad(answers.zones);
    if (fault == nullptr) return;
    const bool too_many = std::cmp_greater(health.accounts.value_or(0), answers.most_swept) &&
                          reader::refuses_sweep(*fault);
    if (too_many)
        return add(health, "zones", Verdict::fine,
                   fmt::format("no list of all zones above {} accounts", answers.most_swept));
    if (!says_no(*fault) && !answers.stopped) {
        return add(health, "zones", Verdict::trouble, "could not be read: " + fault->describe(),
                   "a customer with zones cannot be planned without this list");
    }
    add_fault(health, answers, "zones", *fault, Verdict::trouble,
              answers.patient.token ? "the token needs the permission Zone Read" : "");
}

void inside(const std::string& name, const Examined& answer, const Answers& answers,
            Health& health) {
    if (answer)
        return add(health, name, Verdict::fine,
                   fmt::format("may be read (of {})", in_quotes(answers.account)));
    add_fault(health, answers, name, answer.error(), Verdict::warning);
}

} // namespace

void check_sight(const Answers& answers, Health& health) {
    tenants(answers, health);
    entitlements(answers, health);
    accounts(answers, health);
    zones(answers, health);
    for (const auto& [name, answer] : answers.inside)
        inside(name, answer, answers, health);
}

} // namespace tenantry::doctor
