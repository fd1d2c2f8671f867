#include "engine/exporter/yaml_text.hpp"

#include "engine/base/characters.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/manifest.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::exporter {
namespace {

constexpr std::size_t widest = 100;
constexpr std::size_t widest_map = 60; // of what could also stand in lines below

/// A member of a map: a value, or more members below it.
struct Branch {
    std::string name = {};
    Json value = {};
    std::vector<Branch> below = {};
    std::string comment = {};
    const ItemList* list = nullptr;
};

/// A comment at the end of a line; nothing in it ends the line or drives a terminal.
std::string comment_of(const std::vector<std::string>& notes) {
    return notes.empty() ? "" : " # " + printable(join(notes, "; "));
}

Branch& branch(std::vector<Branch>& branches, std::string_view name) {
    const auto found = std::ranges::find(branches, name, &Branch::name);
    if (found != branches.end()) return *found;
    return branches.emplace_back(Branch{.name = std::string(name)});
}

/// Puts a value at a dotted path.
void place(std::vector<Branch>& branches, std::string_view path, const Json& value) {
    const auto dot = path.find('.');
    Branch& here = branch(branches, path.substr(0, dot));
    const JsonObject* members = value.members();
    if (dot == std::string_view::npos && members != nullptr && !members->empty()) {
        for (const auto& [name, member] : *members)
            place(here.below, name, member);
    } else if (dot == std::string_view::npos) {
        here.value = value;
    } else {
        place(here.below, path.substr(dot + 1), value);
    }
}

std::vector<Branch> branches_of(const Item& item, const KindTable& kinds);

/// What a zone has one of: a single value where that is all there is to say.
void add_single(std::vector<Branch>& branches, const ItemSingle& single, const KindTable& kinds) {
    if (single.item.empty()) return;
    const Item& item = single.item.front();
    std::vector<Branch> fields = branches_of(item, kinds);
    if (fields.empty()) return;
    Branch& here = branch(branches, single.name);
    here.comment = comment_of(item.beside);
    const std::string& short_form = kinds.schema_of(*item.kind).short_form;
    const bool is_short = fields.size() == 1 && fields.front().name == short_form;
    if (is_short) {
        here.value = fields.front().value;
    } else {
        here.below = std::move(fields);
    }
}

/// In the order of the schema.
std::vector<Branch> branches_of(const Item& item, const KindTable& kinds) {
    std::vector<Branch> branches;
    for (const ItemField& field : item.fields)
        if (!field.shared) place(branches, field.path, field.value);
    for (const ItemSingle& single : item.singles)
        add_single(branches, single, kinds);
    for (const ItemList& list : item.lists)
        branches.push_back({.name = list.name, .list = &list});
    const Schema& schema = kinds.schema_of(*item.kind);
    std::ranges::stable_sort(branches, {}, [&](const Branch& one) {
        return std::ranges::find(schema.properties, one.name,
                                 [](const auto& property) { return property.first; }) -
               schema.properties.begin();
    });
    return branches;
}

std::string flow_text(const std::vector<Branch>& branches);

std::string flow_value(const Branch& branch) {
    return branch.below.empty() ? manifest::flow_text(branch.value) : flow_text(branch.below);
}

std::string flow_text(const std::vector<Branch>& branches) {
    std::vector<std::string> parts;
    parts.reserve(branches.size());
    for (const Branch& branch : branches)
        parts.push_back(branch.name + ": " + flow_value(branch));
    return "{" + join(parts, ", ") + "}";
}

class Writer {
public:
    explicit Writer(const KindTable& kinds) : kinds_(kinds) {}

    void item(const Item& item, std::size_t indent) {
        const std::vector<Branch> branches = branches_of(item, kinds_);
        const std::string comment = comment_of(item.beside);
        const bool lists = std::ranges::any_of(
            branches, [](const Branch& branch) { return branch.list != nullptr; });
        const bool single = std::ranges::any_of(
            branches, [](const Branch& branch) { return !branch.comment.empty(); });
        const std::string flow = lists || single ? "" : flow_text(branches);
        const bool short_enough = indent + 2 + display_width(flow) <= widest;
        if (branches.size() > 1 && branches.size() < 4 && !flow.empty() && short_enough &&
            item.below.empty() && item.lists.empty() && item.singles.empty()) {
            line(indent, "- " + flow + comment);
            return;
        }
        bool first = true;
        for (const Branch& branch : branches) {
            member(branch, indent + 2, first ? indent : npos, first ? comment : "");
            first = false;
        }
        for (const std::string& note : item.below)
            line(indent + 2, "# " + printable(note));
        if (const std::string none = empty_lists(item); !none.empty()) line(indent + 2, none);
    }

