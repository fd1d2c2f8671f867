#include "engine/base/text.hpp"
#include "engine/render/digest/parts.hpp"
#include "engine/render/render.hpp"
#include "engine/render/text/money.hpp"
#include "engine/render/text/orders.hpp"

#include <fmt/core.h>

#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::render {
namespace {

/// How it is ordered and what it costs, as text says it.
Lines lines_on_money(const Step& step) {
    Lines lines;
    add_order(lines, step);
    if (step.money) add_price(lines, *step.money);
    add_kept(lines, step);
    if (step.money) add_paid(lines, *step.money);
    return lines;
}

Remark of_step(const Step& step, const Sources& sources) {
    const Change& change = step.change;
    const bool create = change.action == Action::create;
    const bool refused = !step.refused_by.empty();
    Remark remark{.weight = refused || !step.risks.empty() ? Weight::warning : Weight::note,
                  .rule = fmt::format("plan.{}", name_of(change.action)),
                  .customer = std::string(step.address().customer()),
                  .subject = step.address().text(),
                  .summary = fmt::format("{} to {}{}", step.kind().title(), name_of(change.action),
                                         refused ? ", but it is not carried out" : ""),
                  .position = change.resource->position,
                  .skipped = refused}; // what refuses it is an error of its own
    add_field_details(remark, change.fields, create, change.resource->position, sources);
    for (const auto& [label, value] : lines_on_money(step))
        remark.details.emplace_back(label, value);
    for (const Risk& risk : step.risks)
        remark.details.emplace_back("look at", risk.what);
    if (!step.breach.empty()) remark.details.emplace_back("refused", step.breach);
    remark.details.emplace_back("why", printable(change.reason));
    return remark;
}

void add_about(Digest& digest, const Plan& plan) {
    std::istringstream lines(program_line(plan));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) digest.about.push_back(line);
}

void add_money(Digest& digest, const std::map<std::string_view, MoneySum>& customers,
               bool refused) {
    const auto add = [&](std::string_view customer, const MoneySum& sum) {
        digest.paid.push_back({.customer = std::string(customer),
                               .sum = sum.empty() ? "no change" : sum_text(sum),
                               .refused = refused});
    };
    MoneySum all;
    for (const auto& [customer, sum] : customers) {
        add(customer, sum);
        all.add(sum);
    }
    if (customers.size() > 1) add("", all);
}

} // namespace

Digest plan_digest(const Plan& plan, const Diagnostics& diagnostics, const Sources& sources,
                   std::span<const std::string> looked_at) {
    Digest digest{.summary = plan_summary(plan)};
    add_about(digest, plan);
    add_diagnostics(digest, diagnostics);
    add_money(digest, plan.money_by_customer(), false);
    add_money(digest, plan.refused_money_by_customer(), true);
    const std::vector<std::size_t> turns = turns_of(plan);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        digest.remarks.push_back(of_step(plan.steps[i], sources));
        digest.remarks.back().turn = turns[i];
    }
    add_departed(digest, plan);
    for (const auto acceptance : {Acceptance::waiting, Acceptance::rejected, Acceptance::unknown})
        add_waiting(digest, plan, acceptance);
    add_as_wanted(digest, plan, looked_at);
    return digest;
}

} // namespace tenantry::render
