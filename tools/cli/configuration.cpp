#include "tools/cli/configuration.hpp"

namespace tenantry::cli {

OperatorFile load_operator(const Arguments& arguments, const KindTable& kinds,
                           const Environment& environment) {
    OperatorFile result;
    if (arguments.config.empty()) return result;
    const std::string variable = "TENANTRY_CONFIG";
    const bool by_variable = environment(variable) == arguments.config;
    manifest::Configuration configuration =
        manifest::load_configuration(arguments.config, kinds, by_variable ? variable : "--config");
    result.spec = std::move(configuration.spec);
    result.sources = std::move(configuration.sources);
    result.diagnostics = std::move(configuration.diagnostics);
    result.variables.configuration = arguments.config;
    const Json* names = result.spec.at("variables.env");
    if (names == nullptr || names->items() == nullptr) return result;
    for (const Json& name : *names->items())
        result.variables.environment.emplace(*name.text(), environment(*name.text()).value_or(""));
    return result;
}

} // namespace tenantry::cli
