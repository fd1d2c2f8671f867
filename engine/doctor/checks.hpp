// The lines of a diagnosis: what each answer says of the credential and of what it sees. Pure.
#pragma once

#include "engine/doctor/health.hpp"

#include <string>

namespace tenantry::doctor {

/// The answer, or null where there is none that says what was asked.
const Response* good(const std::optional<Examined>& answer);

/// Why there is no answer, or null where there is one or nothing was asked.
const Fault* bad(const std::optional<Examined>& answer);

/// Whether a fault speaks of what the credential may do; an unknown route, say, does not.
bool says_no(const Fault& fault);

/// Whether the list of accounts is refused because of whose the token is (API reference, section
/// 22).
bool is_of_account(const Fault& fault);

void add(Health& health, std::string name, Verdict verdict, std::string says,
         std::string hint = "");

/// What could not be read, unless it is what ended the examination: that has its line. `verdict` is
/// what it means that it may not be read.
void add_fault(Health& health, const Answers& answers, std::string name, const Fault& fault,
               Verdict verdict, std::string hint = "");

/// Who asks, and whether anybody answers: server, credential, user.
void check_identity(const Answers& answers, Health& health);

/// What is seen: tenants with their entitlements, accounts, zones, and what lies in an account.
void check_sight(const Answers& answers, Health& health);

} // namespace tenantry::doctor
