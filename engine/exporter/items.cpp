#include "engine/exporter/items.hpp"

#include "engine/base/text.hpp"
#include "engine/exporter/values.hpp"
#include "engine/model/money.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tenantry::exporter {
namespace {

constexpr std::string_view usual_frequency = "monthly"; // the plan's own, unless somebody chose

/// Whether two objects of a list, or two roots, go by one name.
using NameCounts = std::map<std::string, std::size_t>;

class ItemMaker {
public:
    ItemMaker(const KindTable& kinds, const Live& live, const ExportChoice& choice,
              std::vector<LeftOut>& left_out)
        : kinds_(kinds), live_(live), choice_(choice), left_out_(left_out), by_(kinds, live) {
        for (const Unread& unread : live.unread)
            unread_.emplace(
                std::pair<std::string_view, std::string_view>(unread.kind, unread.parent),
                &unread.fault);
    }

    std::vector<Item> make_roots(const Kind& kind) {
        NameCounts names;
        const NaturalKey key(kinds_.schema_of(kind));
        for (const LiveObject& object : live_.of(kind.name))
            ++names[key.of(object)];
        std::vector<Item> roots;
        for (const LiveObject* object : sorted(live_.of(kind.name))) {
            if (!choice_.roots.contains(object->id)) continue;
            root_ = object->id;
            if (auto item = make(kind, *object)) {
                if (names[key.of(*object)] > 1) pin(*item);
                roots.push_back(std::move(*item));
            }
        }
        return roots;
    }

    std::optional<Item> make_alone(const Kind& kind, const LiveObject& object) {
        return make(kind, object);
    }

private:
    static std::vector<const LiveObject*> sorted(const std::vector<LiveObject>& objects) {
        std::vector<const LiveObject*> sorted;
        sorted.reserve(objects.size());
        for (const LiveObject& object : objects)
            sorted.push_back(&object);
        std::ranges::sort(sorted, {}, [](const LiveObject* object) {
            return std::tie(object->name, object->created_on, object->id);
        });
        return sorted;
    }

    void leave_out(const Kind& kind, const LiveObject& object, std::string why, bool meant) {
        left_out_.push_back({&kind, root_, object.name, std::move(why), meant});
    }

    /// All that lies in an object.
    void leave_out_all(const Kind& kind, const LiveObject& parent, std::string why,
                       std::size_t count = 0) {
        left_out_.push_back({&kind, root_, parent.name, std::move(why), false, true, count});
    }

    /// By the id that the schema lets a manifest write.
    void pin(Item& item) const {
        const std::string path(kinds_.schema_of(*item.kind).field_with(IdentityRole::id));
        if (path.empty()) return;
        const auto place = item.fields.begin() + (item.fields.empty() ? 0 : 1);
        item.fields.insert(place, {path, Json(item.live->id)});
        item.beside.clear();
    }

    /// Nothing for what belongs in no manifest, or does not fit into one.
    std::optional<Item> make(const Kind& kind, const LiveObject& object) {
        if (!kind.reports(object, live_) && kind.unnamed == Unnamed::but_ours) {
            leave_out(kind, object, "the user that reads here, or a service user", true);
            return std::nullopt;
        }
        Item item{.kind = &kind, .live = &object};
        const Schema& schema = kinds_.schema_of(kind);
        const NaturalKey key(schema);
        if (const auto why = why_no_item(kind, key, object)) {
            leave_out(kind, object, *why, false);
            return std::nullopt;
        }
        add_fields(item, schema, "");
        // Without what says what it is, a default of the manifests would say it.
        const auto stands = [&](const std::string& side) { return item.field(side) != nullptr; };
        if (!kind.comes_with_parent() && !schema.one_of.empty() &&
            std::ranges::none_of(schema.one_of, stands)) {
            leave_out(kind, object,
                      fmt::format("its {} cannot be written{}", join(schema.one_of, " or "),
                                  item.below.empty() ? "" : ": " + item.below.front()),
                      false);
            return std::nullopt;
        }
        add_comments(item);
        return item;
    }

