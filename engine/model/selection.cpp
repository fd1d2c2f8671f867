#include "engine/model/selection.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry {
namespace {

// A glob that matches an address also means all that lies in it.
bool matches_here_or_above(std::string_view address, const std::vector<std::string>& globs) {
    return std::ranges::any_of(globs, [&](const std::string& glob) {
        for (std::size_t end = address.size(); end != std::string_view::npos && end > 0;
             end = address.rfind('/', end - 1)) {
            if (matches_glob(address.substr(0, end), glob)) return true;
        }
        return false;
    });
}

/// Adds an error for each glob that matches nothing.
void check_globs(const Selection& selection, const Desired& desired, Diagnostics& diagnostics) {
    std::vector<std::string> customers;
    for (const Customer& customer : desired.customers)
        customers.push_back(customer.name);
    const auto complain = [&](std::string_view flag, const std::string& glob,
                              const std::vector<std::string>& names) {
        std::string hint = suggest(glob, names);
        if (hint.empty()) hint = "tenantry plan prints the addresses; * stands for any characters";
        diagnostics.add({.code = "selection.nothing",
                         .summary = std::string(flag) + " " + in_quotes(glob) +
                                    " matches nothing in the manifests",
                         .hint = hint});
    };
    for (const std::string& glob : selection.customers) {
        const bool matches = std::ranges::any_of(
            customers, [&](const std::string& name) { return matches_glob(name, glob); });
        if (!matches) complain("--customer", glob, customers);
    }
    const auto check_addresses = [&](std::string_view flag, const std::vector<std::string>& globs) {
        for (const std::string& glob : globs) {
            const bool matches =
                std::ranges::any_of(desired.resources, [&](const Resource& resource) {
                    return matches_here_or_above(resource.address.text(), {glob});
                });
            if (!matches) complain(flag, glob, customers);
        }
    };
    check_addresses("--target", selection.targets);
    check_addresses("--exclude", selection.excludes);
}

using Values = std::set<std::string>;

void complain_of_label(const LabelSelector& selector, std::string what, std::string_view wanted,
                       const Values& known, Diagnostics& diagnostics) {
    const std::vector<std::string> names(known.begin(), known.end());
    std::string hint = suggest(wanted, names);
    if (hint.empty()) {
        hint = names.empty() ? "give customers labels: metadata: {labels: {tier: gold}}"
                             : "known are " + join(names, ", ");
    }
    diagnostics.add({.code = "selection.nothing",
                     .summary = "--selector " + in_quotes(selector.text) + ": " + std::move(what),
                     .hint = hint});
}

/// Adds an error for each label that no customer has; whether there was none.
bool check_selector(const LabelSelector& selector, const Desired& desired,
                    Diagnostics& diagnostics) {
    bool misspelt = false;
    for (const LabelDemand& demand : selector.demands) {
        Values keys;
        Values values;
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
                              "no customer's label " + in_quotes(demand.key) + " has the value " +
                                  in_quotes(demand.value),
                              demand.value, values, diagnostics);
        } else {
            continue;
        }
        misspelt = true;
    }
    return !misspelt;
}

} // namespace

bool Selection::covers_customer(std::string_view name) const {
    if (!selectors.empty() && !labelled.contains(name)) return false;
    return customers.empty() || std::ranges::any_of(customers, [&](const std::string& glob) {
               return matches_glob(name, glob);
           });
}

bool Selection::excluded(const Address& address) const {
    return matches_here_or_above(address.text(), excludes);
}

bool Selection::covers(const Address& address) const {
    if (!covers_customer(address.customer()) || excluded(address)) return false;
    return targets.empty() || matches_here_or_above(address.text(), targets);
}

Selection resolve(Selection selection, const Desired& desired, Diagnostics& diagnostics) {
    check_globs(selection, desired, diagnostics);
    bool sound = true;
    std::vector<std::string> texts;
    for (const LabelSelector& selector : selection.selectors) {
        sound = check_selector(selector, desired, diagnostics) && sound;
        texts.push_back("--selector " + in_quotes(selector.text));
    }
    for (const Customer& customer : desired.customers) {
        const bool meets_all =
            std::ranges::all_of(selection.selectors, [&](const LabelSelector& selector) {
                return selector.met_by(customer.labels);
            });
        if (meets_all) selection.labelled.insert(customer.name);
    }
    if (sound && !texts.empty() && selection.labelled.empty()) {
        diagnostics.add({.code = "selection.nothing",
                         .summary = join(texts, " ") + " matches no customer",
                         .hint = "a customer has to have all of these labels"});
    }
    return selection;
}

} // namespace tenantry
