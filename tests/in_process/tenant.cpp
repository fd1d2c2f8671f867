#include "tests/in_process/tenant.hpp"

#include "engine/kinds/kinds.hpp"
#include "engine/planner/planner.hpp"
#include "engine/reader/reader.hpp"
#include "tests/in_process/virtual_time.hpp"
#include "tests/support/audit.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace tenantry::in_process {
namespace asio = boost::asio;
namespace {

constexpr auto patience_while_reading = std::chrono::seconds(30);
constexpr auto patience_while_writing = std::chrono::minutes(15);

// A process that there never is: nobody runs beside a run here, and one that was killed is gone.
constexpr const char* gone = "4194305 0";

struct Silent : executor::Observer {
    void started(std::size_t) override {}
    void finished(std::size_t, const Outcome&) override {}
    void waits(const Step&, bool) override {}
};

/// Made once: reading the schemas takes longer than a run.
const KindTable& all_kinds() {
    static const KindTable all = kinds::all_kinds();
    return all;
}

/// The clock of a ledger, by which the thread of its journal works only when the loop of the run
/// lets it: so what it hands over always comes at one and the same point, and a seed means one run.
class Gate {
public:
    ledger::Time now() {
        if (std::this_thread::get_id() == loop_) {
            asked_ = true; // whoever asks writes something down next
        } else {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return open_; });
        }
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
    }
    /// Whether there may be something to write since the last time.
    bool take_asked() { return std::exchange(asked_, false); }
    void set(bool open) {
        const std::scoped_lock lock(mutex_);
        open_ = open;
        changed_.notify_all();
    }

private:
    const std::thread::id loop_ = std::this_thread::get_id();
    bool asked_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

/// What a run ends with that is killed.
struct Killed {};

/// One run: its connection, and what it has read and planned.
class Run {
public:
    Run(Wire& wire, const KindTable& kinds, const manifest::Loaded& wanted, http::Settings settings)
        : kinds_(kinds), wanted_(wanted), context_(1), parallelism_(settings.connections) {
        const auto executor = context_.get_executor();
        auto connected = http::connect(executor, std::move(settings), wire.transports(executor));
        if (!connected) throw std::runtime_error(connected.error());
        api_ = std::move(*connected);
        wire.kill = [this] {
            killed_ = true;
            context_.stop();
        };
        lanes_.emplace(*api_);
    }

    /// Reads and plans; why that was not possible, or "".
    std::string make_plan(const std::string& self) {
        http::Expected<Matched> live;
        const auto work = [&]() -> asio::awaitable<void> {
            lanes_->be_patient(patience_while_reading);
            reader::ReadOptions options;
            options.self = self;
            live = co_await reader::read_live(*lanes_, kinds_, wanted_.desired, all_of_it_,
                                              std::move(options));
        };
        run(work());
        if (!live) return live.error().describe();
        live_ = std::move(*live);
        diagnostics_ = wanted_.diagnostics;
        plan_ = planner::plan(kinds_, wanted_.desired, live_, all_of_it_, diagnostics_);
        planner::guard(plan_, kinds_, wanted_.desired, live_.live, {}, diagnostics_);
        return "";
    }

    Report carry_out(executor::Options options) {
        Silent silent;
        Report report;
        options.parallelism = static_cast<std::size_t>(parallelism_);
        const auto work = [&]() -> asio::awaitable<void> {
            lanes_->be_patient(patience_while_writing);
            report = co_await executor::execute(plan_, kinds_, live_.live, *lanes_, silent,
                                                std::move(options), std::stop_token());
        };
        run(work());
        return report;
    }

    void wait(std::chrono::milliseconds time) { VirtualTime::pass(time); }

    Plan& plan() { return plan_; }
    const Desired& desired() const { return wanted_.desired; }
    const Matches& matches() const { return live_.matches; }
    const Diagnostics& diagnostics() const { return diagnostics_; }

private:
    void run(asio::awaitable<void> work) {
        std::exception_ptr failure;
        context_.restart();
        asio::co_spawn(context_, std::move(work), [&](const std::exception_ptr& thrown) {
            failure = thrown;
            asio::post(context_, [&] { context_.stop(); });
        });
        context_.run();
        if (killed_) throw Killed();
        if (failure) std::rethrow_exception(failure);
    }

