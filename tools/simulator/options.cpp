#include "tools/simulator/options.hpp"

#include "tools/simulator/api/dropped.hpp"
#include "tools/simulator/control/faults.hpp"
#include "tools/simulator/help.hpp"

#include <CLI/CLI.hpp>
#include <functional>

namespace tenantry::simulator {
namespace {

constexpr int usage_error = 64;

// A setting in its own small language, with the parser's explanation as the error.
template<class Value, class Parse>
CLI::Option* add_parsed(CLI::App& app, const std::string& name, Value& value, Parse parse,
                        const std::string& help) {
    const auto read = [&value, parse, name](const std::string& text) {
        auto parsed = parse(text);
        if (!parsed) throw CLI::ValidationError(name, parsed.error());
        value = *parsed;
    };
    return app.add_option_function<std::string>(name, read, help);
}

// A flag that takes away what is there without it.
void add_denial(CLI::App& app, const std::string& name, bool& value, const std::string& help) {
    app.add_flag_callback(name, [&value] { value = false; }, help);
}

using ReadFaults = std::expected<void, std::string> (*)(FaultPlan& plan, std::string_view text);

// Read once here, for the mistake to be shown at once; the simulator reads it again.
CLI::Validator fault_check(ReadFaults read) {
    return CLI::Validator{[read](std::string& text) {
                              FaultPlan plan;
                              const auto result = read(plan, text);
                              return result ? std::string{} : result.error();
                          },
                          ""};
}

void add_tenant_options(CLI::App& app, Settings& settings) {
    add_parsed(app, "--tenant", settings.size, parse_tenant_size,
               "What the tenants hold at start: empty, or ACCOUNTSxZONES such as 300x10")
        ->type_name("SIZE")
        ->default_str("empty");
    app.add_option("--tenants", settings.tenants, "Number of tenants the user administers")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--units", settings.units, "Number of units in each tenant")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--seed", settings.seed, "Makes ids, names and faults; the same for the same")
        ->capture_default_str();
    app.add_option("--state", settings.state_file,
                   "Load this file when it exists, instead of --tenant, --tenants and --units, "
                   "and save to it at the end")
        ->type_name("FILE");
    app.add_option("--email", settings.email, "E-mail of the user")->capture_default_str();
    app.add_option("--key", settings.key, "Global API key of the user")->capture_default_str();
    app.add_option("--token", settings.token, "API token of the user")->capture_default_str();
}

void add_behaviour_options(CLI::App& app, Settings& settings) {
    app.add_flag("--quirks", settings.quirks, "Answer as seen in the wild, see below");
    add_parsed(app, "--entitlements", settings.entitlements, parse_entitlements,
               "What the tenants are entitled to: all, none, or some of allow_add_subdomain, "
               "allow_auto_accept_invites, cname_setup_allowed, partial_setup_allowed")
        ->type_name("NAMES")
        ->default_str("allow_auto_accept_invites,cname_setup_allowed,partial_setup_allowed");
    add_parsed(app, "--account-types", settings.account_types, parse_account_types,
               "The types of account that may be created, with commas")
        ->type_name("TYPES")
        ->default_str("standard,enterprise");
    add_parsed(app, "--program", settings.program, parse_program,
               "The program of the partner: reseller, agency or msp")
        ->type_name("PROGRAM")
        ->default_str("reseller");
    add_denial(app, "--no-second-post", settings.second_post,
               "Refuse POST for a zone with a paid plan with code 1213");
    app.add_flag("--require-kyc", settings.require_kyc,
                 "Accounts are created with the know-your-customer fields only");
    add_denial(app, "--no-account-mobility", settings.account_mobility,
               "Refuse POST /accounts/ID/move");
    add_denial(app, "--no-bulk-settings", settings.bulk_settings,
               "Have no list of all settings of a zone, as from 2027-03-31 on");
    app.add_flag("--organizations", settings.organizations,
                 "Show units at /organizations, and not at /user/tenants and /tenants/ID");
    add_denial(app, "--no-service-users", settings.service_users, "Refuse POST /users");
}

// What clients have to live with.
void add_trouble_options(CLI::App& app, Settings& settings) {
    add_parsed(app, "--page-lag", settings.page_lag, parse_duration,
               "Lists show creations, changes and deletions late by so much; GET of one does not")
        ->type_name("DURATION")
        ->default_str("0ms");
    add_parsed(app, "--entitlement-lag", settings.entitlement_lag, parse_duration,
               "The settings of a zone follow another plan late by so much")
        ->type_name("DURATION")
        ->default_str("0ms");
    add_parsed(app, "--rate", settings.identity_rate, parse_rate,
               "Limit for each identity; going over blocks it for a whole window. Or: off")
        ->type_name("N/DURATION")
        ->default_str("1200/300s");
    add_parsed(app, "--ip-rate", settings.address_rate, parse_rate,
               "Limit for each source address. Or: off")
        ->type_name("N/DURATION")
        ->default_str("200/1s");
    app.add_option("--max-pending", settings.max_pending,
                   "Pending zones an account may have; one more is refused with code 1118. "
                   "Default: no limit")
        ->check(CLI::Range(0, 1'000'000))
        ->type_name("N");
    app.add_option("--fail-nth", settings.fail_nth,
                   "The Nth API request fails, with a 500 or as KIND says")
        ->type_name("N[:KIND]")
        ->check(fault_check(read_fail_nth));
    app.add_option("--fault", settings.fault,
                   "A share of all API requests fails: 500=1%,drop-after=1%,delay=20ms")
        ->type_name("KIND=SHARE,...")
        ->check(fault_check(read_fault_shares));
    app.add_option("--record", settings.record_file,
                   "Append a line of JSON for each API exchange, without credentials")
        ->type_name("FILE");
}

} // namespace

std::expected<Settings, int> parse_options(int argc, char** argv) {
    Settings settings;
    CLI::App app{help_about, "tenantry-simulator"};
    app.footer(std::string{help_notes} + "\n\n" + dropped_members());
    app.add_option("--host", settings.host, "Address to listen at")->capture_default_str();
    app.add_option("--port", settings.port, "Port to listen at; 0 takes a free one")
        ->capture_default_str();
    app.add_flag("--tls", settings.tls, "Speak TLS, with a certificate made at start");
    app.add_option("--ca-out", settings.ca_out, "Write the certificate of the CA (PEM) here")
        ->type_name("FILE");
    add_tenant_options(app, settings);
    add_behaviour_options(app, settings);
    add_trouble_options(app, settings);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return std::unexpected(app.exit(error) == 0 ? 0 : usage_error);
    }
    return settings;
}

} // namespace tenantry::simulator
