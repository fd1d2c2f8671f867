#include "tests/support/tenantry_program.hpp"

#include "tests/support/places.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace tenantry::whole {
namespace {

constexpr const char* hardly_waits = R"(apiVersion: tenantry/v1
kind: Configuration
spec:
  pace: {identity: "off", address: "off"}
  retry: {first_wait: 10ms}
  store: {directory: keys}
)";

const std::set<int> contract = {0, 1, 2, 3, 4, 5, 6, 7, 64, 130};

bool drives_terminal(const std::string& text) {
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

bool wants_json(const Words& arguments) {
    return std::ranges::find(arguments, "--json") != arguments.end();
}

/// What is wrong with stdout as one document of JSON, or "".
std::string flaw_of_json(const Ended& ended) {
    const Json document = Json::parse(ended.out, nullptr, false);
    if (!document.is_object()) return "stdout is not one JSON document";
    if (document.value("format_version", "") != "1.6") return "no format_version";
    if (!document.value("/diagnostics"_json_pointer, Json()).is_array()) return "no diagnostics";
    if (document.value("exit_code", -1) != ended.exit_code) return "exit_code is another";
    return "";
}

} // namespace

Tenantry::Tenantry(const Simulator& simulator, const Workspace& workspace)
    : directory_(workspace.path()), secrets_{simulator.token(), simulator.key()} {
    workspace.write("quick.yaml", hardly_waits);
    environment = {{"CLOUDFLARE_BASE_URL", simulator.url()},
                   {"CLOUDFLARE_API_TOKEN", simulator.token()},
                   {"TENANTRY_CONFIG", "quick.yaml"},
                   {"TENANTRY_LEDGER", "none"}, // but for tests about it
                   {"PATH", "/usr/bin:/bin"}};
}

void Tenantry::use_key(const Simulator& simulator) {
    environment.erase("CLOUDFLARE_API_TOKEN");
    environment["CLOUDFLARE_EMAIL"] = simulator.email();
    environment["CLOUDFLARE_API_KEY"] = simulator.key();
}

std::unique_ptr<Program> Tenantry::start(const Words& arguments) const {
    return std::make_unique<Program>(Start{.program = places::program("tenantry"),
                                           .arguments = arguments,
                                           .environment = environment,
                                           .directory = directory_});
}

Ended Tenantry::run(const Words& arguments) const {
    const Ended ended = start(arguments)->wait();
    check(arguments, ended);
    return ended;
}

void Tenantry::check(const Words& arguments, const Ended& ended) const {
    std::string all;
    for (const std::string& word : arguments)
        all += word + " ";
    const std::string text = ended.out + ended.err;
    const bool tells_secret = std::ranges::any_of(
        secrets_, [&](const std::string& secret) { return text.contains(secret); });
    CHECK_MESSAGE(contract.contains(ended.exit_code), all, ended.text());
    CHECK_MESSAGE(!tells_secret, all, ended.text());
    CHECK_MESSAGE(!drives_terminal(text), all, ended.text());
    if (!wants_json(arguments) || ended.out.empty()) return;
    const std::string flaw = flaw_of_json(ended);
    CHECK_MESSAGE(flaw.empty(), flaw, ": ", all, ended.text());
}

Ended Tenantry::apply(const Words& more) const {
    return run(Words{"apply", "--auto-approve"} + more);
}

Json Tenantry::plan(const Words& more) const {
    const Ended ended = run(Words{"plan", "--json"} + more);
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    return Json::parse(ended.out).at("plan");
}

Json Tenantry::drift(const Words& more) const {
    const Ended ended = run(Words{"drift", "--json"} + more);
    REQUIRE_MESSAGE(ended.exit_code == Exit::done, ended.text());
    return Json::parse(ended.out).at("drift");
}

bool Tenantry::has_nothing_to_do(const Words& more) const {
    const Ended ended = run(Words{"plan", "--detailed-exitcode"} + more);
    const bool nothing = ended.exit_code == Exit::done && ended.out.contains("Nothing to do: ");
    if (!nothing) MESSAGE(ended.text());
    return nothing;
}

} // namespace tenantry::whole
