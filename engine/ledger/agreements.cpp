#include "engine/ledger/agreements.hpp"

#include <algorithm>

namespace tenantry::ledger {
namespace {

constexpr std::string_view all_agreements =
    "SELECT address, customer, kind, object, source, at, fields FROM agreements";

AgreementRecord agreement_in(const Row& row) {
    auto fields = parse_json(text(row.at(6)));
    return {.address = text(row.at(0)),
            .customer = text(row.at(1)),
            .kind = text(row.at(2)),
            .object = text(row.at(3)),
            .source = text(row.at(4)),
            .at = time_of(row.at(5)),
            // What a strange hand has written there tells nothing.
            .fields = fields ? std::move(*fields) : Json::object()};
}

} // namespace

std::vector<AgreementRecord> agreements_of(Database& database,
                                           std::span<const std::string> customers) {
    std::vector<AgreementRecord> agreements;
    const auto take = [&](const std::vector<Row>& rows) {
        std::ranges::transform(rows, std::back_inserter(agreements), agreement_in);
    };
    if (customers.empty()) take(database.rows(all_agreements));
    for (const std::string& customer : customers)
        take(database.rows(std::string(all_agreements) + " WHERE customer = :a", {customer}));
    std::ranges::sort(agreements, {}, &AgreementRecord::address);
    return agreements;
}

void agree(Database& database, const AgreementRecord& agreement) {
    database.run("INSERT INTO agreements (address, customer, kind, object, source, at, fields) "
                 "VALUES (:a, :b, :c, :d, :e, :f, :g) ON CONFLICT (address) DO UPDATE SET "
                 "customer = excluded.customer, kind = excluded.kind, object = excluded.object, "
                 "source = excluded.source, at = excluded.at, fields = excluded.fields",
                 {agreement.address, agreement.customer, agreement.kind, agreement.object,
                  agreement.source, stamp(agreement.at), to_text(agreement.fields)});
}

void note_departure(Database& database, const std::string& address) {
    database.run("UPDATE agreements SET source = '' WHERE address = :a", {address});
}

} // namespace tenantry::ledger
