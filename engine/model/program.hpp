// Partner programs. A tenant belongs to one, and the program decides by which ids the plans of
// zones can be bought (API reference, section 7, "Plan identifiers"). Manifests speak of classes,
// so that one manifest fits every program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tenantry {

struct Desired;
struct Live;

enum class Program { reseller, agency, msp };

std::string_view name_of(Program program);
std::optional<Program> program_named(std::string_view name);

/// The id that a program buys a class by: "CF_BIZ"; nothing where it does not sell that class.
std::optional<std::string_view> plan_id(Program program, std::string_view plan_class);
/// What a program can buy: "free (CF_FREE), pro (CF_PRO_20_20) and business (CF_BIZ)".
std::string plans_of(Program program);

/// The program whose ids of zone plans begin as this one does; nothing for what is no such id.
std::optional<Program> program_of_id(std::string_view id);

/// "reseller can, agency and msp cannot": which programs can buy a class.
std::string programs_that_sell(std::string_view plan_class);

/// Which program a tenant is of, and who says so.
struct TenantProgram {
    enum class Evidence {
        manifest, // spec.program of the Tenant document
        offered,  // a list of rate plans that the API answered with
        live,     // the plan of a live zone
        nothing,  // nobody: the commonest is taken
        unread,   // nobody for sure, as a list could not be read: no class is bought by it
    };
    Program program = Program::reseller;
    Evidence source = Evidence::nothing;
    std::string by = {}; // the plan id that tells it, or why the list could not be read

    /// "the Tenant document says so", to stand behind "because".
    std::string reason() const;
    bool operator==(const TenantProgram&) const = default;
};

std::string_view name_of(TenantProgram::Evidence source);
std::optional<TenantProgram::Evidence> source_named(std::string_view name);

/// The program of the tenant, as far as the manifests or the live state tell it.
TenantProgram program_of(const Desired& desired, const Live& live);

} // namespace tenantry
