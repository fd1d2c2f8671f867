// Examples of each command, for its help. They are parsed by a test.
#include "tools/cli/help.hpp"

#include <array>
#include <utility>

namespace tenantry::cli {
namespace {

constexpr std::array first_steps = {
    Example{"tenantry init", "begin a folder of manifests"},
    Example{"tenantry plan", "what differs from the live tenant, and what apply would do"},
    Example{"tenantry help apply", "how a command is used, with examples"},
};
constexpr std::array of_validate = {
    Example{"tenantry validate", "every mistake in manifests/, without talking to anybody"},
    Example{"tenantry validate --output github", "as annotations of a pull request"},
};
constexpr std::array of_plan = {
    Example{"tenantry plan", "all customers"},
    Example{"tenantry plan --customer 'acme*' --compact", "some of them, a line each step"},
    Example{"tenantry plan --since origin/main", "what a branch changes"},
    Example{"tenantry plan --out plan.json", "save it, to carry out this and nothing else"},
};
constexpr std::array of_apply = {
    Example{"tenantry apply", "plan, ask, and carry it out"},
    Example{"tenantry apply plan.json --checksum "
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "a saved plan, if nothing has moved since"},
    Example{"tenantry apply --auto-approve --selector tier=gold", "from a pipeline"},
};
constexpr std::array of_drift = {
    Example{"tenantry drift", "what is not as the manifests say"},
    Example{"tenantry drift --fail-on high --output json=drift.json",
            "each night: the exit code is 2 when something severe is found"},
    Example{"tenantry drift --write-ignore manifests/ignore.yaml --until 2030-01-31 --why 'before "
            "the take-over'",
            "the first day: look at these later"},
};
constexpr std::array of_costs = {
    Example{"tenantry costs", "what every customer pays today"},
    Example{"tenantry costs --output csv=costs.csv", "for a bill"},
};
constexpr std::array of_show = {
    Example{"tenantry show plan.json", "a saved plan"},
    Example{"tenantry show --outputs --output csv", "name servers and keys of all zones"},
};
constexpr std::array of_explain = {
    Example{"tenantry explain acme", "everything of a customer"},
    Example{"tenantry explain 'acme/Acme GmbH/zone/acme.example/settings' settings.ssl",
            "where one value comes from, and what is live"},
};
constexpr std::array of_history = {
    Example{"tenantry history --since 7d", "the runs of a week"},
    Example{"tenantry history --customer acme", "what was done for a customer"},
    Example{"tenantry history 20ffmbrskjk --undo", "manifests that take a run back"},
};
constexpr std::array of_settle = {
    Example{"tenantry settle 'acme/Acme GmbH' --did-not", "it never came to be"},
    Example{"tenantry settle 'acme/Acme GmbH' --happened 023e105f4ecef8ad9ca31a8372d0c353",
            "it is there"},
};
constexpr std::array of_unlock = {
    Example{"tenantry unlock acme", "says whose lock it is, and asks"},
};
constexpr std::array of_ledger = {
    Example{"tenantry ledger prune --older-than 400d", "let the record of old runs go"},
};
constexpr std::array of_doctor = {
    Example{"tenantry doctor", "before the first plan, or when nothing works"},
};
constexpr std::array of_permissions = {
    Example{"tenantry permissions", "what to tick when a token is made"},
};
constexpr std::array of_export = {
    Example{"tenantry export --dry-run", "what would be written"},
    Example{"tenantry export --into manifests --profiles", "a tenant that is there already"},
    Example{"tenantry export --unmanaged --into new", "accounts that no manifest names"},
};
constexpr std::array of_adopt = {
    Example{"tenantry adopt --dry-run", "which ids and names would be written"},
};
constexpr std::array of_init = {
    Example{"tenantry init", "in this folder"},
};
constexpr std::array of_version = {
    Example{"tenantry version --json", "for a report of a fault"},
};

constexpr auto all = std::to_array<std::pair<std::string_view, std::span<const Example>>>({
    {"", first_steps},
    {"validate", of_validate},
    {"plan", of_plan},
    {"apply", of_apply},
    {"drift", of_drift},
    {"costs", of_costs},
    {"show", of_show},
    {"explain", of_explain},
    {"history", of_history},
    {"settle", of_settle},
    {"unlock", of_unlock},
    {"ledger", of_ledger},
    {"doctor", of_doctor},
    {"permissions", of_permissions},
    {"export", of_export},
    {"adopt", of_adopt},
    {"init", of_init},
    {"version", of_version},
});

} // namespace

std::span<const Example> examples_of(std::string_view command) {
    for (const auto& [name, examples] : all)
        if (name == command) return examples;
    return {};
}

} // namespace tenantry::cli