    /// What keeps an object out of any manifest, and should not.
    std::optional<std::string> why_no_item(const Kind& kind, const NaturalKey& key,
                                           const LiveObject& object) {
        if (!key.exists()) return std::nullopt;
        const auto why = misfit(Json(object.name), *kinds_.schema_of(kind).property(key.field()));
        if (why) return "its name fits into no manifest: " + *why;
        const bool once = key.unique() == Uniqueness::everywhere;
        if (once && !seen_.insert({kind.name, key.of(object)}).second)
            return "another account has one of this name, and manifests can name only one";
        return std::nullopt;
    }

    void add_fields(Item& item, const Schema& schema, const std::string& prefix) {
        for (const auto& [name, property] : schema.properties) {
            const std::string path = prefix + name;
            if (const Kind* single = kind_of(*property, item)) {
                add_single(item, name, *single);
            } else if (const Kind* child = listed_kind(*property, item)) {
                add_list(item, name, *child);
            } else if (!property->one_value && !property->properties.empty()) {
                add_fields(item, *property, path + ".");
            } else if (property->others != nullptr && !property->one_value) {
                add_others(item, path + ".", *property->others);
            } else {
                add_field(item, path, *property, schema);
            }
        }
        // Fields that go by any name, as settings that no document names.
        if (prefix.empty() && schema.others != nullptr) {
            for (const auto& [path, value] : item.live->fields)
                if (schema.property(path) == nullptr) add_field(item, path, *schema.others, schema);
        }
    }

    void add_others(Item& item, const std::string& prefix, const Schema& each) {
        std::vector<std::string> paths;
        for (const auto& [path, value] : item.live->fields)
            if (path.starts_with(prefix)) paths.push_back(path);
        std::ranges::sort(paths);
        for (const std::string& path : paths)
            if (!is_usual(item, path)) add_field(item, path, each, each);
    }

    const Kind* kind_of(const Schema& property, const Item& item) const {
        const Kind* kind = property.file.empty() ? nullptr : kinds_.find(property.file);
        return kind != nullptr && kind->parent == item.kind->name ? kind : nullptr;
    }

    const Kind* listed_kind(const Schema& property, const Item& item) const {
        return property.items == nullptr ? nullptr : kind_of(*property.items, item);
    }

    /// A component that the plan has by itself.
    bool is_usual(const Item& item, const std::string& path) const {
        const std::string name = path.substr(path.find('.') + 1);
        const Json* value = item.live->field(path);
        const Json* usual = item.live->field("component_defaults." + name);
        if (usual != nullptr) return *usual == *value;
        const std::string_view id = item.live->text_of("plan_id");
        const RatePlan* plan = live_.published_plan(id.empty() ? item.live->name : id);
        if (plan != nullptr) {
            const auto found =
                std::ranges::find(plan->components, name, &RatePlan::Component::name);
            if (found != plan->components.end() && found->included)
                return *value == Json(*found->included);
        }
        return *value == Json(0);
    }

    /// Of fields of which one has to stand, the one that tells what the object is to people.
    static bool is_other_side(const Item& item, const std::string& path, const Schema& schema) {
        if (std::ranges::find(schema.one_of, path) == schema.one_of.end()) return false;
        const auto tells = [&](const std::string& side) {
            const Json* value = item.live->field(side);
            return value != nullptr &&
                   std::ranges::any_of(item.kind->reading.described, [&](std::string_view told) {
                       const Json* shown = item.live->field(told);
                       return shown != nullptr && *shown == *value;
                   });
        };
        const auto told = std::ranges::find_if(schema.one_of, tells);
        // Where neither side says all, the last one says more.
        return path != (told == schema.one_of.end() ? schema.one_of.back() : *told);
    }

