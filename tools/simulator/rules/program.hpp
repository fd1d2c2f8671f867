// The program of the partner whose tenants these are: it decides by which ids plans can be bought
// (API reference, section 7).
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tenantry::simulator {

enum class Program { reseller, agency, msp };

/// "reseller", "agency" or "msp".
std::expected<Program, std::string> parse_program(std::string_view text);

} // namespace tenantry::simulator
