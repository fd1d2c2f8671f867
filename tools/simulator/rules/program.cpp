#include "tools/simulator/rules/program.hpp"

namespace tenantry::simulator {

std::expected<Program, std::string> parse_program(std::string_view text) {
    if (text == "reseller") return Program::reseller;
    if (text == "agency") return Program::agency;
    if (text == "msp") return Program::msp;
    return std::unexpected("it is reseller, agency or msp");
}

} // namespace tenantry::simulator
