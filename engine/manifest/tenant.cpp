#include "engine/manifest/tenant.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/role_names.hpp"
#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace tenantry::manifest {
namespace {

std::vector<std::string> texts_of(Node list) {
    std::vector<std::string> texts;
    for (const Node item : list.items())
        texts.emplace_back(item.text());
    return texts;
}

/// The place of everything in a map or list, by its path.
void add_places(Node node, const std::string& prefix,
                std::map<std::string, Position, std::less<>>& places) {
    const auto add = [&](const std::string& path, Position position, Node value) {
        places.emplace(path, position);
        add_places(value, path + ".", places);
    };
    if (node.is_map()) {
        for (const auto& [key, value] : node.entries())
            add(prefix + std::string(key.text()), key.position(), value);
    } else if (node.is_sequence()) {
        std::size_t index = 0;
        for (const Node item : node.items())
            add(prefix + std::to_string(index++), item.position(), item);
    }
}

void complain(Diagnostics& diagnostics, Node node, std::string code, std::string summary,
              std::string hint) {
    diagnostics.add({.code = "manifest." + std::move(code),
                     .summary = std::move(summary),
                     .hint = std::move(hint),
                     .position = node.position()});
}

/// The exact value of a number; of what is none, or out of range, the schema complains.
Amount read_amount(Node node, Diagnostics& diagnostics) {
    if (node.type() != NodeType::integer && node.type() != NodeType::real) return {};
    const auto amount = Amount::parse(node.text());
    if (!amount && amount.error() == NoAmount::too_fine) {
        complain(diagnostics, node, "value",
                 fmt::format("the amount {} is finer than a millionth", printable(node.text())),
                 "write at most six places behind the point; for less, write the price of a "
                 "longer period");
    }
    return amount.value_or(Amount());
}

std::optional<SpendLimit> spend_limit(Node limits, std::string_view scope,
                                      Diagnostics& diagnostics) {
    const auto amounts = limits.find(scope);
    if (!amounts || !amounts->is_map()) return std::nullopt;
    SpendLimit limit;
    for (const auto& [currency, amount] : amounts->entries())
        limit.emplace(currency.text(), read_amount(amount, diagnostics));
    return limit;
}

UpdateLimit update_limit(const Json& limits, std::string_view scope) {
    const Json* found = limits.find(scope);
    UpdateLimit limit;
    const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
        const Json* value = found == nullptr ? nullptr : found->find(name);
        if (value == nullptr || value->integer() == nullptr) return std::nullopt;
        return *value->integer();
    };
    limit.count = number("count");
    limit.percent = number("percent");
    return limit;
}

/// One entry of the price list.
struct PriceEntry {
    RatePlan plan = {}; // with one component at most
    std::string per = {};

    bool has_plan_of(const RatePlan& other) const {
        return products::sold_as(plan.id) == products::sold_as(other.id) &&
               products::known_frequency(plan.frequency) ==
                   products::known_frequency(other.frequency);
    }
    /// Whether the list has the price of the same thing already, in whatever currency.
    bool stands_in(const RatePlan& other) const {
        if (!has_plan_of(other)) return false;
        if (per.empty()) return other.flat.has_value();
        return std::ranges::find(other.components, per, &RatePlan::Component::name) !=
               other.components.end();
    }
};

/// What is paid for together has one currency: added up over two, a part of it would be lost.
void complain_of_currencies(Diagnostics& diagnostics, Node item, const PriceEntry& entry,
                            const RatePlan& other, Position place) {
    const auto currency = item.find("currency");
    diagnostics.add(
        {.code = "manifest.mixed-currencies",
         .summary = fmt::format("the {} prices of {} are in {} and in {}",
                                printable(entry.plan.frequency), printable(entry.plan.id),
                                printable(other.currency), printable(entry.plan.currency)),
         .hint = "write what is paid together, the plan and its pieces, in one currency",
         .position = currency ? currency->position() : item.position(),
         .notes = {{fmt::format("the price in {} is here", printable(other.currency)), place}}});
}

void doubt(Diagnostics& diagnostics, Node node, std::string summary, std::string hint) {
    diagnostics.add({.severity = Severity::warning,
                     .code = "manifest.undocumented",
                     .summary = std::move(summary),
                     .hint = std::move(hint),
                     .position = node.position()});
}

/// Names of open lists that are nearly known ones.
void doubt_slips(Node list, std::string_view what, std::string (*slip)(std::string_view),
                 Diagnostics& diagnostics) {
    const auto look_at = [&](Node name) {
        if (!name.is_text() || name.from_variable() || name.text().contains('*')) return;
        const std::string hint = slip(name.text());
        if (!hint.empty())
            doubt(diagnostics, name,
                  fmt::format("Cloudflare's documents have no {} {}: it is taken as it is written",
                              what, in_quotes(name.text())),
                  hint);
    };
    if (list.is_scalar()) return look_at(list);
    for (const Node item : list.items())
        look_at(item);
}

/// "month", which is no component; how often it is paid, or "".
std::string time_in(std::string_view per) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> times = {
        {{"week", "weekly"},
         {"weekly", "weekly"},
         {"month", "monthly"},
         {"months", "monthly"},
         {"monthly", "monthly"},
         {"mo", "monthly"},
         {"quarter", "quarterly"},
         {"quarterly", "quarterly"},
         {"year", "yearly"},
         {"yearly", "yearly"},
         {"annual", "yearly"},
         {"annually", "yearly"}}};
    const auto found =
        std::ranges::find(times, ascii_lower(per), [](const auto& time) { return time.first; });
    return found == times.end() ? "" : std::string(found->second);
}

