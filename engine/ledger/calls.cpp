#include "engine/ledger/calls.hpp"

#include "engine/base/text.hpp"

namespace tenantry::ledger {
namespace {

constexpr std::string_view call_columns =
    "run, number, address, customer, kind, call, makes, idempotency_key, began, ended, fate, "
    "object, status, request_id, fault";
constexpr std::string_view step_columns =
    "run, number, address, customer, kind, action, outcome, object, ended, fields, fault, "
    "what_to_check";

CallRecord call_in(const Row& row) {
    CallRecord call{.run = integer(row.at(0)),
                    .number = integer(row.at(1)),
                    .address = text(row.at(2)),
                    .customer = text(row.at(3)),
                    .kind = text(row.at(4)),
                    .call = text(row.at(5)),
                    .makes = integer(row.at(6)) == 1,
                    .key = text(row.at(7)),
                    .began = time_of(row.at(8)),
                    // What a newer or a strange hand has written is nothing that is known.
                    .fate = fate_named(text(row.at(10))).value_or(Fate::unclear),
                    .object = text(row.at(11)),
                    .status = static_cast<int>(integer(row.at(12))),
                    .request_id = text(row.at(13)),
                    .fault = text(row.at(14))};
    if (!std::holds_alternative<std::monostate>(row.at(9))) call.ended = time_of(row.at(9));
    return call;
}

StepRecord step_in(const Row& row) {
    const auto fields = parse_json(text(row.at(9)));
    return {.run = integer(row.at(0)),
            .number = integer(row.at(1)),
            .address = text(row.at(2)),
            .customer = text(row.at(3)),
            .kind = text(row.at(4)),
            .action = text(row.at(5)),
            .outcome = text(row.at(6)),
            .object = text(row.at(7)),
            .ended = time_of(row.at(8)),
            .fields = fields ? *fields : Json(),
            .fault = text(row.at(10)),
            .what_to_check = text(row.at(11))};
}

/// A question as SQL, from " WHERE" on.
std::string condition(const Asked& asked, std::string_view time_of_begin,
                      std::vector<Value>& values) {
    std::string sql = " WHERE 1 = 1";
    const auto add = [&](std::string_view column_and_relation, Value value) {
        const char name = static_cast<char>('a' + values.size());
        sql += " AND " + std::string(column_and_relation) + " :" + name;
        values.push_back(std::move(value));
    };
    if (!asked.customer.empty()) add("customer =", asked.customer);
    if (asked.run) add("run =", *asked.run);
    if (asked.since)
        add("coalesce(ended, " + std::string(time_of_begin) + ") >=", stamp(*asked.since));
    return sql;
}

/// What a question asks for of one table. `time_of_begin` is the column that tells when a row that
/// has not ended began.
template<typename Record>
std::vector<Record> asked_for(Database& database, const Asked& asked, const std::string& select,
                              std::string_view time_of_begin, std::string_view order,
                              Record (*in_row)(const Row& row)) {
    std::vector<Value> values;
    const std::string where = condition(asked, time_of_begin, values);
    std::vector<Record> records;
    for (const Row& row :
         database.rows(select + where + " ORDER BY " + std::string(order), values)) {
        Record record = in_row(row);
        if (asked.address.empty() || matches_glob(record.address, asked.address))
            records.push_back(std::move(record));
    }
    return records;
}

} // namespace

void add_call(Database& database, const CallRecord& call) {
    database.run("INSERT INTO calls (" + std::string(call_columns) +
                     ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o) "
                     "ON CONFLICT (run, number) DO UPDATE SET began = excluded.began, "
                     "ended = excluded.ended, fate = excluded.fate, object = excluded.object, "
                     "status = excluded.status, request_id = excluded.request_id, "
                     "fault = excluded.fault",
                 {call.run, call.number, call.address, call.customer, call.kind, call.call,
                  std::int64_t{call.makes}, call.key, stamp(call.began), stamp(call.ended),
                  std::string(name_of(call.fate)), call.object, std::int64_t{call.status},
                  call.request_id, call.fault});
}

void settle_call(Database& database, const CallRecord& call) {
    database.run("UPDATE calls SET ended = :a, fate = :b, object = :c, status = :d, "
                 "request_id = :e, fault = :f WHERE run = :g AND number = :h",
                 {stamp(call.ended), std::string(name_of(call.fate)), call.object,
                  std::int64_t{call.status}, call.request_id, call.fault, call.run, call.number});
}

void add_step(Database& database, const StepRecord& step) {
    database.run("INSERT INTO steps (" + std::string(step_columns) +
                     ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l) "
                     "ON CONFLICT (run, number) DO NOTHING",
                 {step.run, step.number, step.address, step.customer, step.kind, step.action,
                  step.outcome, step.object, stamp(step.ended), to_text(step.fields), step.fault,
                  step.what_to_check});
}

std::vector<CallRecord> fresh_calls(Database& database, Time since) {
    std::vector<CallRecord> calls;
    const std::string select = "SELECT " + std::string(call_columns) + " FROM calls WHERE ";
    for (const Row& row :
         database.rows(select + "fate IN ('open', 'unclear') AND makes = 1 ORDER BY began"))
        calls.push_back(call_in(row));
    for (const Row& row : database.rows(
             select + "makes = 1 AND ended >= :a AND fate IN ('done', 'happened') ORDER BY began",
             {stamp(since)}))
        calls.push_back(call_in(row));
    return calls;
}

std::vector<CallRecord> calls_of(Database& database, const Asked& asked) {
    return asked_for(database, asked, "SELECT " + std::string(call_columns) + " FROM calls",
                     "began", "run, number", call_in);
}

std::vector<StepRecord> steps_of(Database& database, const Asked& asked) {
    return asked_for(database, asked, "SELECT " + std::string(step_columns) + " FROM steps",
                     "ended", "run, ended, number", step_in);
}

std::int64_t prune(Database& database, Time before) {
    constexpr std::string_view old =
        "SELECT id FROM runs WHERE coalesce(ended, heard) < :a AND id NOT IN "
        "(SELECT run FROM calls WHERE fate IN ('open', 'unclear') AND makes = 1)";
    const std::string among = " WHERE run IN (" + std::string(old) + ")";
    database.run("DELETE FROM findings WHERE seen < :a", {stamp(before)});
    database.run("DELETE FROM locks" + among, {stamp(before)});
    database.run("DELETE FROM calls" + among, {stamp(before)});
    database.run("DELETE FROM steps" + among, {stamp(before)});
    return database.run("DELETE FROM runs WHERE id IN (" + std::string(old) + ")", {stamp(before)});
}

} // namespace tenantry::ledger
