#include "engine/ledger/database.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <deque>
#include <filesystem>
#include <thread>

namespace tenantry::ledger {
namespace {

// Another process writes for a moment; one that holds the file for longer is in the way.
constexpr std::chrono::seconds sqlite_patience{20};

/// What PostgreSQL is told, so that a host that has gone is noticed within a minute.
constexpr std::string_view postgresql_words =
    "connect_timeout=10&application_name=tenantry&keepalives_idle=10&keepalives_interval=5"
    "&keepalives_count=3&tcp_user_timeout=30000&options=-c%20statement_timeout%3D60000"
    "%20-c%20client_min_messages%3Dwarning";

std::string connect_words(const Location& location) {
    if (location.is_file())
        return "dbname=\"" + location.file +
               "\" timeout=" + std::to_string(sqlite_patience.count());
    const char joint = location.url.find('?') == std::string::npos ? '?' : '&';
    return location.url + joint + std::string(postgresql_words);
}

/// In one line, and without the statement that the library repeats behind what the database said.
std::string said_by(std::string_view words) {
    for (const std::string_view statement :
         {" while executing ", " while preparing ", " while fetching data from "})
        words = words.substr(0, words.find(statement));
    // "sqlite3_statement_backend::loadOne: ..."
    const auto inner = words.find("::");
    const auto colon = words.find(": ", inner == words.npos ? 0 : inner);
    if (inner != words.npos && colon != words.npos && colon < words.find(' '))
        words.remove_prefix(std::min(colon + 2, words.size()));
    std::string line(words);
    while (!line.empty() && line.back() == '\n')
        line.pop_back();
    std::ranges::replace(line, '\n', ' ');
    return printable(line);
}

std::string hint_for(const Location& location, std::string_view said) {
    const auto says = [&](std::string_view words) { return said.find(words) != said.npos; };
    if (says("disk is full") || says("No space left") || says("disk I/O"))
        return "make room on the disk, and run again";
    if (says("readonly") || says("read-only"))
        return "let this user write there, or name another ledger with --ledger";
    if (says("malformed") || says("not a database") || says("corrupt"))
        return "move the file away (it holds what earlier runs did: keep it), look at what they "
               "left at the dashboard, and run again; a new one is made";
    if (says("locked") || says("busy"))
        return "another program holds it: end that one, or wait for it";
    if (!location.is_file()) return "see that the database is up and that this user may use it";
    return "name another ledger with --ledger, or say --ledger none";
}

/// A file that only its owner reads: the library would make it for all.
void make_private(const std::string& file) {
    std::error_code failed;
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    if (!std::filesystem::exists(folder, failed)) {
        std::filesystem::create_directories(folder, failed);
        if (!failed) {
            std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
        }
    }
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        const Trouble trouble{"the ledger " + in_quotes(file) +
                                  " cannot be opened: " + std::strerror(errno),
                              "let this user write there, name another one with --ledger, or say "
                              "--ledger none"};
        throw Failure(trouble, false);
    }
    ::close(descriptor);
}

/// SQLite waits for others everywhere but here: while another does the same to a new file, it is
/// refused at once. Where it has waited itself, the time is over.
void write_ahead(soci::session& sql) {
    constexpr std::chrono::milliseconds between_tries{20};
    const auto until = std::chrono::steady_clock::now() + sqlite_patience;
    for (;;) {
        try {
            sql << "PRAGMA journal_mode=WAL";
            return;
        } catch (const soci::soci_error& error) {
            const bool locked = std::string_view(error.what()).find("locked") != std::string::npos;
            if (!locked || std::chrono::steady_clock::now() >= until) throw;
        }
        std::this_thread::sleep_for(between_tries);
    }
}

Value value_at(const soci::row& row, std::size_t i) {
    if (row.get_indicator(i) == soci::i_null) return {};
    switch (row.get_properties(i).get_data_type()) {
    case soci::dt_string: return row.get<std::string>(i);
    case soci::dt_integer: return std::int64_t{row.get<int>(i)};
    case soci::dt_long_long: return std::int64_t{row.get<long long>(i)};
    default: bug("a column of the ledger is neither a text nor a number");
    }
}

} // namespace

struct Database::Session {
    explicit Session(const Location& location)
        : sql(location.is_file()
                  ? static_cast<const soci::backend_factory&>(*soci::factory_sqlite3())
                  : *soci::factory_postgresql(),
              connect_words(location)) {}
    soci::session sql;
};

bool has_place(const Location& location) {
    return !location.is_file() || ::access(location.file.c_str(), F_OK) == 0;
}

Database::Database(const Location& location, Access access) : location_(location), access_(access) {
    if (location_.is_file() && access_ == Access::create) make_private(location_.file);
    connect();
}

Database::~Database() = default;

void Database::connect() {
    try {
        guarded([&] { session_ = std::make_unique<Session>(location_); });
    } catch (const Failure& failure) {
        // Whatever kept it away may be over in a moment; of a file nothing is.
        throw Failure(failure.trouble(), !location_.is_file());
    }
    guarded([&] {
        if (location_.is_file()) {
            if (access_ == Access::create) write_ahead(session_->sql);
            session_->sql << "PRAGMA synchronous=FULL";
            // Kibibytes: deleting by two indexes goes all over the file.
            session_->sql << "PRAGMA cache_size=-32768";
        }
    });
    if (!location_.is_file()) enter_room();
}

