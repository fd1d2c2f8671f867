#include "engine/planner/unmanaged.hpp"

#include "engine/model/natural_key.hpp"

#include <algorithm>
#include <map>

namespace tenantry::planner {
namespace {

class UnmanagedFinder {
public:
    UnmanagedFinder(const KindTable& kinds, const Desired& desired, const Live& live,
                    const Selection& selection, const Matches& matches,
                    const std::set<std::string, std::less<>>& refused)
        : kinds_(kinds), desired_(desired), live_(live), selection_(selection), matches_(matches),
          refused_(refused) {}

    std::vector<Unmanaged> find() {
        const auto owners = owners_by_id(desired_, matches_);
        const auto undecided = undecided_names();
        for (const Kind* kind : kinds_.kinds()) {
            const NaturalKey key(kinds_.schema_of(*kind));
            for (const LiveObject& object : live_.of(kind->name)) {
                if (matches_.taken.contains(&object) || !kind->reports(object, live_)) continue;
                if (undecided.contains(key_of(*kind, object.parent, key.of(object)))) continue;
                add(*kind, object, owners);
            }
        }
        distinguish();
        std::ranges::sort(found_, {}, [](const Unmanaged& unmanaged) {
            return std::pair(unmanaged.address.text(), unmanaged.live->id);
        });
        return std::move(found_);
    }

private:
    bool refused(const Resource& resource) const {
        return refused_.contains(resource.address.customer());
    }

    void add(const Kind& kind, const LiveObject& object, const Owners& owners) {
        if (kind.parent.empty()) {
            if (!selection_.everything()) return;
            found_.push_back({&kind, &object, Address::of_unmanaged(object.name)});
            return;
        }
        const auto owner = owners.find(object.parent);
        if (owner == owners.end() || refused(*owner->second)) return;
        const Resource& parent = *owner->second;
        const bool managed =
            std::ranges::find(parent.managed_lists, &kind) != parent.managed_lists.end();
        const Address address = parent.address.child(kind.word, object.name);
        if (managed && selection_.covers(address)) {
            found_.push_back({&kind, &object, address, parent.position});
        }
    }

    /// Names may repeat among live objects, and one may have the name of what a manifest wants; an
    /// address stands for one thing. What people know them apart by comes before ids.
    void distinguish() {
        distinguish_by([&](const Unmanaged& unmanaged) {
            const std::string_view part =
                kinds_.schema_of(*unmanaged.kind).field_with(IdentityRole::part);
            return part.empty() ? part : unmanaged.live->text_of(part);
        });
        distinguish_by(
            [](const Unmanaged& unmanaged) { return std::string_view(unmanaged.live->id); });
    }

    template<typename Word>
    void distinguish_by(const Word& word) {
        if (found_.empty()) return;
        std::map<Address, std::size_t> counts;
        for (const Resource& resource : desired_.resources)
            ++counts[resource.address];
        for (const Unmanaged& unmanaged : found_)
            ++counts[unmanaged.address];
        for (Unmanaged& unmanaged : found_) {
            const std::string_view by = word(unmanaged);
            if (counts[unmanaged.address] > 1 && !by.empty())
                unmanaged.address = unmanaged.address.distinguished(by);
        }
    }

    /// Names that an error keeps from being matched: their live objects are not known to be
    /// unmanaged.
    std::set<std::string> undecided_names() const {
        std::set<std::string> names;
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            if (!matches_.of[i].undecided) continue;
            const Resource& resource = desired_.resources[i];
            const Schema& schema = kinds_.schema_of(*resource.kind);
            const NaturalKey key(schema);
            const LiveObject* above =
                resource.parent == Resource::none ? nullptr : matches_.of[resource.parent].live;
            const std::string_view parent = above == nullptr ? "" : std::string_view(above->id);
            const auto add = [&](std::string_view name) {
                names.insert(key_of(*resource.kind, parent, key.canonical(name)));
            };
            add(key.name_of(resource));
            const Field* before = resource.field(schema.field_with(IdentityRole::previously));
            if (before == nullptr || before->value.items() == nullptr) continue;
            for (const Json& name : *before->value.items())
                add(*name.text());
        }
        return names;
    }

    /// A name that is the same in many parents, as the plan of a subscription, is one of each.
    std::string key_of(const Kind& kind, std::string_view parent, const std::string& name) const {
        const bool in_parent = NaturalKey(kinds_.schema_of(kind)).unique() == Uniqueness::parent;
        return std::string(kind.name) + "\n" + (in_parent ? std::string(parent) : "") + "\n" + name;
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const Live& live_;
    const Selection& selection_;
    const Matches& matches_;
    const std::set<std::string, std::less<>>& refused_;
    std::vector<Unmanaged> found_;
};

} // namespace

Owners owners_by_id(const Desired& desired, const Matches& matches) {
    Owners owners;
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const LiveObject* object = matches.of[i].live;
        if (object != nullptr) owners.emplace(object->id, &desired.resources[i]);
    }
    return owners;
}

std::vector<Unmanaged> unmanaged_in(const KindTable& kinds, const Desired& desired,
                                    const Live& live, const Selection& selection,
                                    const Matches& matches,
                                    const std::set<std::string, std::less<>>& refused) {
    return UnmanagedFinder(kinds, desired, live, selection, matches, refused).find();
}

} // namespace tenantry::planner