    void add_field(Item& item, const std::string& path, const Schema& field, const Schema& schema) {
        switch (field.identity) {
        case IdentityRole::id:
        case IdentityRole::previously:
        case IdentityRole::whose: return;
        default: break;
        }
        const Json* live = item.live->field(path);
        if (live == nullptr || field.at_creation || item.live->is_unset(path)) return;
        if (item.live->is_locked(path) || item.live->doubt(path) != nullptr) return;
        if (path == "frequency" && *live == Json(usual_frequency)) return;
        if (says_nothing(*live, field)) return;
        if (field.identity == IdentityRole::part && !is_needed(item)) return;
        if (is_other_side(item, path, schema)) return;
        if (!field.catalogue.empty() && live->text() != nullptr)
            return add_named(item, path, field, *live->text());
        Json value = as_written(*live, field);
        if (const auto why = misfit(value, field)) {
            item.below.push_back(
                fmt::format("{} is {} and cannot be written: {}", path, to_text(value), *why));
            return;
        }
        item.fields.push_back({path, std::move(value)});
    }

    /// What stands in a catalogue of the whole tenant, as a unit.
    void add_named(Item& item, const std::string& path, const Schema& field,
                   const std::string& id) {
        const auto [found, is_new] = entries_.try_emplace({path, id});
        if (is_new) found->second = name_of_entry(kinds_.catalogue(field.catalogue), id, live_);
        if (found->second) {
            item.fields.push_back({path, Json(*found->second)});
        } else {
            item.below.push_back(fmt::format(
                "{}: {} is none that this credential sees, so it is not written", path, id));
        }
    }

    /// What tells objects of one name apart is written only where there are several.
    bool is_needed(const Item& item) const {
        const auto& beside = by_.in(*item.kind, item.live->parent);
        const NaturalKey key(kinds_.schema_of(*item.kind));
        const std::string name = key.of(*item.live);
        return std::ranges::count_if(
                   beside, [&](const LiveObject* other) { return key.of(*other) == name; }) > 1;
    }

    const Fault* why_unread(const Kind& kind, const std::string& parent) const {
        const auto found = unread_.find({kind.name, parent});
        return found == unread_.end() ? nullptr : found->second;
    }

    void add_single(Item& item, const std::string& name, const Kind& kind) {
        if (!choice_.kinds.contains(kind.name)) return;
        ItemSingle& single = item.singles.emplace_back();
        single.name = name;
        if (const Fault* fault = why_unread(kind, item.live->id)) {
            item.below.push_back(fmt::format("{} could not be read: {}", name, fault->describe()));
            leave_out_all(kind, *item.live, "it could not be read: " + fault->describe());
            return;
        }
        for (const LiveObject* object : by_.in(kind, item.live->id)) {
            auto made = make(kind, *object);
            const Schema& schema = kinds_.schema_of(kind);
            const bool whole = schema.one_of.empty() ||
                               std::ranges::any_of(schema.one_of, [&](const std::string& side) {
                                   return made->field(side) != nullptr;
                               });
            std::ranges::move(made->below, std::back_inserter(item.below));
            if (!whole) continue;
            single.item.push_back(std::move(*made));
        }
    }

    void add_list(Item& item, const std::string& name, const Kind& kind) {
        if (!choice_.kinds.contains(kind.name)) return;
        ItemList list;
        list.name = name;
        list.kind = &kind;
        if (const Fault* fault = why_unread(kind, item.live->id)) {
            list.why_missing = "it could not be read: " + fault->describe();
            leave_out_all(kind, *item.live, "the list could not be read: " + fault->describe());
        }
        std::vector<const LiveObject*> objects = by_.in(kind, item.live->id);
        std::ranges::sort(objects, {}, [](const LiveObject* object) {
            return std::tie(object->name, object->created_on, object->id);
        });
        for (const LiveObject* object : objects) {
            const std::size_t before = left_out_.size();
            if (auto made = make(kind, *object)) {
                list.items.push_back(std::move(*made));
            } else if (before < left_out_.size() && !left_out_.back().meant) {
                list.lacks_some = true;
                item.below.push_back(
                    fmt::format("not in {}: {}: {}", name, object->name, left_out_.back().why));
            }
        }
        if (const std::string twins = not_told_apart(list); !twins.empty()) {
            list.why_missing = twins;
            leave_out_all(kind, *item.live, twins, list.items.size());
            list.items.clear();
        }
        item.lists.push_back(std::move(list));
    }

