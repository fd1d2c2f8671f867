#include "tests/whole/matrix.hpp"

#include "tests/whole/answering.hpp"

#include <doctest/doctest.h>

namespace tenantry::whole {
namespace {

using World = MatrixWorld;

Codes if_it(bool concerned, Codes codes, const Command& command) {
    return concerned ? codes : fine(command);
}

Fault of_manifests(const std::string& name, std::function<void(World&)> make) {
    return {.name = name, .make = std::move(make), .ends = [](const Command& command) {
                return if_it(command.reads_manifests, {Exit::usage}, command);
            }};
}

Fault of_plan(const std::string& name, std::function<void(World&)> make) {
    return {.name = name, .make = std::move(make), .ends = [](const Command& command) {
                return if_it(command.reads_plan, {Exit::usage}, command);
            }};
}

Fault of_server(const std::string& name, const std::string& answer, Codes codes = {Exit::error}) {
    return {
        .name = name,
        .ends = [codes](const Command& command) { return if_it(command.calls, codes, command); },
        .served = true,
        .answer = answer};
}

Fault of_line(const std::string& name, const Words& more) {
    return {.name = name,
            .ends = [](const Command&) { return Codes{Exit::usage}; },
            .more = more,
            .began = false};
}

} // namespace

Codes fine(const Command& command) {
    return command.writes && command.reads_plan ? Codes{Exit::done, Exit::stale}
                                                : Codes{Exit::done};
}

MatrixWorld::MatrixWorld() {
    write_sample(workspace);
    const Ended planned = tenantry.run({"plan", "--out", "p.json"});
    REQUIRE_MESSAGE(planned.exit_code == Exit::done, planned.text());
}

std::vector<Fault> faults() {
    const auto without = [](World& world, const std::string& variable) {
        world.tenantry.environment.erase(variable);
    };
    const std::string refusal = R"({"success":false,"errors":[{"code":9109,"message":"no"}]})";
    return {
        {.name = "none"},
        of_manifests("a manifest that is no YAML",
                     [](World& world) { world.workspace.write("manifests/bad.yaml", "a: [\n"); }),
        of_manifests(
            "a manifest of an unknown kind",
            [](World& world) { world.workspace.write("manifests/bad.yaml", "kind: X\n"); }),
        of_manifests("no manifests", [](World& world) { world.workspace.remove("manifests"); }),
        of_plan("a plan that is not there", [](World& world) { world.workspace.remove("p.json"); }),
        of_plan("a plan that is no JSON",
                [](World& world) { world.workspace.write("p.json", "{"); }),
        of_plan("a plan of another form",
                [](World& world) { world.workspace.write("p.json", "{\"format_version\":1}"); }),
        {.name = "another checksum than demanded",
         .make =
             [](World& world) {
                 world.tenantry.environment["TENANTRY_CHECKSUM"] = std::string(64, '0');
             },
         // Without a plan file it is a mistake, too.
         .ends =
             [](const Command& c) {
                 return if_it(c.name() == "apply" || c.name() == "show", {Exit::usage}, c);
             }},
        {.name = "a configuration that is not there",
         .make = [](World& world) { world.workspace.remove("quick.yaml"); },
         .ends = [](const Command& c) { return if_it(c.configured, {Exit::usage}, c); }},
        {.name = "a configuration that is none",
         .make = [](World& world) { world.workspace.write("quick.yaml", "kind: Tenant\n"); },
         .ends = [](const Command& c) { return if_it(c.configured, {Exit::usage}, c); }},
        of_line("an unknown flag", {"--nonsense"}),
        of_line("an empty flag", {"--output="}),
        of_line("an unknown format", {"--output", "yaml"}),
        of_line("two formats on stdout", {"--json", "--output", "text"}),
        {.name = "a file that cannot be written",
         .ends = [](const Command&) { return Codes{Exit::usage, Exit::error}; },
         .more = {"--output", "text=nowhere/a.txt"}},
        {.name = "no server",
         .make =
             [](World& world) {
                 world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:1/client/v4";
             },
         .ends = [](const Command& c) { return if_it(c.calls, {Exit::error}, c); }},
        {.name = "an address that is none",
         .make =
             [](World& world) { world.tenantry.environment["CLOUDFLARE_BASE_URL"] = "nonsense"; },
         .ends = [](const Command& c) { return if_it(c.calls, {Exit::usage}, c); }},
        {.name = "an empty address",
         .make = [](World& world) { world.tenantry.environment["CLOUDFLARE_BASE_URL"] = ""; },
         .ends = [](const Command& c) { return if_it(c.calls, {Exit::usage}, c); }},
        {.name = "an empty token",
         .make = [](World& world) { world.tenantry.environment["CLOUDFLARE_API_TOKEN"] = ""; },
         .ends = [](const Command& c) { return if_it(c.calls, {Exit::no_credential}, c); }},
        {.name = "no credential",
         .make = [=](World& world) { without(world, "CLOUDFLARE_API_TOKEN"); },
         .ends = [](const Command& c) { return if_it(c.calls, {Exit::no_credential}, c); }},
        {.name = "a revoked credential",
         .make =
             [](World& world) {
                 world.simulator.control("PUT", "/credentials", {{"revoked", true}});
             },
         .ends = [](const Command& c) { return if_it(c.calls, {Exit::no_credential}, c); }},
        of_server("401", http_answer(401, refusal), {Exit::no_credential}),
        of_server("403", http_answer(403, refusal),
                  {Exit::error, Exit::partly, Exit::no_credential}),
        // A plan is for the tenants that the credential sees, and here it sees none.
        of_server("404", http_answer(404, refusal), {Exit::error, Exit::usage}),
        of_server("500", http_answer(500, refusal)),
        of_server("a page for people", http_answer(502, "<html><body>Bad Gateway</body></html>")),
        of_server("JSON that is cut", http_answer(200, R"({"success":true,"result":[)")),
        of_server("JSON of another form", http_answer(200, R"({"success":true,"result":7})")),
        of_server("nothing in a 200", http_answer(200, "")),
        of_server("a redirect", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                                "Content-Length: 0\r\n\r\n"),
        of_server("no HTTP", "220 mail.example ESMTP\r\n"),
        of_server("a closed connection", ""),
        {.name = "a plan that is stale",
         .make =
             [](World& world) {
                 const auto id = world.simulator.add_account({{"name", "Acme GmbH"}});
                 world.simulator.add_account({{"name", "Globex Corporation"}});
                 world.simulator.add_account({{"name", "Acme Labs"}});
                 world.simulator.add_zone("acme.example", id);
             },
         .ends =
             [](const Command& c) {
                 // The commands before it have carried the plan out, some of them.
                 return if_it(c.name() == "apply" && c.reads_plan,
                              {Exit::stale, Exit::partly, Exit::done}, c);
             }},
        {.name = "a selection of nobody",
         .make = [](World& world) { world.tenantry.environment["TENANTRY_CUSTOMER"] = "nobody"; },
         .ends =
             [](const Command& c) {
                 const bool selects = c.reads_manifests || c.reads_plan;
                 return if_it(selects && c.name() != "validate", {Exit::usage}, c);
             }},
        {.name = "a guard that refuses everything",
         .make =
             [](World& world) {
                 std::string tenant = world.workspace.read("manifests/tenant.yaml");
                 const std::string before = "  defaults:\n";
                 REQUIRE(tenant.contains(before));
                 tenant.insert(tenant.find(before), "  guards: {protect: ['*/*']}\n");
                 world.workspace.write("manifests/tenant.yaml", tenant);
             },
         .ends = [](const Command& c) { return if_it(c.guards, {Exit::guarded}, c); }},
        {.name = "nobody to ask",
         .ends =
             [](const Command& c) {
                 return if_it(c.words == Words{"apply", "--auto-approve"}, {Exit::usage}, c);
             },
         .more = {"without --auto-approve"}},
        {.name = "a reader that is gone", .shell = " | true"},
        {.name = "a full disk",
         .ends = [](const Command&) { return Codes{Exit::error, Exit::partly}; },
         .shell = " >/dev/full"},
    };
}

} // namespace tenantry::whole