void doubt_names(Node item, Diagnostics& diagnostics) {
    if (const auto plan = item.find("plan"))
        doubt_slips(*plan, "plan", products::slip_of_plan, diagnostics);
    const auto per = item.find("per");
    if (!per || !per->is_text() || per->from_variable()) return;
    const std::string often = time_in(per->text());
    if (often.empty())
        return doubt_slips(*per, "component", products::slip_of_component, diagnostics);
    doubt(diagnostics, *per,
          fmt::format("per names the component that is paid by the piece, and {} is a time",
                      in_quotes(per->text())),
          fmt::format("write frequency: {} in its place", often));
}

std::string text_under(Node map, std::string_view name) {
    const auto value = map.find(name);
    return value ? std::string(value->text()) : std::string();
}

PriceEntry read_price(Node item, Diagnostics& diagnostics) {
    PriceEntry entry{.plan = {.id = text_under(item, "plan"),
                              .currency = text_under(item, "currency"),
                              .frequency = text_under(item, "frequency")},
                     .per = text_under(item, "per")};
    if (entry.plan.frequency.empty()) entry.plan.frequency = "monthly";
    const auto price = item.find("price");
    const Amount amount = price ? read_amount(*price, diagnostics) : Amount();
    const auto included = item.find("included");
    if (entry.per.empty()) {
        entry.plan.flat = amount;
        if (included) {
            complain(diagnostics, *included, "missing-field",
                     "\"included\" without \"per\": it is not said what is included",
                     "write per: with the name of the component");
        }
        return entry;
    }
    RatePlan::Component component{.name = entry.per, .unit = amount};
    if (included) component.included = decimal_integer(*included);
    entry.plan.components.push_back(std::move(component));
    return entry;
}

/// Two ids may be one plan: that is said, because nobody sees it in the manifest.
Diagnostic priced_twice(const PriceEntry& entry, const RatePlan& first, Node item, Node other) {
    const std::string what = entry.per.empty() ? "" : printable(entry.per) + " of ";
    const bool alike = ascii_lower(entry.plan.id) == ascii_lower(first.id);
    const std::string& id = entry.plan.id;
    return {.code = "manifest.duplicate-item",
            .summary = fmt::format("the {} price of {}{} stands twice",
                                   printable(entry.plan.frequency), what,
                                   alike ? printable(id)
                                         : fmt::format("the class {}, which {} and {} both are,",
                                                       printable(products::sold_as(id)),
                                                       in_quotes(id), in_quotes(first.id))),
            .hint = "remove one of them",
            .position = item.position(),
            .notes = {{"the other one is here", other.position()}}};
}

} // namespace

Guards read_guards(Node guards, Diagnostics& diagnostics) {
    Guards result;
    add_places(guards, "", result.places);
    if (const auto plans = guards.find("allowed_plans")) {
        result.allowed_plans = texts_of(*plans);
        doubt_slips(*plans, "plan", products::slip_of_plan, diagnostics);
    }
    if (const auto spend = guards.find("max_monthly_increase")) {
        result.spend_of_customer = spend_limit(*spend, "customer", diagnostics);
        result.spend_of_run = spend_limit(*spend, "run", diagnostics);
    }
    if (const auto updates = guards.find("max_updates")) {
        const Json limits = to_json(*updates);
        result.updates_of_kind = update_limit(limits, "kind");
        result.updates_of_customer = update_limit(limits, "customer");
        result.updates_of_run = update_limit(limits, "run");
    }
    if (const auto patterns = guards.find("protect")) result.protect = texts_of(*patterns);
    if (const auto roles = guards.find("roles")) {
        result.roles = texts_of(*roles);
        doubt_slips(*roles, "role", slip_of_role, diagnostics);
    }
    return result;
}

// Entries of one plan and frequency belong together: a price of its own and one for each piece.
std::vector<RatePlan> read_prices(Node prices, Diagnostics& diagnostics) {
    std::vector<RatePlan> plans;
    std::vector<Position> places;                // parallel: where each first stands
    std::vector<std::pair<RatePlan, Node>> seen; // each entry by itself
    for (const Node item : prices.items()) {
        if (!item.is_map()) continue;
        PriceEntry entry = read_price(item, diagnostics);
        doubt_names(item, diagnostics);
        const auto first = std::ranges::find_if(
            seen, [&](const auto& each) { return entry.stands_in(each.first); });
        if (first != seen.end()) {
            diagnostics.add(priced_twice(entry, first->first, item, first->second));
            continue;
        }
        seen.emplace_back(entry.plan, item);
        const auto found = std::ranges::find_if(
            plans, [&](const RatePlan& plan) { return entry.has_plan_of(plan); });
        if (found == plans.end()) {
            plans.push_back(std::move(entry.plan));
            places.push_back(item.position());
        } else if (ascii_lower(found->currency) != ascii_lower(entry.plan.currency)) {
            complain_of_currencies(diagnostics, item, entry, *found,
                                   places[static_cast<std::size_t>(found - plans.begin())]);
        } else if (entry.per.empty()) {
            found->flat = entry.plan.flat;
        } else {
            found->components.push_back(std::move(entry.plan.components.front()));
        }
    }
    return plans;
}

} // namespace tenantry::manifest