    /// Why a manifest cannot hold the list: two in it that it would call the same.
    std::string not_told_apart(const ItemList& list) const {
        const Schema& schema = kinds_.schema_of(*list.kind);
        const NaturalKey key(schema);
        const std::string part(schema.field_with(IdentityRole::part));
        std::set<std::string> seen;
        for (const Item& item : list.items) {
            const ItemField* by = part.empty() ? nullptr : item.field(part);
            const std::string name =
                key.of(*item.live) + "\n" + (by == nullptr ? "" : to_text(by->value));
            if (!seen.insert(name).second)
                return fmt::format("two are called {} and nothing that a manifest could write "
                                   "tells them apart",
                                   item.live->name);
        }
        return {};
    }

    void add_comments(Item& item) const {
        const LiveObject& live = *item.live;
        if (item.kind->parent.empty()) item.beside.push_back("id " + live.id);
        const std::string_view status = live.outputs.text_of("status");
        const std::string day = live.created_on.substr(0, 10);
        if (!status.empty() && status != "active")
            item.beside.push_back(day.empty() ? std::string(status)
                                              : fmt::format("{}, made {}", status, day));
        switch (item.kind->acceptance(live)) {
        case Acceptance::settled: break;
        case Acceptance::waiting: item.beside.emplace_back("invited, not accepted yet"); break;
        case Acceptance::rejected: item.beside.emplace_back("the invitation was rejected"); break;
        case Acceptance::unknown:
            item.beside.push_back("stands as " + std::string(live.text_of("status")));
            break;
        }
        const Json* price = live.field("price");
        const auto amount = price == nullptr ? std::nullopt : Amount::from_json(*price);
        const std::string currency = known_currency(live.text_of("currency"));
        if (item.kind->buys() && amount && !amount->is_zero() && !currency.empty()) {
            item.beside.push_back(
                price_text({*amount, currency, std::string(live.text_of("frequency"))}));
        }
    }

    const KindTable& kinds_;
    const Live& live_;
    const ExportChoice& choice_;
    std::vector<LeftOut>& left_out_;
    ByParent by_;
    std::map<std::pair<std::string_view, std::string_view>, const Fault*> unread_;
    std::map<std::pair<std::string, std::string>, std::optional<std::string>> entries_;
    std::set<std::pair<std::string_view, std::string>> seen_; // of what is unique everywhere
    std::string root_;
};

} // namespace

const ItemField* Item::field(std::string_view path) const {
    const auto found = std::ranges::find(fields, path, &ItemField::path);
    return found == fields.end() ? nullptr : &*found;
}

ByParent::ByParent(const KindTable& kinds, const Live& live) {
    for (const Kind* kind : kinds.kinds())
        for (const LiveObject& object : live.of(kind->name))
            by_[{kind->name, object.parent}].push_back(&object);
}

const std::vector<const LiveObject*>& ByParent::in(const Kind& kind,
                                                   std::string_view parent) const {
    static const std::vector<const LiveObject*> none;
    const auto found = by_.find({kind.name, parent});
    return found == by_.end() ? none : found->second;
}

std::vector<Item> items_of(const KindTable& kinds, const Live& live, const ExportChoice& choice,
                           std::vector<LeftOut>& left_out) {
    ItemMaker maker(kinds, live, choice, left_out);
    std::vector<Item> roots;
    for (const Kind* kind : kinds.kinds()) {
        if (!kind->parent.empty()) continue;
        std::ranges::move(maker.make_roots(*kind), std::back_inserter(roots));
    }
    return roots;
}

std::vector<std::optional<Item>> items_of(const KindTable& kinds, const Live& live,
                                          std::span<const Unmanaged> unmanaged) {
    std::vector<LeftOut> left_out;
    const ExportChoice nothing_in_them;
    ItemMaker maker(kinds, live, nothing_in_them, left_out);
    std::vector<std::optional<Item>> items;
    for (const Unmanaged& one : unmanaged)
        items.push_back(maker.make_alone(*one.kind, *one.live));
    return items;
}

} // namespace tenantry::exporter
