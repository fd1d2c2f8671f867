#include "engine/selection/selection.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/selection/patterns.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace tenantry {

class Selected {
public:
    Selected(const KindTable& kinds, const Selection& selection)
        : kinds_(kinds), all_customers_(selection.customers.empty() &&
                                        selection.selectors.empty() && !selection.only),
          by_name_(kinds, selection.customers), targets_(kinds, selection.targets),
          excludes_(kinds, selection.excludes) {}

    bool customer(std::string_view name) const {
        return all_customers_ || customers_.contains(std::string(name));
    }
    bool targeted(const Address& address) const {
        return targets_.empty() || verdict_of(address).targeted;
    }
    bool excluded(const Address& address) const {
        return !excludes_.empty() && verdict_of(address).excluded;
    }

    /// Decides about the customers and resources of the manifests; a pattern that means none of
    /// them is an error.
    void look_up(const Selection& selection, const Desired& desired, Diagnostics& diagnostics);

private:
    struct Choice {
        bool targeted = false;
        bool excluded = false;
    };

    // What no manifest names has only the name it is printed with.
    Choice verdict_of(const Address& address) const {
        const auto found = resources_.find(address.text());
        if (found != resources_.end()) return found->second;
        const Identity identity = identity_of(address, kinds_);
        return {targets_.find(identity).has_value(), excludes_.find(identity).has_value()};
    }

    const KindTable& kinds_;
    bool all_customers_ = false;
    Patterns by_name_;
    Patterns targets_;
    Patterns excludes_;
    std::unordered_set<std::string> customers_;
    std::unordered_map<std::string, Choice> resources_; // by address
};

namespace {

void complain_of_unused(std::string_view flag, const std::vector<std::string>& patterns,
                        const std::vector<bool>& used, PatternHints& hints,
                        Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        if (used[i]) continue;
        diagnostics.add({.code = "selection.nothing",
                         .summary = fmt::format("{} {} matches nothing in the manifests", flag,
                                                in_quotes(patterns[i])),
                         .hint = hints.of(patterns[i])});
    }
}

using LabelValues = std::set<std::string>;

void complain_of_label(const LabelSelector& selector, std::string what, std::string_view wanted,
                       const LabelValues& known, Diagnostics& diagnostics) {
    const std::vector<std::string> names(known.begin(), known.end());
    std::string hint = suggest(wanted, names);
    if (hint.empty()) {
        hint = names.empty() ? "give customers labels: metadata: {labels: {tier: gold}}"
                             : "known are " + join(names, ", ");
    }
    diagnostics.add({.code = "selection.nothing",
                     .summary = fmt::format("--selector {}: {}", in_quotes(selector.text), what),
                     .hint = hint});
}

/// Adds an error for each label that no customer has; whether there was none.
bool check_selector(const LabelSelector& selector, const Desired& desired,
                    Diagnostics& diagnostics) {
    bool misspelt = false;
    for (const LabelDemand& demand : selector.demands) {
        LabelValues keys;
        LabelValues values;
        for (const Customer& customer : desired.customers) {
            for (const auto& [key, value] : customer.labels) {
                keys.insert(key);
                if (key == demand.key) values.insert(value);
            }
        }
        if (values.empty()) {
            complain_of_label(selector, "no customer has the label " + in_quotes(demand.key),
                              demand.key, keys, diagnostics);
        } else if (demand.names_value() && !values.contains(demand.value)) {
            complain_of_label(selector,
                              fmt::format("no customer's label {} has the value {}",
                                          in_quotes(demand.key), in_quotes(demand.value)),
                              demand.value, values, diagnostics);
        } else {
            continue;
        }
        misspelt = true;
    }
    return !misspelt;
}

} // namespace

void Selected::look_up(const Selection& selection, const Desired& desired,
                       Diagnostics& diagnostics) {
    std::vector<bool> named(selection.customers.size(), false);
    for (const Customer& customer : desired.customers) {
        const Address address = Address::of_customer(customer.name);
        const Identity identity = identity_of(address, kinds_);
        by_name_.mark(identity, named);
        const bool meets_all =
            std::ranges::all_of(selection.selectors, [&](const LabelSelector& selector) {
                return selector.met_by(customer.labels);
            });
        const bool by_name = by_name_.empty() || by_name_.find(identity).has_value();
        const bool meant = !selection.only || selection.only->contains(customer.name);
        if (meets_all && by_name && meant) customers_.insert(address.text());
    }
    std::vector<bool> targeting(selection.targets.size(), false);
    std::vector<bool> excluding(selection.excludes.size(), false);
    const Identities identities(kinds_, desired);
    const bool by_address = !targets_.empty() || !excludes_.empty();
    for (std::size_t i = 0; by_address && i < desired.resources.size(); ++i) {
        const Identity identity = identities.of(i);
        targets_.mark(identity, targeting);
        excludes_.mark(identity, excluding);
        resources_.emplace(
            desired.resources[i].address.text(),
            Choice{targets_.find(identity).has_value(), excludes_.find(identity).has_value()});
    }
    PatternHints hints(kinds_, desired);
    complain_of_unused("--customer", selection.customers, named, hints, diagnostics);
    complain_of_unused("--target", selection.targets, targeting, hints, diagnostics);
    complain_of_unused("--exclude", selection.excludes, excluding, hints, diagnostics);
}

bool Selection::covers_customer(std::string_view name) const {
    if (everything()) return true;
    if (selected == nullptr) bug("a selection is asked before it is resolved");
    return selected->customer(name);
}

bool Selection::excluded(const Address& address) const {
    if (excludes.empty()) return false;
    if (selected == nullptr) bug("a selection is asked before it is resolved");
    return selected->excluded(address);
}

bool Selection::covers(const Address& address) const {
    if (everything()) return true;
    return covers_customer(address.customer()) && !excluded(address) && selected->targeted(address);
}

Selection select(Selection selection, const KindTable& kinds, const Desired& desired,
                 Diagnostics& diagnostics) {
    if (selection.everything()) return selection;
    const auto selected = std::make_shared<Selected>(kinds, selection);
    selected->look_up(selection, desired, diagnostics);
    bool sound = true;
    std::vector<std::string> texts;
    for (const LabelSelector& selector : selection.selectors) {
        sound = check_selector(selector, desired, diagnostics) && sound;
        texts.push_back("--selector " + in_quotes(selector.text));
    }
    const bool anybody = std::ranges::any_of(desired.customers, [&](const Customer& customer) {
        return std::ranges::all_of(selection.selectors, [&](const LabelSelector& selector) {
            return selector.met_by(customer.labels);
        });
    });
    if (sound && !texts.empty() && !anybody) {
        diagnostics.add({.code = "selection.nothing",
                         .summary = join(texts, " ") + " matches no customer",
                         .hint = "a customer has to have all of these labels"});
    }
    selection.selected = selected;
    return selection;
}

} // namespace tenantry
