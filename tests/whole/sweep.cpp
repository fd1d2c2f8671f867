#include "tests/whole/sweep.hpp"

#include "tests/support/audit.hpp"
#include "tests/support/seeded_trials.hpp"
#include "tests/support/tenantry_program.hpp"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <future>
#include <map>
#include <sstream>
#include <thread>
#include <vector>

namespace tenantry::whole {
namespace {

using namespace std::chrono_literals;

// Trials mostly wait, so several go side by side; and all where the waits are long.
constexpr int side_by_side = 8;
constexpr int side_by_side_waiting = 28;
// With other numbers of requests the sweep is not the one that was meant.
constexpr int most_requests = 200;
constexpr int fewest_requests = 8;

const std::map<std::string, int> signals = {
    {"interrupt", SIGINT}, {"terminate", SIGTERM}, {"kill", SIGKILL}};

/// What became of one trial.
struct Verdict {
    bool hit = false; // there was an nth request
    std::string complaint = {};
};

/// What an undisturbed apply leaves, and what it sends.
struct Calm {
    std::string live = {};
    std::string ledger = {};
    long long requests = 0;
    long long creates = 0;
    std::vector<int> purchases = {}; // which requests order the plan of a zone
};

/// Which lines of a log in JSON, counted from one, are of an order. With one call at a time they
/// stand in the order of the requests.
std::vector<int> purchases_in(const std::string& log) {
    std::vector<int> purchases;
    std::istringstream lines(log);
    int request = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('{')) continue;
        ++request;
        const std::string call = Json::parse(line).at("call");
        if (!call.starts_with("GET ") && call.ends_with("/subscription"))
            purchases.push_back(request);
    }
    return purchases;
}

Words options_for(const Disturbance& disturbance) {
    const std::string lag = std::to_string(disturbance.page_lag.count()) + "ms";
    return disturbance.sample.tenant + Words{"--page-lag", lag};
}

std::string live_in(Simulator& simulator) {
    const Json state = simulator.state();
    return outline(state) + people_and_plans(state) + settings_and_holds_of(state);
}

/// One apply with the nth request disturbed, in a world of its own.
class Trial {
public:
    Trial(const Disturbance& disturbance, int n)
        : disturbance_(disturbance), n_(n),
          simulator_(disturbance.quirks, options_for(disturbance)),
          tenantry_(simulator_, workspace_) {
        disturbance.sample.prepare(simulator_);
        disturbance.sample.write(workspace_);
        workspace_.write("quick.yaml", "apiVersion: tenantry/v1\nkind: Configuration\nspec:\n"
                                       "  pace: {identity: \"off\", address: \"off\"}\n"
                                       "  store: {directory: keys}\n"
                                       "  retry: {first_wait: " +
                                           disturbance.first_wait + "}\n");
        if (disturbance.sample.service_users) tenantry_.use_key(simulator_);
        tenantry_.environment["TENANTRY_LEDGER"] = disturbance.ledger;
        wait_for_lists();
        if (disturbance.update) {
            expect_done(tenantry_.apply());
            disturbance.sample.write_later(workspace_);
            wait_for_lists();
        }
        simulator_.forget_requests();
    }

    Calm run_calmly() {
        const Words log = {"--log-level", "debug", "--log-format", "json"};
        const Ended ended = tenantry_.run(arguments() + log);
        return {.live = live_in(simulator_),
                .ledger = ledger(simulator_.control("GET", "/audit")),
                .requests = simulator_.requests(),
                .creates = creates(),
                .purchases = purchases_in(ended.err)};
    }

    Verdict run(const Calm& calm, int most_runs) {
        Ended ended = disturb();
        verdict_.hit = simulator_.requests() >= n_;
        compare_requests(calm);
        simulator_.set_faults(Json::object());
        if (!remembers()) wait_for_lists();
        if (is_user_lost()) return verdict_;
        // Who remembers goes on at once, and not when the lists have caught up.
        bool converged = !remembers() && is_done();
        if (ended.exit_code == Exit::done && !converged && !remembers())
            complain("exit code 0, yet more to do");
        for (int i = 1; i < most_runs && !converged; ++i) {
            ended = apply();
            wait_for_lists();
            converged = is_done();
        }
        if (!converged) complain("it does not converge: " + ended.text());
        const std::string live = live_in(simulator_);
        if (live != calm.live) complain("expected:\n" + calm.live + "live:\n" + live);
        const Json audit = simulator_.control("GET", "/audit");
        const std::string done = ledger(audit);
        if (done != calm.ledger) complain("expected:\n" + calm.ledger + "done:\n" + done);
        if (const std::string twice = doubles(audit); !twice.empty()) complain(twice);
        return verdict_;
    }

private:
    Words arguments() const {
        Words words = {"apply", "--auto-approve", "--parallelism",
                       std::to_string(disturbance_.parallelism)};
        return disturbance_.update ? words + disturbance_.sample.flags : words;
    }
    Ended apply() { return tenantry_.run(arguments()); }
    bool is_done() { return tenantry_.run({"plan", "--detailed-exitcode"}).exit_code == 0; }
    void wait_for_lists() const {
        if (disturbance_.page_lag > 0ms) std::this_thread::sleep_for(disturbance_.page_lag + 50ms);
    }
    bool remembers() const { return disturbance_.ledger != "none"; }

