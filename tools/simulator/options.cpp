#include "tools/simulator/options.hpp"

#include "tools/simulator/api/dropped.hpp"
#include "tools/simulator/control/faults.hpp"

#include <CLI/CLI.hpp>
#include <functional>

namespace tenantry::simulator {
namespace {

constexpr int usage_error = 64;

constexpr const char* about =
    "A local stand-in for Cloudflare's Tenant API: accounts, members, zones and subscriptions,\n"
    "with the envelope, the error codes, the rate limits and the faults that clients have to\n"
    "live with.\n"
    "When ready it prints one line of JSON with its url and credentials.";

constexpr const char* notes = R"(Faults (--fail-nth N:KIND, --fault KIND=SHARE%):
  500          nothing is done, the answer is an envelope with HTTP 500
  drop-before  nothing is done, the connection is closed
  drop-after   the work is done, then the connection is closed without an answer
  html, empty  nothing is done, HTTP 502 with a page of HTML, or without a body
  gateway      nothing is done, HTTP 504 as RFC 9457 has it where application/json is accepted, with
               Retry-After: 1; gateway-526: HTTP 526, which is not worth repeating; else as html
  429          nothing is done, HTTP 429 with Retry-After: 1; 429-bare: without Retry-After
  echo         nothing is done, HTTP 400 whose words repeat the credential in some form
  echo-after   the work is done, HTTP 400 whose words repeat the answer
  delay=20ms   (--fault only) every answer is late by so much

Names that provoke an error when a zone is created:
  *.unregistered.example 1049    *.notroot.example    1099    *.lookup-failed.example 1110
  *.no-subdomain.example 1093    *.subdomain.example  1116    *.blocked.example       1097
  *.restricted.example   1105    *.held.example       1000 (zone hold)

E-mail addresses that provoke an error when a member is invited:
  *@too-many.example 429 (with HTTP 400)
  *@unknown.example  no user yet: status accepted is refused; every other address has a user

Where Cloudflare documents nothing, this simulator chose:
  - a zone list over more than 500 accounts without account.id: HTTP 400, code 1500
  - an Idempotency-Key used again with another body: HTTP 400, code 1001; refusals are not kept
  - a body that is no JSON: 400, code 6007; too large: 413, code 10413; headers too large:
    431, code 10431; no HTTP/1.1 at all: 400, code 10400
  - no credential: 401, code 10000; unknown token: 401, code 10000; unknown key: 403, code 9103
  - an unknown route or object: 404, code 7003; wrong method: 405, code 10405
  - over the limit of the identity: code 971; over the limit of the address: code 10100
  - a new account without unit goes to the first unit when there is only one tenant
  - an account of a type that is not among --account-types: 403, code 1002
  - with --require-kyc all of business_* are required, external_metadata is not
  - a move of an account to the unit it is in changes nothing; of a standalone account, or with
    --no-account-mobility: 403, code 10000; to an unknown unit: 404, code 7003
  - a name below a zone that exists is a subdomain: 1116 without allow_add_subdomain
  - PATCH zone accepts every type that is entitled; vanity_name_servers need a Business or Enterprise plan
  - an activation check repeated too soon: 400, code 1224
  - partial zones without partial_setup_allowed or cname_setup_allowed: 400, code 1001
Members:
  - the creator of an account is its first member, as Super Administrator - All Privileges
  - user.id is absent and the names are null until the invitation is accepted
  - an unknown member or membership: 404, code 1003; one that rejected is listed and stays taken
  - a PUT with another status than the member's succeeds and changes nothing
  - roles and policies in one body: 400, code 1001
  - a role reads as a policy, too: it allows the permission group of that name upon the whole
    account; such a policy reads as the role; other policies read as policies only
  - status accepted without allow_auto_accept_invites: 400, code 1001
  - roles have the same ids in every account; what each of them grants is an approximation
  - an invitation that was answered cannot be answered in another way: 400, code 1001
Zone settings:
  - unknown: 400, code 1003 in GET, 1006 in PATCH; a bad value: 400, code 1007; not editable:
    400, code 1015; PATCH of many is all or nothing, as {"items": [...]} or as a bare array
  - early_hints, h2_prioritization and image_resizing are in no list, read by themselves only
  - with 0rtt on, tls_1_3 reads zrt instead of on; ciphers takes no suite AEAD-*
  - editable with Pro: mirage, polish, webp, waf, http2, h2_prioritization, cname_flattening,
    automatic_platform_optimization; with Business: image_resizing; with Enterprise: nel,
    orange_to_orange, proxy_read_timeout and what the documents say; advanced_ddos never
  - browser_cache_ttl: 0 or at least 120 seconds, 30 from Business upwards; security_level off is
    for Enterprise; members that an object leaves out get their usual values
  - a setting keeps its value when the plan ends that made it editable
Zone holds:
  - 400, code 1005 for a zone that is not Enterprise; another account's zone of a held name, or
    below it with include_subdomains: 400, code 1000; another plan forgets what was set
Access users:
  - an e-mail that the account has: 400, code 1004; unknown: 404, code 7003; no seat is taken
Subscriptions, with prices, component defaults and display names that are samples:
  - zone plans by the partner's --program, in any letters' case; any other id: 400, code 1204
      reseller  PARTNERS_FREE, _PRO, _BIZ, _ENT; free, pro, business, enterprise
      agency    CF_FREE, CF_PRO_20_20, CF_BIZ; free, pro, business
      msp       msp_biz; business: nothing that is free
    and of standalone accounts CF_* and the words of their classes
  - they read back as free, enterprise, and PARTNERS_PRO, PARTNERS_BIZ, CF_PRO_20_20, CF_BIZ or
    msp_biz; available_rate_plans lists what the program can buy
  - page_rules: 3, 20, 50, 125; dedicated_certificates(_custom): 0; zones: 1; any other: code 1205
  - POST for a zone with a paid plan works as PUT does, with --no-second-post: 400, code 1213;
    PUT for one without: 400, code 1214
  - GET /billing/rate_plans/KEY, without a credential: PARTNERS_*, CF_PRO_20_20, CF_BIZ,
    PARTNERS_LOAD_BALANCING, TEAMS_STANDARD and ADVANCED_CERT_MANAGER; any other: 404, code 7003.
    Its bounds are not kept to
  - entitlements of zones: page_rules; of accounts: none
  - what cannot be decoded, a wrong frequency or value too: 400, code 1198; annual is yearly
  - a PUT starts a new period, even when it changes nothing
  - account plans: the documented ids, with any components; MAGIC_WAN: 403, code 1225; a second
    POST makes a second subscription; PUT of an unknown one: 404, code 1207; DELETE removes it
  - the list of an account's subscriptions has no plans of zones
  - a zone shows a new plan late by --page-lag, in GET of one, too
Service users:
  - POST /users is for the administrator of the tenants with e-mail and key; else: 403, code 10000
  - with --no-service-users: 403, code 1002; an e-mail that a user has: 400, code 1004
  - the key is in that answer only, in the --state file and in /control/state
Tokens:
  - GET /user/tokens/verify for a token that an account owns, and GET /accounts/ID/tokens/verify
    for any other token: 401, code 1000; with a key: 403, code 10000
  - such a token at GET /accounts: 400, code 1001
  - a token that an account owns is an identity of its own, without /user and /memberships (403,
    code 10000); each user's key and token are one
Rights of users that are no administrators: what the roles of their accepted memberships grant.
  - no right, or no member: 403, code 10000; POST /accounts: 403, code 1002
  - members and resource groups are changed by Super Administrators only, accounts deleted and
    moved by the administrator of the tenants only; subscriptions need billing, zones need zones,
    their settings zone_settings
  - lists of accounts and zones show what the caller belongs to, /user/tenants nothing

With --quirks it answers as seen in the wild where that differs from the documents:
  - PUT account is refused with code 1001 when the body has a type at all
  - POST account with settings ends in HTTP 500
  - GET /user/tenants shows tenants with units, memberships and entitlements
  - GET /tenants/{id}/accounts demands page and per_page
  - POST member leaves roles out; reads show roles and policies in another order each time
  - roles and policies in one body: policies win
  - a zone that never had a subscription answers 404 and code 1207, or 200 and the plan free; one
    that was downgraded answers 200 and the plan free, or 404: which, is a matter of its id
  - the first subscription call for a new zone ends in HTTP 500, code 1000
  - zone.plan never shows that an Enterprise zone was downgraded
  - available_plans never say is_subscribed
  - PATCH of many zone settings as a bare array: 400, code 1004
  - a deleted subscription of an account stays in the list as Cancelled; its zone is null
  - failures of subscription calls have neither messages nor result

Control, at the url printed as "control", without authentication, never limited or counted:
  GET|DELETE /requests             what was asked so far, by endpoint; start counting again
  GET /rates                       the calls of each identity and of each address, the most of
                                   them in any one second and in any window of the limit, and how
                                   often it was answered 429; DELETE /requests starts again
  GET /state                       everything: accounts, zones, members, subscriptions,
                                   zone_subscriptions, users with their keys and tokens,
                                   access_users, and the zone_settings and zone_holds that are
                                   not as at first, by the zone's id
  POST|GET|PATCH|DELETE /accounts, /zones, /members, /subscriptions, /zone-subscriptions,
                                   /access-users, each with /ID or /by-name/NAME: past all rules.
                                   Members and Access users by their e-mail, or as
                                   /members/by-account/ACCOUNT_ID/EMAIL; subscriptions of
                                   accounts by their plan, of zones by the zone.
                                   {"status": "accepted"}, {"state": "Expired"}, {"price": 7}.
                                   A subscription of an account that names a product is one of a
                                   contract and is shown as it was sent
  GET|PATCH|DELETE /zone-settings, /zone-holds, by the zone: {"ssl": "off"}, {"hold": false};
                                   DELETE makes them as they were at first
  POST /users                      {"email": "a@b.example", "key": "...", "token": "..."}, one
                                   more caller; with "administrator": true it may do everything
  POST /account-tokens             {"account": "ID", "token": "..."}: one that the account owns, as
                                   Administrator; or as "roles": ["DNS"], "administrator": true
  PUT /identities/EMAIL            {"refused": 401|403|null, "throttled": true, "delay": "50ms"}:
                                   faults of one identity, also of a user still to be made; of an
                                   account's token by its id
  GET|DELETE /audit                what exists twice, invitations sent, purchases; start again
  PUT /faults                      {"fail_nth": 5, "how": "drop-after"}, {"fault": "500=1%"}, {};
                                   {"answers": [{"method": "POST", "path": "/zones", "status": 400,
                                   "code": 1118, "message": "..."}]}: in place of the real ones,
                                   also with "holds": words of the path or the body of those that
                                   are meant, and "body": all of the answer, in any shape
  PUT /credentials                 {"revoked": true}
  POST /save                       write the --state file now)";

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
    add_parsed(app, "--program", settings.market.program, parse_program,
               "The program of the partner: reseller, agency or msp")
        ->type_name("PROGRAM")
        ->default_str("reseller");
    app.add_flag("--contract-prices", settings.market.contract_prices,
                 "PARTNERS_* plans have price 0, because their prices are in the contract");
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
    CLI::App app{about, "tenantry-simulator"};
    app.footer(notes + std::string{"\n\n"} + dropped_members());
    app.add_option("--host", settings.host, "Address to listen at")->capture_default_str();
    app.add_option("--port", settings.port, "Port to listen at; 0 takes a free one")
        ->capture_default_str();
    app.add_flag("--tls", settings.tls, "Speak TLS, with a certificate made at start");
    app.add_option("--ca-out", settings.ca_out, "Write the certificate of the CA (PEM) here")
        ->type_name("FILE");
    add_tenant_options(app, settings);
    add_behaviour_options(app, settings);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return std::unexpected(app.exit(error) == 0 ? 0 : usage_error);
    }
    return settings;
}

} // namespace tenantry::simulator
