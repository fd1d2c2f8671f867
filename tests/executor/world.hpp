// Manifests and a live state in; a run against scripted answers, and what became of each step.
#pragma once

#include "engine/executor/executor.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "tests/support/fake_api.hpp"

#include <string>
#include <string_view>

namespace tenantry::test {

/// A plan and the run of it, for one customer `acme`.
struct World {
    /// `accounts` is the customer's list of accounts, in YAML with four blanks before each.
    explicit World(std::string_view accounts, std::string_view live_accounts = "[]",
                   std::string_view live_zones = "[]");
    /// `guards` is what stands below spec.guards of the Tenant document, `live` as in live.json of
    /// the golden cases.
    static World of(std::string_view accounts, std::string_view live, std::string_view guards = "");

    /// Runs the plan; the outcomes as lines.
    std::string run(FakeApi& api, std::size_t parallelism = 8, std::stop_token stop = {});
    std::string lines() const;
    /// What the fault of the first step says.
    std::string fault() const;

    /// Half past an hour, far from any edge.
    std::function<std::chrono::system_clock::time_point()> now = [] {
        return std::chrono::system_clock::time_point(std::chrono::minutes(30'000'030));
    };
    KindTable kinds = kinds::all_kinds();
    manifest::Loaded loaded = {};
    Matched live = {};
    Plan plan = {};
    Report report = {};

private:
    World() = default;
    void load(std::string_view accounts, std::string_view guards);
};

} // namespace tenantry::test