    /// Whether a service user was made whose key never came: then a person has to choose another.
    /// One that was not made is a person's too: it takes their word that it does not exist.
    bool is_user_lost() {
        if (!disturbance_.sample.service_users) return false;
        const Ended again = apply();
        if (!again.text().contains("never heard of the result")) return false;
        if (simulator_.requests_by_endpoint()["POST /users"] > 1) complain("a user was made again");
        const bool made = simulator_.state().at("users").dump().contains("@svc.example");
        if (!made) std::filesystem::remove_all(workspace_.path_of("keys"));
        return made;
    }

    Ended disturb() {
        if (const auto signal = signals.find(disturbance_.how); signal != signals.end()) {
            return disturb_by(signal->second);
        }
        simulator_.fail_nth(n_, disturbance_.how);
        if (disturbance_.how == "429-bare") return interrupt_the_wait();
        return apply();
    }

    Ended disturb_by(int signal) {
        // Late answers: the request is done at the other end, and we are still waiting.
        simulator_.set_faults({{"fault", "delay=10ms"}});
        simulator_.forget_requests();
        const auto program = tenantry_.start(arguments());
        program->runs_until([&] { return simulator_.requests() >= n_; });
        program->send(signal);
        Ended ended = program->wait();
        if (signal == SIGKILL) return ended;
        tenantry_.check(arguments(), ended);
        return ended;
    }

    /// Without Retry-After the block of five minutes is waited out; nobody has to stay for it.
    Ended interrupt_the_wait() {
        const auto program = tenantry_.start(arguments());
        program->runs_until([&] { return program->err().contains("waiting "); });
        program->send(SIGINT);
        Ended ended = program->wait(20s);
        tenantry_.check(arguments(), ended);
        const bool waited = ended.err.contains("waiting 300 s for the rate limit");
        if (waited && ended.exit_code != Exit::interrupted) complain(ended.text());
        return ended;
    }

    long long creates() {
        const auto requests = simulator_.requests_by_endpoint();
        long long sum = 0;
        for (const auto& [call, count] : requests)
            sum += call.starts_with("POST ") ? count : 0;
        return sum;
    }

    /// A rate limit costs the one request that met it; nothing else makes a create go out twice.
    void compare_requests(const Calm& calm) {
        const bool limited = disturbance_.how == "429";
        if (limited && verdict_.hit && simulator_.requests() != calm.requests + 1) {
            complain("it sent " + std::to_string(simulator_.requests()) + " requests, not " +
                     std::to_string(calm.requests + 1));
        }
        if (creates() > calm.creates + (limited ? 1 : 0))
            complain("a create was sent again, expected " + std::to_string(calm.creates) + ": " +
                     Json(simulator_.requests_by_endpoint()).dump());
    }

    void expect_done(const Ended& ended) {
        if (ended.exit_code != Exit::done) complain("the first version: " + ended.text());
    }
    void complain(const std::string& what) { verdict_.complaint += what + "\n"; }

    Disturbance disturbance_;
    int n_;
    Simulator simulator_;
    Workspace workspace_;
    Tenantry tenantry_;
    Verdict verdict_;
};

// One of so many requests where the programs are sanitized.
constexpr std::size_t group = 27;

Verdict try_nth(const Disturbance& disturbance, int n, int most_runs, const Calm& calm) {
    Verdict verdict = Trial(disturbance, n).run(calm, most_runs);
    if (!verdict.complaint.empty()) {
        verdict.complaint =
            disturbance.how + " at request " + std::to_string(n) + ": " + verdict.complaint;
    }
    return verdict;
}

} // namespace

std::string sweep(const Disturbance& disturbance, int most_runs) {
    // Late lists are a disturbance too.
    Disturbance none = disturbance;
    if (disturbance.ledger != "none") none.page_lag = {};
    const Calm calm = Trial(none, most_requests).run_calmly();
    if (calm.requests < fewest_requests || calm.requests > most_requests)
        return "not the sweep that was meant: " + std::to_string(calm.requests) + " requests\n";
    // Up to the nth request a run is the calm one, so there is nothing behind the calm one's last.
    std::vector<int> requests;
    if (disturbance.only_purchases) {
        requests = calm.purchases;
    } else {
        const std::string what = disturbance.how + (disturbance.quirks ? " quirks" : "");
        for (const std::size_t n : tried(static_cast<std::size_t>(calm.requests), what, group))
            requests.push_back(static_cast<int>(n) + 1);
    }
    if (requests.empty()) return "not the sweep that was meant: nothing is bought\n";

    std::vector<Verdict> verdicts(requests.size());
    const bool waits = disturbance.page_lag > 0ms || disturbance.how == "429";
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < requests.size(); i = next++)
            verdicts[i] = try_nth(disturbance, requests[i], most_runs, calm);
    };
    std::vector<std::future<void>> workers; // whose exceptions are the test's
    for (int i = 0; i < (waits ? side_by_side_waiting : side_by_side); ++i)
        workers.push_back(std::async(std::launch::async, work));
    for (std::future<void>& worker : workers)
        worker.get();

    std::string complaints;
    std::size_t hits = 0;
    for (const Verdict& verdict : verdicts) {
        hits += verdict.hit ? 1 : 0;
        complaints += verdict.complaint;
    }
    // Parallel runs may take a call more or less.
    const std::size_t missed = disturbance.only_purchases ? 0 : 2;
    if (hits + missed < verdicts.size()) complaints += "hardly anything was hit\n";
    return complaints;
}

} // namespace tenantry::whole
