// After an apply there is nothing left to do.
#include "tests/whole/sample.hpp"
#include "tests/whole/tenantry.hpp"

#include <doctest/doctest.h>

using namespace tenantry::whole;

TEST_SUITE_BEGIN("converges");

TEST_CASE("after an apply the plan is empty, and so it is after a later version of the manifests") {
    Simulator simulator(with_quirks(), sample_tenant);
    add_account_to_rename(simulator);
    const Workspace workspace;
    write_sample(workspace);
    const Tenantry tenantry(simulator, workspace);

    const Ended first = tenantry.apply();
    CHECK_MESSAGE(first.exit_code == Exit::done, first.text());
    CHECK(tenantry.has_nothing_to_do());
    CHECK(
        outline(simulator.state()) ==
        R"(APAC resale / Globex Corporation  enterprise {"abuse_contact_email":null,"enforce_twofactor":true}
APAC resale / Globex Corporation / globex.example  full
EMEA resale / Acme GmbH  standard {"abuse_contact_email":"abuse@acme.example","enforce_twofactor":true}
EMEA resale / Acme GmbH / acme-shop.example  full paused
EMEA resale / Acme GmbH / acme.example  full
EMEA resale / Acme Labs  standard {"abuse_contact_email":"abuse@partner.example","enforce_twofactor":true}
EMEA resale / Acme Labs / bücher.example  full
)");

    write_later_sample(workspace);
    const Ended second = tenantry.apply();
    CHECK_MESSAGE(second.exit_code == Exit::done, second.text());
    CHECK(tenantry.has_nothing_to_do());
    CHECK(
        outline(simulator.state()) ==
        R"(APAC resale / Globex Corporation  enterprise {"abuse_contact_email":"abuse@globex.example","enforce_twofactor":true}
APAC resale / Globex Corporation / globex.example  full
APAC resale / Globex Labs  standard {"abuse_contact_email":null,"enforce_twofactor":true}
APAC resale / Globex Labs / globex-labs.example  full
EMEA resale / Acme Group  standard {"abuse_contact_email":"security@acme.example","enforce_twofactor":false}
EMEA resale / Acme Group / acme-news.example  full
EMEA resale / Acme Group / acme-shop.example  partial
EMEA resale / Acme Group / acme.example  full paused
EMEA resale / Acme Labs  standard {"abuse_contact_email":"abuse@partner.example","enforce_twofactor":true}
EMEA resale / Acme Labs / bücher.example  full
)");
}

TEST_SUITE_END();
