#include "tools/cli/who.hpp"

#include "engine/audit/audit.hpp"
#include "engine/reader/reader.hpp"
#include "tools/cli/ledger_place.hpp"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::cli {
namespace {

using RunsByRequest = std::map<std::string, std::string, std::less<>>;

/// The customers whose findings are shown.
std::set<std::string> customers_of(const Drift& drift) {
    std::set<std::string> customers;
    for (const Finding& finding : drift.findings)
        if (!finding.address.of_nobody()) customers.emplace(finding.address.customer());
    return customers;
}

/// What the ledger knows of runs that wrote for these customers, by the ids of their requests;
/// nothing without one, and what is wrong with it was said when the findings were remembered.
RunsByRequest known_runs(const Setup& setup, const Connection& connection, const Planned& planned,
                         const Drift& drift) {
    const auto place =
        ledger_place(setup, planned.loaded.desired.tenant, connection.terms().api_url);
    if (!place || !place->location.exists()) return {};
    auto opened = ledger::Ledger::open(place->location, place->whose, ledger::Access::read);
    if (!opened || *opened == nullptr) return {};
    const auto runs = (*opened)->read<RunsByRequest>([&](ledger::Database& database) {
        RunsByRequest found;
        for (const std::string& customer : customers_of(drift)) {
            for (const ledger::CallRecord& call :
                 ledger::calls_of(database, {.customer = customer})) {
                if (call.request_id.empty()) continue;
                found.emplace(call.request_id.substr(0, call.request_id.find('-')),
                              ledger::name_of_run(call.run));
            }
        }
        return found;
    });
    return runs ? *runs : RunsByRequest();
}

} // namespace

void tell_who(const Setup& setup, Connection& connection, const Planned& planned, Drift& drift) {
    const Time now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const audit::Scene scene{.kinds = setup.kinds(),
                             .desired = planned.loaded.desired,
                             .live = planned.live,
                             .plan = planned.plan,
                             .self = connection.terms().self,
                             .runs = known_runs(setup, connection, planned, drift),
                             .now = now};
    audit::Inquiry inquiry(drift, scene);
    std::vector<AuditReading> readings;
    const auto work = [&]() -> boost::asio::awaitable<void> {
        const reader::TakeEntries take = [&](std::size_t question, auto entries) {
            return inquiry.take(question, entries);
        };
        readings = co_await reader::read_audit_logs(connection.lanes(), inquiry.questions(), take);
    };
    if (!inquiry.questions().empty()) connection.run(work());
    inquiry.tell(drift, readings);
}

} // namespace tenantry::cli
