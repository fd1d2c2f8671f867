#include "engine/planner/saved.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/canonical.hpp"
#include "engine/planner/hidden.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace tenantry::planner {
namespace {

using Steps = std::map<std::string_view, const Step*>; // by address
using ByCustomer = std::map<std::string_view, Steps>;

ByCustomer by_customer(const Plan& plan) {
    ByCustomer customers;
    for (const Step& step : plan.steps)
        customers[step.address().customer()][step.address().text()] = &step;
    return customers;
}

/// Whether two live values are the same; the order of sets says nothing.
bool same_live(const Json& a, const Json& b, const Schema& field) {
    return a == b || (same_value(a, b, field) && same_value(b, a, field));
}

bool is_echoed(const Kind& kind, std::string_view path) {
    return std::ranges::any_of(kind.writing.echoed,
                               [&](std::string_view begin) { return path.starts_with(begin); });
}

/// A live field that a PUT echoes and that moved, or "".
std::string moved_echo(const LiveObject& then, const LiveObject& now, const Step& step,
                       const Schema& schema) {
    const Kind& kind = step.kind();
    for (const auto& [path, value] : now.fields) {
        // What the step changes has been compared.
        if (!is_echoed(kind, path) || step.change.changes(path)) continue;
        const Json* before = then.field(path);
        const Schema* field = schema.field(path);
        const bool same = before != nullptr &&
                          (field == nullptr ? *before == value : same_live(*before, value, *field));
        if (!same) return path;
    }
    for (const auto& [path, value] : then.fields) {
        if (is_echoed(kind, path) && now.field(path) == nullptr) return path;
    }
    return {};
}

std::string moved_field(const Step& then, const Step& now, const Schema& schema) {
    for (const FieldChange& field : now.change.fields) {
        const FieldChange* before = then.change.field(field.path);
        if (before == nullptr) return field.path;
        const Schema& facts = *schema.field(field.path);
        const bool same = before->after == field.after &&
                          (same_live(before->before, field.before, facts) ||
                           same_live(before->before, fingerprinted(field), facts));
        if (!same) return field.path;
    }
    for (const FieldChange& field : then.change.fields) {
        if (now.change.field(field.path) == nullptr) return field.path;
    }
    return {};
}

/// Why a price is not known is no price.
bool same_price(const Quote& a, const Quote& b) { return a && b ? *a == *b : !a && !b; }

bool same_money(const std::optional<Money>& a, const std::optional<Money>& b) {
    if (!a || !b) return !a && !b;
    return a->old_plan == b->old_plan && a->new_plan == b->new_plan &&
           same_price(a->old_price, b->old_price) && same_price(a->new_price, b->new_price);
}

/// Whether both lie in the same live objects, as far as these were there.
bool same_place(const Step& then, const Step& now) {
    return std::ranges::equal(then.bindings, now.bindings, [](const Binding& a, const Binding& b) {
        return a.slot == b.slot && a.id == b.id;
    });
}

/// What makes a step another than it was, or nothing.
std::optional<std::string> difference(const KindTable& kinds, const Step& then, const Step& now) {
    if (then.change.action != now.change.action) {
        return now.change.live == nullptr ? "what was to be updated is gone"
                                          : "what was to be created is there now";
    }
    const LiveObject* before = then.change.live;
    const LiveObject* after = now.change.live;
    if (before != nullptr && before->id != after->id)
        return "it is another object now: " + after->id;
    if (!same_place(then, now)) return "what it lies in is another object now";
    const Schema& schema = kinds.schema_of(now.kind());
    if (const std::string field = moved_field(then, now, schema); !field.empty()) {
        return fmt::format("its {} is another now", field);
    }
    if (before != nullptr) {
        const std::string field = moved_echo(*before, *after, now, schema);
        if (!field.empty())
            return fmt::format("its {} is another now, and would be sent along", field);
    }
    if (then.change.references != now.change.references) return "a name stands for another id now";
    if (then.change.ordered_as != now.change.ordered_as) {
        return fmt::format("it would be ordered as {} now", in_quotes(now.change.ordered_as));
    }
    if (!same_money(then.money, now.money)) return "it costs something else now";
    return std::nullopt;
}

/// What moved under one customer: the address and how; nothing when its steps are the same.
std::optional<std::pair<std::string_view, std::string>> moved(const KindTable& kinds,
                                                              const Steps& then, const Steps& now) {
    for (const auto& [address, step] : then) {
        const auto found = now.find(address);
        if (found == now.end()) return std::pair(address, "there is nothing to do any more");
        if (auto what = difference(kinds, *step, *found->second)) return std::pair(address, *what);
    }
    for (const auto& [address, step] : now) {
        if (!then.contains(address))
            return std::pair(address, "it would have to be changed too now");
    }
    return std::nullopt;
}

/// Where the steps of a saved plan have nothing left to do: whether that is because they were
/// carried out. The same values in another object are no proof, nor is an invitation that somebody
/// has rejected since.
class Done {
public:
    Done(const Desired& desired, const Matched& live)
        : desired_(desired),
          some_unread_(std::ranges::any_of(live.live.unread,
                                           [](const Unread& unread) {
                                               return !unread.parent.empty(); // no catalogue
                                           })),
          matches_(live.matches) {
        for (std::size_t i = 0; i < desired.resources.size(); ++i)
            index_.emplace(desired.resources[i].address.text(), i);
    }

    /// What of these steps does not stand as it would after them, or nothing.
    std::optional<std::pair<std::string_view, std::string>> undone(const Steps& steps) const {
        for (const auto& [address, step] : steps) {
            if (auto what = undone(*step)) return std::pair(address, *what);
        }
        return std::nullopt;
    }

