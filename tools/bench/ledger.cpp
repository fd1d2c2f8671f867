// tenantry-ledger [STEPS]: what a ledger of so many steps (default 1,000,000), each with one call,
// takes: bytes on the disk, CPU seconds to write them in batches as a run does, to tell one run of
// a thousand steps, to list the runs, to look for open calls, and to let the older half go. One
// line of JSON. For a tenth of the steps and for all of them; ends with 1 when ten times the steps
// cost more than twenty times as much, or what is asked about one run more than four times.
#include "engine/ledger/ledger.hpp"
#include "tools/bench/cpu.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

using namespace tenantry;
using namespace tenantry::ledger;
using bench::cpu_now;

constexpr std::int64_t steps_a_run = 1000;
constexpr std::int64_t steps_a_batch = 50; // about what comes up while the disk syncs

Time minute(std::int64_t number) { return Time(std::chrono::minutes(29'000'000 + number)); }

struct Figures {
    double bytes = 0;
    double write = 0;
    double tell = 0;
    double list = 0;
    double open = 0;
    double prune = 0;
};

template<typename Result>
Result sure(Attempt<Result> attempt) {
    if (!attempt) throw std::runtime_error(attempt.error().message);
    if constexpr (!std::is_void_v<Result>) return std::move(*attempt);
}

/// One step and its call, with texts as long as they are in a real run.
void write_step(Database& database, RunId run, std::int64_t number) {
    const std::string customer = "customer-" + std::to_string(number % steps_a_run);
    const std::string address = customer + "/Customer GmbH/zone/shop.example/settings";
    add_call(database, {.run = run,
                        .number = number + 1,
                        .address = address,
                        .customer = customer,
                        .kind = "zone_settings",
                        .call = "PATCH /zones/{zone}/settings/ssl",
                        .began = minute(run),
                        .ended = minute(run),
                        .fate = Fate::done,
                        .object = "023e105f4ecef8ad9ca31a8372d0c353",
                        .status = 200,
                        .request_id = "8c1f5f0c5a3b2d10-FRA"});
    add_step(database, {.run = run,
                        .number = number,
                        .address = address,
                        .customer = customer,
                        .kind = "zone_settings",
                        .action = "update",
                        .outcome = "done",
                        .object = "023e105f4ecef8ad9ca31a8372d0c353",
                        .ended = minute(run),
                        .fields = Json::array({Json::object(
                            {{"path", "ssl"}, {"before", "full"}, {"after", "strict"}})})});
}

void write_runs(Ledger& ledger, std::int64_t steps) {
    for (RunId run = 1; run <= steps / steps_a_run; ++run) {
        sure(ledger.write([&](Database& database) {
            add_run(database, run, {.command = "apply", .version = "bench"}, minute(run));
        }));
        for (std::int64_t first = 0; first < steps_a_run; first += steps_a_batch) {
            sure(ledger.write([&](Database& database) {
                for (std::int64_t i = first; i < first + steps_a_batch; ++i)
                    write_step(database, run, i);
            }));
        }
        sure(
            ledger.write([&](Database& database) { end_run(database, run, "done", minute(run)); }));
    }
}

template<typename Work>
double cpu_of(const Work& work) {
    const double begun = cpu_now();
    work();
    return cpu_now() - begun;
}

void expect(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

Figures measure(const std::filesystem::path& folder, std::int64_t steps) {
    const std::filesystem::path file = folder / (std::to_string(steps) + ".sqlite");
    const Location place = {.file = file.string()};
    const auto ledger = sure(Ledger::open(place, {.tenant = "bench", .api = "none"}, Access::create,
                                          [] { return minute(0); }));
    const std::int64_t runs = steps / steps_a_run;
    Figures figures;
    figures.write = cpu_of([&] { write_runs(*ledger, steps); });
    figures.tell = cpu_of([&] {
        const auto told = sure(ledger->read<std::vector<StepRecord>>(
            [&](Database& database) { return steps_of(database, {.run = runs / 2 + 1}); }));
        expect(std::ssize(told) == steps_a_run, "a run has lost a step");
    });
    figures.list = cpu_of([&] {
        const auto listed = sure(ledger->read<std::vector<RunRecord>>(
            [&](Database& database) { return runs_since(database, minute(0), 20); }));
        expect(listed.back().steps == steps_a_run, "a run is not listed");
    });
    figures.open = cpu_of([&] {
        const auto open = sure(ledger->read<std::vector<CallRecord>>(
            [&](Database& database) { return fresh_calls(database, minute(runs)); }));
        expect(open.empty(), "a call is open");
    });
    figures.bytes = static_cast<double>(std::filesystem::file_size(file));
    figures.prune = cpu_of([&] {
        const auto gone = sure(ledger->change<std::int64_t>(
            [&](Database& database) { return prune(database, minute(runs / 2 + 1)); }));
        expect(gone == runs / 2, "not half of the runs are gone");
    });
    return figures;
}

} // namespace

int main(int count, char** words) try {
    const std::int64_t most = count > 1 ? std::strtoll(words[1], nullptr, 10) : 1'000'000;
    if (most < 20 * steps_a_run) {
        std::fprintf(stderr, "usage: tenantry-ledger [STEPS], at least 20000\n");
        return 64;
    }
    std::string pattern = (std::filesystem::temp_directory_path() / "tenantry-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    const std::filesystem::path folder = pattern;
    const Figures few = measure(folder, most / 10);
    const Figures many = measure(folder, most);
    std::filesystem::remove_all(folder);
    std::printf("{\"steps\": [%lld, %lld], \"mb\": [%.1f, %.1f], \"write_s\": [%.2f, %.2f], "
                "\"tell_run_s\": [%.4f, %.4f], \"list_s\": [%.4f, %.4f], "
                "\"open_calls_s\": [%.4f, %.4f], \"prune_half_s\": [%.2f, %.2f]}\n",
                static_cast<long long>(most / 10), static_cast<long long>(most), few.bytes / 1e6,
                many.bytes / 1e6, few.write, many.write, few.tell, many.tell, few.list, many.list,
                few.open, many.open, few.prune, many.prune);
    // Below a hundredth of a second a ratio says nothing.
    const auto within = [](double small, double large, double most_times) {
        return large <= std::max(small, 0.01) * most_times;
    };
    const bool linear = within(few.bytes, many.bytes, 20) && within(few.write, many.write, 20) &&
                        within(few.prune, many.prune, 20);
    const bool flat = within(few.tell, many.tell, 4) && within(few.list, many.list, 4) &&
                      within(few.open, many.open, 4);
    return linear && flat ? 0 : 1;
} catch (const std::exception& failure) {
    std::fprintf(stderr, "tenantry-ledger: %s\n", failure.what());
    return 1;
}
