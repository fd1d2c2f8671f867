#include "engine/exporter/names.hpp"

#include "engine/base/text.hpp"
#include "engine/exporter/slug.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

namespace tenantry::exporter {
namespace {

/// What roots have in common that make one customer; unique for one that stands by itself.
std::string group_of(const Item& root, Grouping how) {
    std::string alone = "id " + root.live->id;
    if (how == Grouping::account) return alone;
    if (how == Grouping::name_prefix) return "name " + ascii_lower(name_prefix(root.name()));
    const std::string_view mark = root.live->text_of("external_metadata");
    return mark.empty() ? alone : "mark " + std::string(mark);
}

std::string wanted_name(const CustomerItems& customer, Grouping how) {
    const Item& first = customer.roots.front();
    const bool shared = how == Grouping::name_prefix && customer.roots.size() > 1;
    return customer_name(shared ? name_prefix(first.name()) : first.name());
}

std::string remark_of(const CustomerItems& customer, const std::string& wanted) {
    const std::string account = in_quotes(customer.roots.front().name());
    if (customer.name != wanted) {
        return fmt::format("{} is the customer of {}, because another one is called {}",
                           customer.name, account, wanted);
    }
    if (wanted.starts_with("account-") && slug(customer.roots.front().name()).empty())
        return fmt::format("{} is the customer of {}, whose name has no letter from a to z",
                           customer.name, account);
    return {};
}

} // namespace

std::vector<CustomerItems> customers_of(std::vector<Item> roots, const ExportChoice& choice) {
    std::vector<CustomerItems> customers;
    std::map<std::string, std::size_t> groups;
    for (Item& root : roots) {
        const auto [group, is_new] =
            groups.emplace(group_of(root, choice.group_by), customers.size());
        if (is_new) customers.emplace_back();
        customers[group->second].roots.push_back(std::move(root));
    }
    std::set<std::string, std::less<>> taken = choice.taken;
    std::vector<std::string> wanted;
    wanted.reserve(customers.size());
    for (const CustomerItems& customer : customers)
        wanted.push_back(wanted_name(customer, choice.group_by));
    // Numbers keep out of the way of names that end in one by themselves.
    const std::set<std::string, std::less<>> all(wanted.begin(), wanted.end());
    for (std::size_t i = 0; i < customers.size(); ++i) {
        CustomerItems& customer = customers[i];
        customer.name = wanted[i];
        for (int number = 2; taken.contains(customer.name) ||
                             (customer.name != wanted[i] && all.contains(customer.name));
             ++number)
            customer.name = fmt::format("{}-{}", wanted[i], number);
        taken.insert(customer.name);
        customer.remark = remark_of(customer, wanted[i]);
    }
    std::ranges::sort(customers, {}, &CustomerItems::name);
    return customers;
}

} // namespace tenantry::exporter
