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

} // namespace

bool Selection::covers_customer(std::string_view name) const {
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

void check(const Selection& selection, const Desired& desired, Diagnostics& diagnostics) {
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

} // namespace tenantry
