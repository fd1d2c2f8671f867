// A database: statements with values, rows, transactions. One source for SQLite and PostgreSQL;
// what differs between the two is decided here, and nothing else knows the library that speaks to
// both.
//
// The problem. What is written right before a call that buys must be there after a power failure,
// and a database that is damaged, full, locked, restarted or gone must end in a sentence and never
// in a write to the API that nobody recorded.
//
// How it is solved. SQLite keeps a write-ahead log that is synced at each commit; each transaction
// that writes takes the lock for writing at its beginning, so that none is turned away in its
// middle. Whatever the library throws becomes a Failure, with a sentence that tells file or host.
// Within a folder that is all transactions, an exception is the plain way to roll one back; the
// folder's door returns a Trouble.
#pragma once

#include "engine/ledger/location.hpp"
#include "engine/ledger/records.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tenantry::ledger {

/// Nothing is NULL.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;

/// Thrown by Database alone; caught where a transaction ends.
class Failure : public std::runtime_error {
public:
    Failure(Trouble trouble, bool lost)
        : std::runtime_error(trouble.message), trouble_(std::move(trouble)), lost_(lost) {}
    const Trouble& trouble() const { return trouble_; }
    /// Whether the connection is gone, so that another one may do.
    bool lost() const { return lost_; }

private:
    Trouble trouble_;
    bool lost_;
};

enum class Access {
    read,   // nothing is made
    create, // made where it is not there
};

class Database {
public:
    /// With Access::read the place has to exist (has_place).
    Database(const Location& location, Access access);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Values take the place of ":a", ":b" and so on, in their order. The number of rows touched.
    std::int64_t run(std::string_view sql, const std::vector<Value>& values = {});
    std::vector<Row> rows(std::string_view sql, const std::vector<Value>& values = {});

    enum class Purpose { look, write };
    /// All of `work` or none of it; durable when this returns.
    void transaction(const std::function<void()>& work, Purpose purpose = Purpose::write);
    /// Another connection to the same place.
    void connect_again();

    /// Milliseconds since 1970, of the clock that all who share the database have in common;
    /// nothing where each has its own.
    std::optional<std::int64_t> clock();
    bool is_sqlite() const { return location_.is_file(); }
    const Location& location() const { return location_; }

private:
    struct Session;
    void connect();
    void enter_room();
    void expect_connection() const;
    /// Does `work` and turns what the library throws into a Failure.
    void guarded(const std::function<void()>& work);

    Location location_;
    Access access_;
    std::unique_ptr<Session> session_;
    bool in_transaction_ = false;
};

/// Whether there is a file; of a database only its tables tell.
bool has_place(const Location& location);

std::int64_t integer(const Value& value); // 0 for NULL
std::string text(const Value& value);     // "" for NULL
/// Times are kept as milliseconds since 1970.
Time time_of(const Value& value);
std::int64_t stamp(Time time);
Value stamp(const std::optional<Time>& time);

} // namespace tenantry::ledger