    const KindTable& kinds_;
    const manifest::Loaded& wanted_;
    const Selection all_of_it_ = {};
    asio::io_context context_;
    bool killed_ = false;
    int parallelism_;
    std::unique_ptr<http::Api> api_ = {};
    std::optional<http::Lanes> lanes_ = {};
    Matched live_ = {};
    Plan plan_ = {};
    Diagnostics diagnostics_ = {};
};

/// A run in the ledger, which holds all customers.
class Recorded {
public:
    Recorded(const ledger::Location& location, const Desired& desired)
        : ledger_(open(location, gate_)), id_(ledger::new_run_id(ledger_->now())) {
        ledger::Who who = ledger::who_runs([](std::string_view) { return std::string(); });
        who.process = gone;
        std::vector<std::string> customers;
        for (const Customer& customer : desired.customers)
            customers.push_back(customer.name);
        const auto begun = ledger_->write([&](ledger::Database& database) {
            ledger::add_run(database, id_, {.command = "apply", .who = who}, ledger_->now());
            if (!ledger::lock(database, id_, customers, who, ledger_->now()).empty())
                throw std::logic_error("somebody else holds a customer");
        });
        expect(begun);
        journal_.emplace(*ledger_, id_);
        VirtualTime::before_looking([this] {
            if (!gate_.take_asked()) return;
            gate_.set(true);
            expect(journal_->finish());
            gate_.set(false);
        });
    }
    ~Recorded() {
        VirtualTime::before_looking({});
        gate_.set(true);
        journal_.reset();
    }
    Recorded(const Recorded&) = delete;
    Recorded& operator=(const Recorded&) = delete;

    void end() {
        VirtualTime::before_looking({});
        gate_.set(true);
        expect(journal_->finish());
        journal_.reset();
        expect(ledger_->write([&](ledger::Database& database) {
            ledger::end_run(database, id_, "done", ledger_->now());
        }));
    }

    ledger::Ledger& ledger() { return *ledger_; }
    ledger::Journal& journal() { return *journal_; }

    static void expect(const ledger::Attempt<void>& done) {
        if (!done) throw std::runtime_error(done.error().message);
    }

private:
    static std::unique_ptr<ledger::Ledger> open(const ledger::Location& location, Gate& gate) {
        auto opened = ledger::Ledger::open(location, {.tenant = "example", .api = "in memory"},
                                           ledger::Access::create, [&gate] { return gate.now(); });
        if (!opened) throw std::runtime_error(opened.error().message);
        return std::move(*opened);
    }

    Gate gate_;
    std::unique_ptr<ledger::Ledger> ledger_;
    ledger::RunId id_;
    std::optional<ledger::Journal> journal_ = {};
};

std::string problems_in(const Plan& plan, const Report& report) {
    std::string text;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        const std::string line = "  " + step.address().text() + ": ";
        if (!step.refused_by.empty()) {
            text += line + "refused: " + step.breach + "\n";
            continue;
        }
        if (i >= report.outcomes.size()) continue;
        const Outcome& outcome = report.outcomes[i];
        if (outcome.status == OutcomeStatus::done && outcome.what_to_check.empty()) continue;
        text += line + std::string(name_of(outcome.status));
        if (outcome.fault) text += ": " + outcome.fault->describe();
        if (!outcome.what_to_check.empty()) text += " (" + outcome.what_to_check + ")";
        text += "\n";
    }
    return text;
}

http::Settings settings_for(const Wire& wire, std::size_t parallelism, bool paced) {
    http::Settings settings;
    settings.base_url = "https://api.example/client/v4";
    settings.credential.email = wire.settings().email;
    settings.credential.key = wire.settings().key;
    settings.connections = static_cast<int>(parallelism);
    if (!paced) settings.identity.count = settings.address.count = 0;
    return settings;
}

