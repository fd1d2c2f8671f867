#include "engine/base/text.hpp"
#include "engine/exporter/exporter.hpp"
#include "engine/exporter/items.hpp"
#include "engine/exporter/names.hpp"
#include "engine/exporter/slug.hpp"
#include "engine/exporter/yaml_text.hpp"

#include <fmt/core.h>

namespace tenantry::exporter {
namespace {

constexpr std::string_view snippets_head =
    "# What drift found that no manifest names. Each piece belongs where the line above it says. "
    "It holds\n"
    "# what drift has read of it: what it leaves away, defaults of the manifests fill, and a plan "
    "of a\n"
    "# zone may be among them, so look at what plan says then.\n";

/// The name of the list in a manifest, as "members".
std::string list_name(const KindTable& kinds, const Kind& kind) {
    if (kind.parent.empty()) return {};
    for (const auto& [name, property] : kinds.schema_of(kinds.parent_of(kind)).properties)
        if (property->items != nullptr && property->items->file == kind.name) return name;
    return std::string(kind.name);
}

std::string account_text(Item item, const KindTable& kinds) {
    const std::string account = printable(in_quotes(item.name()));
    const std::string text =
        fmt::format("\n# A file of its own; tenantry export --account {} writes it with "
                    "all that lies in {}:\n---\n",
                    item.live->id, account);
    CustomerItems customer{.name = customer_name(item.name())};
    customer.roots.push_back(std::move(item));
    return text + customer_document(customer, kinds, "");
}

} // namespace

std::string snippets(const KindTable& kinds, const Live& live, const Sources& sources,
                     std::span<const Unmanaged> unmanaged) {
    std::string text(snippets_head);
    const std::vector<std::optional<Item>> items = items_of(kinds, live, unmanaged);
    std::string above;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Unmanaged& one = unmanaged[i];
        if (!items[i]) {
            text += fmt::format("\n# {}: no manifest can hold it\n", printable(one.address.text()));
            continue;
        }
        if (one.kind->parent.empty()) {
            text += account_text(*items[i], kinds);
            continue;
        }
        const std::string place = sources.describe(one.position);
        std::string here = fmt::format(
            "\n# {}: {} of the item at {}\n", printable(one.address.customer()),
            list_name(kinds, *one.kind), place.empty() ? "(no manifest)" : printable(place));
        if (here != above) text += here;
        above = std::move(here);
        text += item_text(*items[i], kinds, 0);
    }
    return text;
}

} // namespace tenantry::exporter
