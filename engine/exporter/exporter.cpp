#include "engine/exporter/exporter.hpp"

#include "engine/exporter/items.hpp"
#include "engine/exporter/names.hpp"
#include "engine/exporter/profile.hpp"
#include "engine/exporter/slug.hpp"
#include "engine/exporter/yaml_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace tenantry::exporter {
namespace {

constexpr std::string_view file_head =
    "# Written by tenantry export. What stands behind a # is told and not managed.\n";

std::string free_name(std::string wanted, const ExportChoice& choice) {
    const std::string base = wanted;
    for (int number = 2; choice.taken.contains(wanted); ++number)
        wanted = fmt::format("{}-{}", base, number);
    return wanted;
}

std::string path_of(const CustomerItems& customer, Layout layout) {
    if (layout == Layout::one_file) return "customers.yaml";
    if (layout == Layout::customer) return "customers/" + customer.name + ".yaml";
    const ItemField* unit = customer.roots.front().field("unit");
    const std::string* name = unit == nullptr ? nullptr : unit->value.text();
    std::string folder = name == nullptr ? "" : slug(*name);
    if (folder.empty()) folder = name == nullptr ? "no-unit" : *name;
    return folder + "/" + customer.name + ".yaml";
}

/// Whether the profile takes anything out of what the customer has.
bool is_shorter_with_profile(const Item& item) {
    const auto shared = [](const ItemField& field) { return field.shared; };
    if (std::ranges::any_of(item.fields, shared)) return true;
    const auto below = [](const auto& each) {
        return std::ranges::any_of(each, is_shorter_with_profile);
    };
    return std::ranges::any_of(item.singles, [&](const auto& one) { return below(one.item); }) ||
           std::ranges::any_of(item.lists, [&](const auto& one) { return below(one.items); });
}

} // namespace

std::string LeftOut::title() const {
    return whole ? fmt::format("the {} of {}", kind->plural, name)
                 : fmt::format("the {} {}", kind->title(), name);
}

Export write(const KindTable& kinds, const Live& live, const ExportChoice& choice) {
    Export result;
    std::vector<CustomerItems> customers =
        customers_of(items_of(kinds, live, choice, result.left_out), choice);
    std::vector<SharedValue> shared;
    if (choice.profiles) shared = share(customers, kinds);
    const std::string profile = shared.empty() ? "" : free_name("common", choice);
    std::map<std::string, std::string> files;
    if (!shared.empty())
        files["profiles.yaml"] = std::string(file_head) + profile_document(profile, shared);
    for (const Unread& unread : live.unread) {
        if (kinds.find(unread.kind) == nullptr)
            result.remarks.push_back(
                fmt::format("no {} is written, because they could not be read: {}", unread.kind,
                            unread.fault.describe()));
    }
    if (choice.profiles && shared.empty())
        result.remarks.emplace_back("there is no profile: no value is shared by most");
    for (const CustomerItems& customer : customers) {
        std::string& file = files[path_of(customer, choice.layout)];
        file += file.empty() ? std::string(file_head) : "---\n";
        const bool uses = std::ranges::any_of(customer.roots, is_shorter_with_profile);
        file += customer_document(customer, kinds, uses ? profile : "");
        result.customers.push_back(customer.name);
        if (!customer.remark.empty()) result.remarks.push_back(customer.remark);
    }
    for (auto& [path, text] : files)
        result.files.push_back({path, std::move(text)});
    return result;
}

} // namespace tenantry::exporter
