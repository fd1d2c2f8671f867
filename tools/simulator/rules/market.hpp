// How the partner buys whose tenants these are: by its program, and at which prices (API reference,
// sections 7 and 19).
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace tenantry::simulator {

enum class Program { reseller, agency, msp };

struct Market {
    Program program = Program::reseller;
    /// Plans of partners cost nothing as far as the API tells: their prices are in the contract.
    bool contract_prices = false;
};

/// "reseller", "agency" or "msp".
std::expected<Program, std::string> parse_program(std::string_view text);

} // namespace tenantry::simulator
