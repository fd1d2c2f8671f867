#include "tools/cli/run_head.hpp"

#include "engine/base/text.hpp"
#include "tools/cli/ledger_place.hpp"
#include "tools/cli/version.hpp"

#include <utility>
#include <vector>

namespace tenantry::cli {

ledger::RunHead run_head(const Setup& setup, const Terms& terms, const std::string& tenant) {
    return {.command = std::string(name_of(setup.arguments().command)),
            .tenant = tenant,
            .api = terms.api_url,
            .credential = terms.credential,
            .version = version,
            .who = who_runs(setup)};
}

std::string head_line(const ledger::RunHead& head) {
    constexpr std::size_t enough_of_commit = 12;
    const std::vector<std::pair<std::string, std::string>> known = {
        {"tenant: ", head.tenant},
        {"API: ", head.api},
        {"credential: ", head.credential},
        {"commit: ", head.who.revision.substr(0, enough_of_commit)},
        {"pipeline: ", head.who.pipeline}};
    std::vector<std::string> parts;
    for (const auto& [word, value] : known)
        if (!value.empty()) parts.push_back(word + printable(value));
    std::string line = join(parts, "; ") + "\n";
    if (line.starts_with('t')) line.front() = 'T';
    return line;
}

Json head_json(const ledger::RunHead& head) {
    return Json::object({{"tenant", head.tenant},
                         {"api", head.api},
                         {"credential", head.credential},
                         {"pipeline", head.who.pipeline},
                         {"revision", head.who.revision}});
}

} // namespace tenantry::cli
