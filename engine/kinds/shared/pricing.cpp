#include "engine/kinds/shared/pricing.hpp"

#include "engine/kinds/shared/subscription.hpp"
#include "engine/products/products.hpp"

#include <algorithm>

namespace tenantry::kinds {
namespace {

constexpr std::string_view defaults_prefix = "component_defaults.";

/// Free by its nature, so that 0 is a price: the API says 0 for paid plans, too, where prices are
/// in a contract.
bool is_free(std::string_view plan) {
    const std::string id = products::plan_class(plan);
    return id == "free" || (!products::plan_rank(id) && id.ends_with("_free"));
}

Components counts_under(const LiveObject& live, std::string_view prefix) {
    Components counts;
    for (const auto& [path, value] : live.fields) {
        if (!path.starts_with(prefix) || value.integer() == nullptr) continue;
        counts.emplace_back(path.substr(prefix.size()), *value.integer());
    }
    return counts;
}

/// Adds what the lists say that a plan includes, where nobody has said it yet.
void add_included(Components& included, std::string_view plan, std::span<const PriceList> lists) {
    for (const PriceList& list : lists) {
        for (const RatePlan& sold : list.plans) {
            if (products::sold_as(sold.id) != products::sold_as(plan)) continue;
            for (const RatePlan::Component& component : sold.components) {
                const auto same = [&](const auto& entry) { return entry.first == component.name; };
                if (!component.included || std::ranges::any_of(included, same)) continue;
                included.emplace_back(component.name, *component.included);
            }
        }
    }
}

products::Order order_now(const LiveObject& live, const std::string& plan,
                          std::span<const PriceList> lists) {
    products::Order order{.plan = plan,
                          .components = counts_under(live, "components."),
                          .included = counts_under(live, defaults_prefix),
                          .frequency = std::string(live.text_of("frequency"))};
    add_included(order.included, plan, lists);
    return order;
}

products::Order order_wanted(const Change& change, const std::string& plan, bool another_plan,
                             std::span<const PriceList> lists) {
    products::Order order{.plan = plan,
                          .components = wanted_components(change, another_plan),
                          .frequency = wanted_frequency(change)};
    const bool stays = change.live != nullptr && !another_plan;
    if (stays) order.included = counts_under(*change.live, defaults_prefix);
    // What says nothing of it is taken as monthly; a plan that stays keeps what it has.
    if (order.frequency.empty() && !stays) order.frequency = "monthly";
    add_included(order.included, plan, lists);
    return order;
}

/// What the API says is paid now, perhaps for a period that it does not tell; or why that is no
/// price, in words to go on with.
Quote paid_now(const LiveObject& live) {
    const Json* told = live.field("price");
    const auto read = told == nullptr ? std::nullopt : Amount::from_json(*told);
    if (!read) return std::unexpected("");
    const Amount amount = read.value_or(Amount());
    const std::string currency = known_currency(live.text_of("currency"));
    if (amount.is_zero()) return std::unexpected(", and the API says 0");
    if (amount.is_negative() || currency.empty()) return std::unexpected("");
    return Price{.amount = amount,
                 .currency = currency,
                 .frequency = products::known_frequency(live.text_of("frequency"))};
}

/// The two sides of a change.
struct Sides {
    std::optional<products::Order> before = {}; // nothing: there was no plan
    products::Order after = {};
    bool was_free = false;
    bool gets_free = false;

    Quote price_before(std::span<const RatePlan> plans) const {
        return before ? side(*before, was_free, plans) : Price();
    }
    Quote price_after(std::span<const RatePlan> plans) const {
        return side(after, gets_free, plans);
    }

private:
    static Quote side(const products::Order& order, bool free, std::span<const RatePlan> plans) {
        const Quote quote = products::price_of(order, plans);
        return quote || !free ? quote : Price();
    }
};

/// How near a list comes to a price, by the reason for which it has none: it does not know the
/// plan, or not in this frequency, or only a part of what is paid is missing.
int nearness(const std::string& reason, const std::string& plan) {
    if (reason == "no price of " + plan) return 0;
    return reason.starts_with("no ") && reason.ends_with(" price of " + plan) ? 1 : 2;
}

/// Of two reasons for which nobody tells a price, the one that says more.
void prefer(Quote& told, const Quote& other, const std::string& plan) {
    if (!told && !other && nearness(told.error(), plan) < nearness(other.error(), plan))
        told = other;
}

/// By the first list that prices both sides. Where none does, what is known of one side, and what
/// is missing for the other: of the list that has the new price, if one has.
void price_by_lists(Money& money, const Sides& sides, std::span<const PriceList> lists) {
    Quote& before = money.old_price;
    Quote& after = money.new_price;
    before = sides.price_before({});
    after = sides.price_after({});
    for (const PriceList& list : lists) {
        const Quote old_price = sides.price_before(list.plans);
        const Quote new_price = sides.price_after(list.plans);
        if (old_price && new_price) {
            before = old_price;
            after = new_price;
            money.source = list.name;
            return;
        }
        if (!after && new_price) {
            before = old_price;
            after = new_price;
        } else if (!after && !before && old_price) {
            before = old_price;
        } else {
            prefer(before, old_price, money.old_plan);
        }
        prefer(after, new_price, money.new_plan);
    }
}

bool same_quote(const Quote& one, const Quote& other) {
    return one && other ? *one == *other : !one && !other && one.error() == other.error();
}

/// Of what is ordered that which no line of the plan shows, and without which the price would be
/// another.
Components kept_at_a_price(const Change& change, const Sides& sides,
                           std::span<const PriceList> lists) {
    Components kept;
    for (const auto& component : sides.after.components) {
        const std::string path = "components." + component.first;
        if (change.resource->field(path) != nullptr || change.changes(path)) continue;
        Sides without = sides;
        std::erase(without.after.components, component);
        const bool matters = std::ranges::any_of(lists, [&](const PriceList& list) {
            return !same_quote(sides.price_after(list.plans), without.price_after(list.plans));
        });
        if (matters) kept.push_back(component);
    }
    return kept;
}

} // namespace

Money money_of(const Change& change, std::span<const PriceList> lists, const std::string& now,
               const std::string& wanted) {
    const bool another = products::plan_class(now) != products::plan_class(wanted);
    Sides sides{.after = order_wanted(change, wanted, another, lists),
                .was_free = is_free(now),
                .gets_free = is_free(wanted)};
    Quote paid = std::unexpected("");
    if (change.live != nullptr && !now.empty()) {
        sides.before = order_now(*change.live, now, lists);
        if (!sides.was_free) paid = paid_now(*change.live);
    }
    Money money{.old_plan = now, .new_plan = wanted};
    if (!sides.gets_free) money.kept = kept_at_a_price(change, sides, lists);
    if (paid) money.paid = *paid;
    price_by_lists(money, sides, lists);
    if (money.old_price) return money;
    if (paid && paid->frequency.empty()) {
        paid = std::unexpected(", and the API does not tell how often it is paid");
    }
    if (!paid) {
        money.old_price = std::unexpected(money.old_price.error() + paid.error());
    } else if (sides.gets_free) {
        money.old_price = paid;
        money.source = "subscription";
    } else if (!money.new_price) {
        money.old_price = paid;
    }
    return money;
}

bool lowers_component(const Change& change) {
    return std::ranges::any_of(change.fields, [](const FieldChange& field) {
        const std::int64_t* before = field.before.integer();
        const std::int64_t* after = field.after.integer();
        return !component_of(field.path).empty() && before != nullptr && after != nullptr &&
               *after < *before;
    });
}

} // namespace tenantry::kinds
