#include "engine/base/text.hpp"
#include "engine/doctor/health.hpp"
#include "engine/reader/reader.hpp"

#include <fmt/core.h>

namespace tenantry::doctor {
namespace asio = boost::asio;
namespace {

// An answer for each tenant and each account would cost thousands of calls; one tells enough.
constexpr std::size_t most_tenants = 2;

/// Asks one after the other, so that the first fault of the network is the last.
class Examination {
public:
    Examination(Api& api, const KindTable& kinds, Patient patient) : api_(api) {
        answers_.patient = std::move(patient);
        answers_.most_swept = reader::most_swept(*kinds.find("zone"));
    }

    asio::awaitable<Health> run() {
        const Request user = http::ask_for_self();
        const Request token{.path = "/user/tokens/verify"};
        const Request accounts{.path = "/accounts", .query = {{"per_page", "5"}}};
        const Request zones{.path = "/zones", .query = {{"per_page", "5"}}};
        answers_.user = co_await ask(user);
        if (answers_.patient.token) answers_.token = co_await ask(token);
        co_await ask_tenants();
        answers_.accounts = co_await ask(accounts);
        answers_.zones = co_await ask(zones);
        co_await ask_inside();
        answers_.heard = api_.heard();
        co_return diagnose(std::move(answers_));
    }

private:
    asio::awaitable<std::optional<Examined>> ask(Request request) {
        if (answers_.stopped) co_return std::nullopt;
        Examined answer = co_await api_.send(std::move(request));
        answered_ = answered_ || answer || answer.error().category == FaultCategory::refused ||
                    answer.error().category == FaultCategory::unauthorized;
        if (!answer && concerns_all(answer.error())) answers_.stopped = answer.error();
        co_return answer;
    }

    /// A broken answer may concern one call only, as one with a code of the API does; as the first
    /// of all it is the server's, or a proxy's.
    bool concerns_all(const Fault& fault) const {
        switch (fault.category) {
        case FaultCategory::unauthorized:
        case FaultCategory::refused: return false;
        case FaultCategory::broken: return !answered_ && fault.code == 0;
        default: return true;
        }
    }

    asio::awaitable<void> ask_tenants() {
        const Request all{.path = "/user/tenants"};
        answers_.tenants = co_await ask(all);
        if (!answers_.tenants || !*answers_.tenants) co_return;
        const std::vector<SeenTenant> tenants =
            tenants_in((*answers_.tenants)->result, all.describe()).tenants;
        for (std::size_t i = 0; i < std::min(tenants.size(), most_tenants); ++i) {
            const std::string path = "/tenants/" + percent_encode(tenants[i].id);
            const Request types{.path = path + "/account_types"};
            const Request entitlements{.path = path + "/entitlements"};
            const auto may_create = co_await ask(types);
            const auto may_do = co_await ask(entitlements);
            if (may_create) answers_.account_types.emplace(tenants[i].id, *may_create);
            if (may_do) answers_.entitlements.emplace(tenants[i].id, *may_do);
        }
        for (const SeenTenant& tenant : tenants) {
            if (!tenant.units.empty() || answers_.tenant.size() >= most_tenants) continue;
            const Request request{.path = "/tenants/" + percent_encode(tenant.id)};
            auto one = co_await ask(request);
            if (one) answers_.tenant.emplace(tenant.id, std::move(*one));
        }
    }

    asio::awaitable<void> ask_inside() {
        if (!answers_.accounts || !*answers_.accounts) co_return;
        const JsonArray* accounts = (*answers_.accounts)->result.items();
        if (accounts == nullptr || accounts->empty()) co_return;
        answers_.account = accounts->front().text_of("name");
        const std::string id(accounts->front().text_of("id"));
        if (!is_id(id)) co_return;
        for (const char* const what : {"members", "roles", "subscriptions"}) {
            const Request request{.path = fmt::format("/accounts/{}/{}", id, what)};
            auto answer = co_await ask(request);
            if (answer) answers_.inside.emplace_back(what, std::move(*answer));
        }
    }

    Api& api_;
    Answers answers_;
    bool answered_ = false;
};

} // namespace

asio::awaitable<Health> examine(Api& api, const KindTable& kinds, Patient patient) {
    Examination examination(api, kinds, std::move(patient));
    co_return co_await examination.run();
}

} // namespace tenantry::doctor