    /// A step whose object, or what that lies in, is not live any more as it was, or nothing.
    std::optional<std::string_view> displaced(const Steps& steps) const {
        for (const auto& [address, step] : steps) {
            const auto found = index_.find(address);
            const std::size_t index = found == index_.end() ? Resource::none : found->second;
            const bool there = std::ranges::all_of(step->bindings, [&](const Binding& binding) {
                if (binding.from_step != Binding::known) return true;
                const std::string id = id_in(index, binding.slot);
                // Where a list could not be read, what is not in it is not gone.
                return id == binding.id || (id.empty() && some_unread_);
            });
            if (!there) return address;
        }
        return std::nullopt;
    }

private:
    std::optional<std::string> undone(const Step& step) const {
        const auto found = index_.find(step.address().text());
        const std::size_t index = found == index_.end() ? Resource::none : found->second;
        const LiveObject* object = index == Resource::none ? nullptr : matches_.of[index].live;
        if (object == nullptr) return "there is nothing to do any more";
        for (const Binding& binding : step.bindings) {
            if (binding.from_step != Binding::known) continue;
            const std::string id = id_in(index, binding.slot);
            if (id != binding.id) return "it is another object now: " + id;
        }
        const Acceptance acceptance = step.kind().acceptance(*object);
        if (acceptance == Acceptance::rejected) {
            return "the " + std::string(step.kind().invitation->word) + " was rejected";
        }
        if (acceptance == Acceptance::unknown) {
            return "it has a status that tenantry does not know";
        }
        return std::nullopt;
    }

    /// The id of what a resource is or lies in.
    std::string id_in(std::size_t index, std::string_view kind) const {
        while (index != Resource::none && desired_.resources[index].kind->name != kind)
            index = desired_.resources[index].parent;
        const LiveObject* object = index == Resource::none ? nullptr : matches_.of[index].live;
        return object == nullptr ? "" : object->id;
    }

    const Desired& desired_;
    bool some_unread_;
    const Matches& matches_;
    std::unordered_map<std::string_view, std::size_t> index_; // resources by address
};

Position position_of(const Step* step) {
    return step == nullptr ? Position() : step->change.resource->position;
}

Diagnostic moved_since(const std::string& how, std::string_view address, Position position) {
    return {.code = "plan.stale",
            .summary = "the live state has moved since the plan was made: " + how,
            .hint = "make a new plan",
            .subject = std::string(address),
            .position = position};
}

/// Steps of customers that had none when the plan was made: nobody has looked at them.
void refuse_unseen(const ByCustomer& before, const ByCustomer& after, std::set<std::string>& stale,
                   Diagnostics& diagnostics) {
    for (const auto& [customer, steps] : after) {
        if (before.contains(customer)) continue;
        stale.emplace(customer);
        const auto& [address, step] = *steps.begin();
        diagnostics.add(moved_since("it would have to be changed now, and the plan has no step "
                                    "of this customer",
                                    address, position_of(step)));
    }
}

} // namespace

Json steps_to_save(const Plan& plan) {
    JsonArray steps;
    for (const Step& step : plan.steps) {
        JsonArray fields;
        for (const FieldChange& field : step.change.fields) {
            const Json& after = field.written.is_null() ? field.after : field.written;
            fields.push_back(Json::object(
                {{"field", field.path}, {"before", field.before_shown()}, {"after", after}}));
        }
        steps.push_back(
            Json::object({{"address", step.address().text()},
                          {"kind", step.kind().name},
                          {"action", name_of(step.change.action)},
                          {"id", step.change.live == nullptr ? Json() : Json(step.change.live->id)},
                          {"ordered_as", step.change.ordered_as},
                          {"plan", step.money ? Json(step.money->new_plan) : Json()},
                          {"price", step.money && step.money->new_price
                                        ? Json(price_text(*step.money->new_price))
                                        : Json()},
                          {"fields", std::move(fields)}}));
    }
    return Json(std::move(steps));
}

void refuse_moved(const KindTable& kinds, const Plan& then, Plan& now, const Desired& desired,
                  const Matched& live, Diagnostics& diagnostics) {
    const Done done(desired, live);
    const ByCustomer before = by_customer(then);
    const ByCustomer after = by_customer(now);
    std::set<std::string> stale;
    for (const auto& [customer, steps] : before) {
        if (const auto refused = std::ranges::find(now.refused, customer);
            refused != now.refused.end()) {
            // The error follows from what moved, as of a zone in an account of another name now.
            const auto where = done.displaced(steps);
            if (!where) continue;
            now.refused.erase(refused);
            stale.emplace(customer);
            diagnostics.add(moved_since("what it lies in is another object now", *where,
                                        position_of(steps.find(*where)->second)));
            continue;
        }
        const auto found = after.find(customer);
        const Steps none;
        const Steps& current = found == after.end() ? none : found->second;
        const bool in_doubt = std::ranges::find(now.in_doubt, customer) != now.in_doubt.end();
        const auto what = current.empty() ? done.undone(steps) : moved(kinds, steps, current);
        // Of what could not be read nobody knows whether it is done; the doubt is told already.
        if (!what && current.empty() && !in_doubt) now.carried_out.emplace_back(customer);
        if (!what) continue;
        stale.emplace(customer);
        if (current.empty() && !in_doubt) --now.customers_unchanged;
        const auto& [address, how] = *what;
        const auto there = current.find(address);
        const auto was = steps.find(address);
        diagnostics.add(moved_since(
            how, address, position_of(there != current.end() ? there->second : was->second)));
    }
    refuse_unseen(before, after, stale, diagnostics);
    for (Step& step : now.steps) {
        if (stale.contains(std::string(step.address().customer()))) step.refused_by = "stale";
    }
    now.stale.assign(stale.begin(), stale.end());
}

} // namespace tenantry::planner