/// Several tenants may share a database: each has its own room, and runs that come first together
/// make it one after the other.
void Database::enter_room() {
    const auto is_there = [&] {
        return !rows("SELECT CAST(nspname AS text) FROM pg_namespace WHERE nspname = :a",
                     {location_.room})
                    .empty();
    };
    if (access_ == Access::create && !is_there()) {
        transaction(
            [&] {
                rows("SELECT CAST(1 AS bigint) FROM pg_advisory_xact_lock(724108)");
                if (!is_there()) run("CREATE SCHEMA " + location_.room);
            },
            Purpose::write);
    }
    run("SET search_path TO " + location_.room);
}

void Database::connect_again() {
    in_transaction_ = false;
    session_.reset();
    connect();
}

void Database::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const soci::postgresql_soci_error& error) {
        const std::string said = said_by(error.what());
        const std::string state = error.sqlstate();
        // Class 08 and 57P are of connections; what has no state never reached the server.
        const bool lost = state.starts_with("08") || state.starts_with("57P") ||
                          error.get_error_category() == soci::soci_error::connection_error ||
                          state.find_first_not_of(std::string_view(" \0", 2)) == std::string::npos;
        throw Failure(
            {"the ledger " + in_quotes(location_.name()) + ": " + said, hint_for(location_, said)},
            lost);
    } catch (const soci::soci_error& error) {
        const std::string said = said_by(error.what());
        const bool lost = !location_.is_file() &&
                          error.get_error_category() == soci::soci_error::connection_error;
        throw Failure(
            {"the ledger " + in_quotes(location_.name()) + ": " + said, hint_for(location_, said)},
            lost);
    }
}

void Database::expect_connection() const {
    if (session_) return;
    throw Failure({"the ledger " + in_quotes(location_.name()) + " is not connected",
                   hint_for(location_, "")},
                  true);
}

std::int64_t Database::run(std::string_view sql, const std::vector<Value>& values) {
    std::int64_t touched = 0;
    guarded([&] {
        expect_connection();
        std::deque<std::string> texts;
        std::deque<long long> numbers;
        std::deque<soci::indicator> marks;
        soci::statement statement(session_->sql);
        for (const Value& value : values) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                statement.exchange(soci::use(numbers.emplace_back(*number)));
            } else {
                const auto* written = std::get_if<std::string>(&value);
                marks.push_back(written == nullptr ? soci::i_null : soci::i_ok);
                texts.push_back(written == nullptr ? "" : *written);
                statement.exchange(soci::use(texts.back(), marks.back()));
            }
        }
        statement.alloc();
        statement.prepare(std::string(sql));
        statement.define_and_bind();
        statement.execute(true);
        touched = statement.get_affected_rows();
    });
    return touched;
}

std::vector<Row> Database::rows(std::string_view sql, const std::vector<Value>& values) {
    std::vector<Row> found;
    guarded([&] {
        expect_connection();
        std::deque<std::string> texts;
        std::deque<long long> numbers;
        soci::row row;
        soci::statement statement(session_->sql);
        statement.exchange(soci::into(row));
        for (const Value& value : values) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                statement.exchange(soci::use(numbers.emplace_back(*number)));
            } else {
                statement.exchange(soci::use(texts.emplace_back(text(value))));
            }
        }
        statement.alloc();
        statement.prepare(std::string(sql));
        statement.define_and_bind();
        statement.execute(false);
        while (statement.fetch()) {
            Row& taken = found.emplace_back();
            for (std::size_t i = 0; i < row.size(); ++i)
                taken.push_back(value_at(row, i));
        }
    });
    return found;
}

void Database::transaction(const std::function<void()>& work, Purpose purpose) {
    if (in_transaction_) bug("a transaction of the ledger within another");
    run(is_sqlite() && purpose == Purpose::write ? "BEGIN IMMEDIATE" : "BEGIN");
    in_transaction_ = true;
    try {
        work();
        run("COMMIT");
        in_transaction_ = false;
    } catch (...) {
        in_transaction_ = false;
        try {
            run("ROLLBACK");
        } catch (const Failure&) {
            // What failed first says why. A connection that cannot roll back is of no more use.
            session_.reset();
        }
        throw;
    }
}

std::optional<std::int64_t> Database::clock() {
    if (is_sqlite()) return std::nullopt;
    const auto found = rows("SELECT CAST(extract(epoch from clock_timestamp()) * 1000 AS bigint)");
    return integer(found.at(0).at(0));
}

std::int64_t integer(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    // SQLite does not tell the type of what is counted, and the library takes it for a text.
    std::int64_t counted = 0;
    const std::string written = text(value);
    std::from_chars(written.data(), written.data() + written.size(), counted);
    return counted;
}

std::string text(const Value& value) {
    const auto* written = std::get_if<std::string>(&value);
    return written == nullptr ? std::string() : *written;
}

Time time_of(const Value& value) { return Time(std::chrono::milliseconds(integer(value))); }

std::int64_t stamp(Time time) { return time.time_since_epoch().count(); }

Value stamp(const std::optional<Time>& time) { return time ? Value(stamp(*time)) : Value(); }

} // namespace tenantry::ledger
