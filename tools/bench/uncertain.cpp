// tenantry-uncertain [CUSTOMERS]: the CPU seconds of carrying out a plan in which every tenth
// account stays uncertain, for a tenth of the customers and for all of them (default 10,000), as
// one line of JSON. What became of one step must not cost a look at all others: ends with 1 when
// ten times the customers cost more than thirty times as much. Idle, it is about nine; beside other
// work, when a cache is shared, up to twice that; a look at all others would make it a hundred.
#include "engine/diff/diff.hpp"
#include "engine/executor/executor.hpp"
#include "engine/kinds/kinds.hpp"
#include "engine/manifest/manifest.hpp"
#include "engine/planner/planner.hpp"
#include "tools/bench/cpu.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

using namespace tenantry;
using bench::cpu_now;
namespace asio = boost::asio;

/// Makes whatever is asked for, shows accounts by name, and loses the answer to every tenth.
class Tenant final : public http::Api {
public:
    asio::awaitable<std::expected<Response, Fault>> send(Request request) override {
        ++sent_;
        Response response{.status = 200, .result = Json(JsonArray())};
        if (request.method == Method::post) {
            const std::string name(request.body.text_of("name"));
            if (request.path == "/accounts" && name.ends_with('7'))
                co_return std::unexpected(Fault{.category = FaultCategory::lost,
                                                .maybe_done = true,
                                                .call = request.describe()});
            std::string id = std::to_string(sent_);
            id.insert(0, 32 - id.size(), '0');
            response.result = request.body;
            response.result.set("id", id);
            if (request.path == "/accounts") accounts_[name] = response.result;
        } else if (request.path == "/accounts") {
            for (const auto& [parameter, value] : request.query) {
                const auto found = parameter == "name" ? accounts_.find(value) : accounts_.end();
                if (found != accounts_.end()) response.result = Json::array({found->second});
            }
        }
        co_return response;
    }
    void interrupt() override {}
    std::uint64_t requests_sent() const override { return sent_; }
    std::size_t width() const override { return 8; }

private:
    std::map<std::string, Json> accounts_;
    std::uint64_t sent_ = 0;
};

class Silent final : public executor::Observer {
public:
    void started(std::size_t) override {}
    void finished(std::size_t, const Outcome&) override {}
    void waits(const Step&, bool) override {}
};

manifest::Loaded customers(std::size_t count, const KindTable& kinds) {
    std::vector<Source> texts;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = "c" + std::to_string(i);
        std::string text = "apiVersion: tenantry/v1\nkind: Customer\nmetadata: {name: ";
        text.append(name).append("}\nspec:\n  accounts:\n    - name: ").append(name);
        text.append("\n      zones: [{name: ").append(name).append(".example}]\n");
        texts.push_back({name + ".yaml", std::move(text)});
    }
    return manifest::load_texts(std::move(texts), kinds);
}

struct Run {
    double cpu = 0;
    std::size_t uncertain = 0;
    std::size_t skipped = 0;
};

Run carry_out(std::size_t count, const KindTable& kinds) {
    const manifest::Loaded loaded = customers(count, kinds);
    const Matched live = diff::match(kinds, loaded.desired, {});
    Diagnostics diagnostics;
    const Plan plan = planner::plan(kinds, loaded.desired, live, {}, diagnostics);
    if (loaded.diagnostics.has_errors() || diagnostics.has_errors()) std::abort();
    Tenant tenant;
    Silent silent;
    Report report;
    asio::io_context context{1};
    executor::Options options;
    options.look_again = std::chrono::milliseconds(0);
    const auto work = [&]() -> asio::awaitable<void> {
        const std::stop_token never;
        report = co_await executor::execute(plan, kinds, live.live, tenant, silent, options, never);
    };
    const double begun = cpu_now();
    asio::co_spawn(context, work(), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    context.run();
    return {.cpu = cpu_now() - begun,
            .uncertain = report.count(OutcomeStatus::uncertain),
            .skipped = report.count(OutcomeStatus::skipped)};
}

/// The fastest of three: other programs only ever make it slower.
Run best_of_three(std::size_t count, const KindTable& kinds) {
    Run best = carry_out(count, kinds);
    for (int i = 0; i < 2; ++i)
        best.cpu = std::min(best.cpu, carry_out(count, kinds).cpu);
    return best;
}

} // namespace

int main(int count, char** words) try {
    const std::size_t most = count > 1 ? std::strtoul(words[1], nullptr, 10) : 10'000;
    if (most < 100) {
        std::fprintf(stderr, "usage: tenantry-uncertain [CUSTOMERS], at least 100\n");
        return 64;
    }
    const KindTable kinds = kinds::all_kinds();
    const Run few = best_of_three(most / 10, kinds);
    const Run many = best_of_three(most, kinds);
    const double ratio = many.cpu / std::max(few.cpu, 1e-4);
    std::printf("{\"customers\": [%zu, %zu], \"uncertain\": [%zu, %zu], \"skipped\": [%zu, %zu], "
                "\"cpu_s\": [%.3f, %.3f], \"ratio\": %.1f}\n",
                most / 10, most, few.uncertain, many.uncertain, few.skipped, many.skipped, few.cpu,
                many.cpu, ratio);
    const bool tenth = many.uncertain == most / 10 && many.skipped == most / 10;
    return tenth && ratio <= 30 ? 0 : 1;
} catch (const std::exception& failure) {
    std::fprintf(stderr, "tenantry-uncertain: %s\n", failure.what());
    return 1;
}