/// Plans until nothing of earlier runs is left open, as plan_with_memory does.
std::string plan_with_memory(Run& run, const std::string& self, ledger::Ledger& ledger,
                             ledger::Remembered& remembered, std::chrono::milliseconds look_again) {
    ledger::Recall recall(ledger, look_again);
    for (;;) {
        recall.begin_reading();
        if (auto why = run.make_plan(self); !why.empty()) return why;
        const auto lull = recall.hold_against(run.plan(), run.desired(), run.matches());
        if (!lull) throw std::runtime_error(lull.error().message);
        if (!*lull) break;
        run.wait((*lull)->pause);
    }
    remembered = recall.conclude();
    Recorded::expect(ledger::write_settled(ledger, remembered));
    planner::trust_memory(run.plan());
    ledger::refuse_unanswered(remembered, run.plan());
    return "";
}

} // namespace

Tenant::Tenant(simulator::Settings settings, std::size_t parallelism)
    : wire_(std::move(settings)), parallelism_(parallelism) {}

void Tenant::want(const std::string& documents) {
    wanted_.emplace(manifest::load_texts({{"wanted.yaml", documents}}, all_kinds()));
    if (wanted_->diagnostics.has_errors())
        throw std::runtime_error(wanted_->diagnostics.all().front().summary);
}

Ran Tenant::apply() {
    const std::uint64_t before = wire_.requests();
    Ran ran;
    try {
        ran = apply_to_the_end();
    } catch (const Killed&) {
        ran.stopped = "killed";
    }
    ran.requests = wire_.requests() - before;
    return ran;
}

Ran Tenant::apply_to_the_end() {
    const std::string& self = wire_.settings().email;
    Run run(wire_, all_kinds(), *wanted_, settings_for(wire_, parallelism_, paced_));
    Ran ran;
    executor::Options options;
    std::optional<Recorded> recorded;
    if (ledger_) {
        recorded.emplace(*ledger_, run.desired());
        ledger::Remembered remembered;
        ran.stopped =
            plan_with_memory(run, self, recorded->ledger(), remembered, options.look_again);
        options.journal = &recorded->journal();
        options.earlier_keys = remembered.earlier_keys;
    } else {
        ran.stopped = run.make_plan(self);
    }
    if (ran.stopped.empty()) {
        const Plan& plan = run.plan();
        Report report;
        if (plan.refused_steps() < plan.steps.size()) report = run.carry_out(std::move(options));
        if (!report.unrecorded.empty()) throw std::runtime_error(report.unrecorded);
        ran.problems = problems_in(plan, report);
    }
    if (recorded) recorded->end();
    return ran;
}

std::string Tenant::left_to_do() {
    Run run(wire_, all_kinds(), *wanted_, settings_for(wire_, parallelism_, false));
    std::string left = run.make_plan(wire_.settings().email);
    for (const Diagnostic& diagnostic : run.diagnostics().all())
        if (diagnostic.severity == Severity::error) left += diagnostic.summary + "\n";
    for (const Step& step : run.plan().steps)
        left += "  to do: " + step.address().text() + "\n";
    return left;
}

std::string Tenant::live() {
    const whole::Json state = whole::Json::parse(wire_.control("GET", "/state"));
    return whole::outline(state) + whole::people_and_plans(state) +
           whole::settings_and_holds_of(state);
}

std::string Tenant::account(std::string_view name) {
    const whole::Json state = whole::Json::parse(wire_.control("GET", "/state"));
    for (const whole::Json& account : state.at("accounts"))
        if (account.at("name") == name) return account.at("id");
    throw std::runtime_error("no account of that name");
}

std::string Tenant::done() {
    return whole::ledger(whole::Json::parse(wire_.control("GET", "/audit")));
}

std::string Tenant::twice() {
    return whole::doubles(whole::Json::parse(wire_.control("GET", "/audit")));
}

} // namespace tenantry::in_process
