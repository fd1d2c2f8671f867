#include "engine/ledger/store.hpp"

#include "engine/ledger/migrations.hpp"

#include <array>
#include <random>
#include <thread>

namespace tenantry::ledger {
namespace {

using std::chrono::milliseconds;

// A database that is restarted is back within a moment; one that is not is told.
constexpr std::array pauses = {milliseconds(100), milliseconds(500), milliseconds(2000),
                               milliseconds(5000)};

Time system_now() {
    return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

/// The clocks of machines that share a database differ; its own is the one they have in common.
/// From here on time passes as it does in this process: a clock that is set back must not make a
/// run that works look like one that was last heard of long ago.
Clock clock_of(Database& database) {
    const auto theirs = database.clock();
    const Time began = theirs ? time_of(*theirs) : system_now();
    const auto since = std::chrono::steady_clock::now();
    return [began, since] {
        return began +
               std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - since);
    };
}

} // namespace

Attempt<std::unique_ptr<Ledger>> Ledger::open(const Location& location, const Whose& whose,
                                              Access access, Clock clock) {
    try {
        if (access == Access::read && !has_place(location)) return nullptr;
        auto database = std::make_unique<Database>(location, access);
        if (!migrate(*database, whose, access == Access::create)) return nullptr;
        Clock taken = clock ? std::move(clock) : clock_of(*database);
        return std::unique_ptr<Ledger>(new Ledger(std::move(database), std::move(taken)));
    } catch (const Failure& failure) {
        return std::unexpected(failure.trouble());
    }
}

Attempt<void> Ledger::write(const std::function<void(Database&)>& work) {
    return transact(work, Database::Purpose::write);
}

Attempt<void> Ledger::transact(const std::function<void(Database&)>& work,
                               Database::Purpose purpose) {
    const std::scoped_lock alone(mutex_);
    for (std::size_t tries = 0;; ++tries) {
        try {
            if (tries > 0) database_->connect_again();
            database_->transaction([&] { work(*database_); }, purpose);
            return {};
        } catch (const Failure& failure) {
            if (!failure.lost() || tries == pauses.size())
                return std::unexpected(failure.trouble());
            std::this_thread::sleep_for(pauses[tries]);
        }
    }
}

RunId new_run_id(Time now) {
    constexpr RunId lucky = 4096;
    std::random_device device;
    return stamp(now) * lucky + std::uniform_int_distribution<RunId>(0, lucky - 1)(device);
}

} // namespace tenantry::ledger