    std::string take() { return std::move(text_); }

private:
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    void line(std::size_t indent, std::string_view text) {
        text_.append(indent, ' ').append(text).append("\n");
    }

    /// `dash`: where the item begins that this is the first member of.
    void member(const Branch& branch, std::size_t indent, std::size_t dash,
                const std::string& comment) {
        std::string head = dash == npos ? std::string(indent, ' ') : std::string(dash, ' ') + "- ";
        if (branch.list != nullptr) return list(*branch.list, indent);
        head += branch.name + ":";
        const std::string flow = flow_value(branch);
        const bool leaf = branch.below.empty();
        const std::size_t width = display_width(flow);
        const bool fits = display_width(head) + 1 + width <= widest;
        if (leaf && !fits && is_list_of_maps(branch.value)) {
            text_ += head + branch.comment + comment + "\n";
            return list_of_maps(*branch.value.items(), indent + 2);
        }
        if (leaf || (fits && width <= widest_map)) {
            text_ += head + " " + flow + branch.comment + comment + "\n";
            return;
        }
        text_ += head + branch.comment + comment + "\n";
        for (const Branch& below : branch.below)
            member(below, indent + 2, npos, "");
    }

    static bool is_list_of_maps(const Json& value) {
        return value.items() != nullptr && !value.items()->empty() &&
               value.items()->front().members() != nullptr;
    }

    void list_of_maps(const JsonArray& items, std::size_t indent) {
        for (const Json& each : items) {
            std::string_view dash = "- ";
            for (const auto& [name, value] : *each.members()) {
                line(indent, fmt::format("{}{}: {}", dash, name, manifest::flow_text(value)));
                dash = "  ";
            }
        }
    }

    void list(const ItemList& list, std::size_t indent) {
        if (!list.why_missing.empty())
            return line(indent,
                        "# " + list.name + " is not managed: " + printable(list.why_missing));
        if (list.items.empty()) return; // told together with others
        line(indent, list.name + ":");
        for (const Item& each : list.items)
            item(each, indent + 2);
    }

    /// Which lists are left out because nothing is in them, and what it would mean to write one.
    static std::string empty_lists(const Item& item) {
        std::vector<std::string> names;
        std::string example;
        for (const ItemList& list : item.lists) {
            const bool none = list.items.empty() && !list.lacks_some && list.why_missing.empty();
            if (!none) continue;
            names.push_back(list.name);
            const bool told = list.kind->unnamed != Unnamed::by_itself;
            if (told && example.empty()) example = list.name;
        }
        if (names.empty()) return {};
        std::string text = "# no " + join(names, ", ");
        if (!example.empty())
            text += fmt::format("; \"{}: []\" would have drift report any that appears", example);
        return text;
    }

    const KindTable& kinds_;
    std::string text_;
};

constexpr std::string_view envelope = "apiVersion: tenantry/v1\nkind: {}\nmetadata:\n  name: {}\n"
                                      "spec:\n";

} // namespace

std::string item_text(const Item& item, const KindTable& kinds, std::size_t indent) {
    Writer writer(kinds);
    writer.item(item, indent);
    return writer.take();
}

std::string customer_document(const CustomerItems& customer, const KindTable& kinds,
                              const std::string& profile) {
    std::string text = fmt::format(envelope, "Customer", manifest::flow_text(customer.name));
    if (!profile.empty()) text += fmt::format("  profiles: [{}]\n", profile);
    text += "  accounts:\n";
    for (const Item& root : customer.roots)
        text += item_text(root, kinds, 4);
    return text;
}

std::string profile_document(const std::string& name, const std::vector<SharedValue>& shared) {
    std::string text = fmt::format(envelope, "Profile", name) + "  defaults:\n";
    std::vector<Branch> branches;
    for (const SharedValue& value : shared)
        place(branches, value.kind + "." + value.path, value.value);
    const auto write = [&](const auto& self, const std::vector<Branch>& below,
                           std::size_t indent) -> void {
        for (const Branch& branch : below) {
            text.append(indent, ' ').append(branch.name).append(":");
            text += branch.below.empty() ? " " + manifest::flow_text(branch.value) + "\n" : "\n";
            self(self, branch.below, indent + 2);
        }
    };
    write(write, branches, 4);
    return text;
}

} // namespace tenantry::exporter
