// An open ledger. Each of its calls is one transaction: done and durable, or not at all.
#pragma once

#include "engine/ledger/database.hpp"
#include "engine/ledger/records.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace tenantry::ledger {

class Ledger {
public:
    /// Opens it and, with Access::create, brings its tables to today's. Without a clock of its own
    /// it takes the system's, set by that of the database's host where it has one. Null, with
    /// Access::read, where there is none yet.
    static Attempt<std::unique_ptr<Ledger>> open(const Location& location, const Whose& whose,
                                                 Access access, Clock clock = {});

    /// Does `work` in a transaction, again on a new connection where one was lost: what it does
    /// must be the same when done twice. Any thread may call.
    Attempt<void> write(const std::function<void(Database&)>& work);

    /// Does so, and hands on what came of it.
    template<typename Result>
    Attempt<Result> change(const std::function<Result(Database&)>& work) {
        return with_result(work, Database::Purpose::write);
    }
    /// Looks, beside whoever writes: nobody waits for this.
    template<typename Result>
    Attempt<Result> read(const std::function<Result(Database&)>& work) {
        return with_result(work, Database::Purpose::look);
    }

    Time now() const { return clock_(); }
    std::string name() const { return database_->location().name(); }

private:
    Ledger(std::unique_ptr<Database> database, Clock clock)
        : database_(std::move(database)), clock_(std::move(clock)) {}

    Attempt<void> transact(const std::function<void(Database&)>& work, Database::Purpose purpose);

    template<typename Result>
    Attempt<Result> with_result(const std::function<Result(Database&)>& work,
                                Database::Purpose purpose) {
        std::optional<Result> result;
        auto done = transact([&](Database& database) { result.emplace(work(database)); }, purpose);
        if (!done) return std::unexpected(std::move(done.error()));
        return std::move(*result);
    }

    std::mutex mutex_;
    std::unique_ptr<Database> database_;
    Clock clock_;
};

/// A number for a run that begins now.
RunId new_run_id(Time now);

} // namespace tenantry::ledger
