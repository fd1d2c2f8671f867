// Partner programs. A tenant belongs to one, and the program decides by which ids the plans of
// zones can be bought (API reference, section 7, "Plan identifiers"). Manifests speak of classes,
// so that one manifest fits every program.
#pragma once

#include "engine/model/tenant_program.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry {

struct Desired;
struct Live;

} // namespace tenantry

namespace tenantry::products {

/// Whether that is the name of a program.
bool is_program(std::string_view name);

/// The id that a program buys a class by: "CF_BIZ"; nothing where it does not sell that class.
std::optional<std::string_view> plan_id(const TenantProgram& program, std::string_view plan_class);
/// What a program can buy: "free (CF_FREE), pro (CF_PRO_20_20) and business (CF_BIZ)".
std::string plans_of(const TenantProgram& program);

/// The name of the program whose ids of zone plans begin as this one does; "" for what is no such
/// id.
std::string_view program_of_id(std::string_view id);

/// "reseller can, agency and msp cannot": which programs can buy a class.
std::string programs_that_sell(std::string_view plan_class);

/// The program of the tenant, as far as the manifests or the live state tell it.
TenantProgram program_of(const Desired& desired, const Live& live);
/// What is taken where nobody can tell it for sure, because a list could not be read, and why.
TenantProgram guessed_program(std::string why);

/// "the Tenant document says so", to stand behind "because".
std::string reason_of(const TenantProgram& program);

std::string_view name_of(TenantProgram::Evidence source);
std::optional<TenantProgram::Evidence> source_named(std::string_view name);

} // namespace tenantry::products
