#include "engine/manifest/assemble.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/distinct.hpp"
#include "engine/manifest/drift_rules.hpp"
#include "engine/manifest/keep.hpp"
#include "engine/manifest/service_users.hpp"
#include "engine/model/natural_key.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace tenantry::manifest {
namespace {

using Profiles = std::map<std::string, const DefaultsDraft*, std::less<>>;

Diagnostic twice(std::string what, const Named& second, Position first) {
    return {.code = "manifest.duplicate",
            .summary = std::move(what),
            .hint = "give one of them another name, or put them together",
            .position = second.position,
            .notes = {{"the first one is here", first}}};
}

Profiles index_profiles(const Drafts& drafts, Diagnostics& diagnostics) {
    Profiles profiles;
    for (const DefaultsDraft& profile : drafts.profiles) {
        if (profile.named.name.empty()) continue;
        const auto [first, is_new] = profiles.emplace(profile.named.name, &profile);
        if (is_new) continue;
        diagnostics.add(twice("two profiles are named " + in_quotes(profile.named.name),
                              profile.named, first->second->named.position));
    }
    return profiles;
}

void check_one_tenant(const Drafts& drafts, Diagnostics& diagnostics) {
    for (std::size_t i = 1; i < drafts.tenants.size(); ++i) {
        diagnostics.add(
            {.code = "manifest.duplicate",
             .summary = "there is a second Tenant document",
             .hint = "keep one: it holds for all customers",
             .position = drafts.tenants[i].named.position,
             .notes = {{"the first one is here", drafts.tenants.front().named.position}}});
    }
}

/// Which of the alternatives of a schema (roles or policies) the fields hold, if any.
const Field* alternative_in(const std::vector<Field>& fields, const Schema& schema) {
    const auto found = std::ranges::find_if(fields, [&](const Field& field) {
        return std::ranges::find(schema.one_of, field.path) != schema.one_of.end();
    });
    return found == fields.end() ? nullptr : &*found;
}

/// Members of `weaker` that a map leaves out.
void fill_map(Json& map, const Json& weaker) {
    if (map.members() == nullptr || weaker.members() == nullptr) return;
    for (const auto& [name, value] : *weaker.members()) {
        const Json* mine = map.find(name);
        Json merged = mine == nullptr ? value : *mine;
        if (mine != nullptr) fill_map(merged, value);
        map.set(name, std::move(merged));
    }
}

/// Fields of `weaker` that the resource leaves out. Maps are flat, so this merges them by key; what
/// was written as one value is whole, and one of two alternatives keeps the other out.
void fill(Resource& resource, const Defaults& weaker, const Schema& schema) {
    const auto found = weaker.find(resource.kind->name);
    if (found == weaker.end() || resource.short_form) return;
    // Components and frequency belong to the plan they were written for.
    const Field* mine = alternative_in(resource.fields, schema);
    const Field* theirs = alternative_in(found->second.fields, schema);
    const bool other = mine != nullptr && theirs != nullptr &&
                       (mine->path != theirs->path ||
                        !same_value(theirs->value, mine->value, *schema.property(mine->path)));
    if (other) return;
    const bool decided = mine != nullptr;
    for (const Field& field : found->second.fields) {
        const auto mine_of = std::ranges::find(resource.fields, field.path, &Field::path);
        const bool written = mine_of != resource.fields.end();
        if (written && schema.field(field.path)->one_value) fill_map(mine_of->value, field.value);
        const bool alternative =
            std::ranges::find(schema.one_of, field.path) != schema.one_of.end();
        if (written || (decided && alternative)) continue;
        resource.fields.push_back(field);
        resource.fields.back().inherited = true;
    }
    resource.short_form = found->second.short_form;
}

/// Brings fields back into the order of the schema after defaults were appended.
void sort_fields(std::vector<Field>& fields, const Schema& schema) {
    const auto rank = [&](const Field& field) {
        const std::string_view name = std::string_view(field.path).substr(0, field.path.find('.'));
        const auto found = std::ranges::find(schema.properties, name,
                                             [](const auto& property) { return property.first; });
        return found - schema.properties.begin();
    };
    std::ranges::stable_sort(fields, [&](const Field& a, const Field& b) {
        const auto ranks = std::pair(rank(a), rank(b));
        return ranks.first == ranks.second ? a.path < b.path : ranks.first < ranks.second;
    });
}

/// Puts the drafts together, customer by customer.
class Assembler {
public:
    Assembler(const Drafts& drafts, const KindTable& kinds, Diagnostics& diagnostics, Layers* kept)
        : kinds_(kinds), kept_(kept), diagnostics_(diagnostics), written_(drafts.written),
          profiles_(index_profiles(drafts, diagnostics)),
          tenant_(drafts.tenants.empty() ? nullptr : &drafts.tenants.front()),
          incomplete_(drafts.incomplete) {
        for (const auto& [name, profile] : profiles_)
            names_.push_back(name);
    }

    void add(CustomerDraft draft) {
        const std::vector<const DefaultsDraft*> documents = layers_of(draft);
        keep(draft, documents);
        std::vector<const Defaults*> layers;
        layers.reserve(documents.size());
        for (const DefaultsDraft* document : documents)
            layers.push_back(&document->defaults);
        add_default_members(draft, layers);
        add_memberships(draft, kinds_);
        for (Resource& resource : draft.resources) {
            const Schema& schema = kinds_.schema_of(*resource.kind);
            for (const Defaults* layer : layers)
                fill(resource, *layer, schema);
            if (!layers.empty()) sort_fields(resource.fields, schema);
        }
        append(draft, children_of(draft), draft.resources.size(), Resource::none,
               Address::of_customer(draft.customer.name));
        desired_.customers.push_back(std::move(draft.customer));
    }

    Desired take() { return std::move(desired_); }

private:
    /// The defaults of a customer, strongest first.
    std::vector<const DefaultsDraft*> layers_of(const CustomerDraft& draft) {
        std::vector<const DefaultsDraft*> layers;
        for (const Named& named : draft.profiles) {
            if (named.name.empty()) continue;
            const auto found = profiles_.find(named.name);
            if (found != profiles_.end()) {
                layers.insert(layers.begin(), found->second);
                continue;
            }
            if (incomplete_) continue;
            std::string hint = suggest(named.name, names_);
            if (hint.empty()) {
                hint = names_.empty() ? "there is no Profile document"
                                      : "known are " + join(names_, ", ");
            }
            diagnostics_.add({.code = "manifest.unknown-profile",
                              .summary = "no profile is named " + in_quotes(as_written(named)),
                              .hint = hint,
                              .position = named.position});
        }
        if (tenant_ != nullptr) layers.push_back(tenant_);
        return layers;
    }

    /// Before anything is laid over anything else.
    void keep(const CustomerDraft& draft, const std::vector<const DefaultsDraft*>& layers) const {
        if (kept_ == nullptr || ascii_lower(draft.customer.name) != ascii_lower(kept_->customer))
            return;
        for (const Resource& resource : draft.resources)
            kept_->own.emplace(resource.position, resource.fields);
        for (const DefaultsDraft* layer : layers) {
            kept_->below.push_back({layer == tenant_ ? "" : layer->named.name,
                                    layer->named.position, layer->defaults});
        }
    }

    std::string_view as_written(const Named& named) const {
        const auto found = written_.find(named.position);
        return found == written_.end() ? named.name : *found->second.text();
    }

    /// A default for what every object of a kind has one of (the plan of a zone) makes it a
    /// resource of each that does not write its own.
    void add_default_members(CustomerDraft& draft,
                             const std::vector<const Defaults*>& layers) const {
        for (const Kind* kind : kinds_.kinds()) {
            const Field* first = nullptr;
            for (const Defaults* layer : layers) {
                const auto found = layer->find(kind->name);
                if (first == nullptr && found != layer->end() && !found->second.fields.empty()) {
                    first = &found->second.fields.front();
                }
            }
            if (!kind->comes_with_parent() || comes_along(*kind, kinds_) || first == nullptr)
                continue;
            const std::size_t count = draft.resources.size();
            std::vector<bool> has(count, false);
            for (const Resource& resource : draft.resources) {
                if (resource.kind == kind) has[resource.parent] = true;
            }
            for (std::size_t i = 0; i < count; ++i) {
                if (draft.resources[i].kind->name != kind->parent || has[i]) continue;
                draft.resources.push_back({.kind = kind, .parent = i, .position = first->position});
            }
        }
    }

    /// The resources of a draft by the one they lie in; those in none come last.
    using Children = std::vector<std::vector<std::size_t>>;

    static Children children_of(const CustomerDraft& draft) {
        const std::size_t count = draft.resources.size();
        Children children(count + 1);
        for (std::size_t i = 0; i < count; ++i) {
            children[std::min(draft.resources[i].parent, count)].push_back(i);
        }
        return children;
    }

    /// Appends the children of one resource of the draft and, behind each, its own.
    void append(CustomerDraft& draft, const Children& children, std::size_t from,
                std::size_t parent, const Address& above) {
        Addressed addressed;
        for (const std::size_t i : children[from]) {
            const Resource& resource = draft.resources[i];
            const NaturalKey key(kinds_.schema_of(*resource.kind));
            const std::string_view name = key.name_of(resource);
            if (!key.exists()) {
                addressed.emplace_back(above.member(resource.kind->word), i);
            } else if (!name.empty()) {
                addressed.emplace_back(above.child(resource.kind->word, name), i);
            }
        }
        distinguish(draft, addressed);
        // What others follow from comes first: steps wait for what stands before them.
        std::ranges::sort(addressed, {}, [&](const auto& pair) {
            const bool first = comes_first(draft.resources[pair.second], kinds_);
            return std::tuple(!first, pair.first, pair.second);
        });
        for (const auto& [address, index] : addressed) {
            Resource& resource = desired_.resources.emplace_back(std::move(draft.resources[index]));
            resource.address = address;
            resource.parent = parent;
            append(draft, children, index, desired_.resources.size() - 1, address);
        }
    }

    using Addressed = std::vector<std::pair<Address, std::size_t>>;

    std::string_view name_of(const Resource& resource) const {
        return NaturalKey(kinds_.schema_of(*resource.kind)).name_of(resource);
    }

    /// Accounts of one customer that share a name take their id or unit into the address.
    void distinguish(const CustomerDraft& draft, Addressed& addressed) const {
        std::map<Address, std::size_t> counts;
        for (const auto& [address, index] : addressed)
            ++counts[address];
        for (auto& [address, index] : addressed) {
            if (counts[address] < 2) continue;
            const Resource& resource = draft.resources[index];
            const std::string_view by = distinction(resource, kinds_.schema_of(*resource.kind));
            if (!by.empty()) address = address.distinguished(by);
        }
    }

    const KindTable& kinds_;
    Layers* kept_; // null where nobody asks
    Diagnostics& diagnostics_;
    const VariableTexts& written_;
    Profiles profiles_;
    const DefaultsDraft* tenant_;
    bool incomplete_;
    std::vector<std::string> names_;
    Desired desired_;
};

void check_customer_names(const std::vector<CustomerDraft>& customers, Diagnostics& diagnostics) {
    const Customer* first = nullptr; // of a name
    for (const CustomerDraft& draft : customers) {
        const Customer& customer = draft.customer;
        if (first == nullptr || customer.name != first->name) first = &customer;
        if (customer.name.empty() || first == &customer) continue;
        diagnostics.add(twice("two customers are named " + in_quotes(customer.name),
                              {customer.name, customer.position}, first->position));
    }
}

/// "hold: true": the member that a schema demands, with its value where there is only one that
/// makes the others mean something.
std::string alternatives_in_words(const Schema& schema) {
    const Schema& first = *schema.property(schema.one_of.front());
    const bool flag = schema.one_of.size() == 1 && first.allows("boolean") && !first.types.empty();
    return join(schema.one_of, " or ") + (flag ? ": true" : "");
}

/// What is missing where options stand without what they are options of, and the whole to write.
Diagnostic without_alternative(const Resource& resource, const Schema& schema) {
    const std::string wanted = alternatives_in_words(schema);
    std::vector<std::string> names;
    std::vector<std::string> whole = {wanted.contains(':') ? wanted : wanted + ": ..."};
    for (const Field& field : resource.fields) {
        const std::string name = field.path.substr(0, field.path.find('.'));
        if (std::ranges::find(names, name) != names.end()) continue;
        names.push_back(name);
        const bool flag = field.value.boolean() != nullptr || field.value.integer() != nullptr;
        const bool plain = flag && !field.path.contains('.');
        whole.push_back(fmt::format("{}: {}", names.back(), plain ? to_text(field.value) : "..."));
    }
    Diagnostic diagnostic{.code = "manifest.missing-field",
                          .summary = wanted + " is missing here",
                          .hint =
                              "write it here, in a profile, or in the Tenant document's defaults",
                          .subject = resource.address.text(),
                          .position = resource.position};
    // Who has only the name is told by the name; options have to be told apart from what they are
    // options of, which may have the same name.
    if (!schema.short_form.empty() && !names.empty()) {
        diagnostic.summary = fmt::format("{} is missing beside {}", wanted, join(names, ", "));
        diagnostic.hint = fmt::format(
            "write {}: {{{}}}, here, in a profile, or in the Tenant document's defaults",
            resource.kind->word, printable(join(whole, ", ")));
    }
    return diagnostic;
}

/// Exactly one of the alternatives must stand, wherever it comes from.
/// `tenant` is the place of the Tenant document, if there is one.
void check_alternatives(const Desired& desired, const Drafts& drafts, const KindTable& kinds,
                        Position tenant, Diagnostics& diagnostics) {
    for (const Resource& resource : desired.resources) {
        const Schema& schema = kinds.schema_of(*resource.kind);
        if (schema.one_of.empty() || drafts.gaps.contains(resource.position)) continue;
        const auto acceptance = std::ranges::count_if(schema.one_of, [&](const std::string& name) {
            return resource.field(name) != nullptr;
        });
        if (acceptance == 1 || (acceptance == 0 && drafts.incomplete)) continue;
        const std::string names = join(schema.one_of, " or ");
        if (comes_along(*resource.kind, kinds)) {
            // Nobody wrote it, so what is missing is missing at one place for all of them.
            if (!tenant.known()) tenant = resource.position;
            diagnostics.add(without_rights(resource, names, tenant, kinds));
            continue;
        }
        if (acceptance == 0) {
            diagnostics.add(without_alternative(resource, schema));
            continue;
        }
        diagnostics.add(
            {.code = "manifest.alternatives",
             .summary = fmt::format("only one of {} can stand here", join(schema.one_of, " and ")),
             .hint = "remove one of them",
             .subject = resource.address.text(),
             .position = alternative_in(resource.fields, schema)->position});
    }
}

} // namespace

Desired assemble(Drafts drafts, const KindTable& kinds, Diagnostics& diagnostics, Layers* layers) {
    diagnostics.append(std::move(drafts.diagnostics));
    check_one_tenant(drafts, diagnostics);
    std::ranges::stable_sort(drafts.customers, {}, [](const CustomerDraft& draft) {
        return std::pair(draft.customer.name, draft.customer.position);
    });
    check_customer_names(drafts.customers, diagnostics);
    Assembler assembler(drafts, kinds, diagnostics, layers);
    std::vector<DefaultsDraft>& tenants = drafts.tenants;
    for (CustomerDraft& draft : drafts.customers)
        assembler.add(std::move(draft));
    Desired desired = assembler.take();
    if (!tenants.empty()) {
        desired.tenant = tenants.front().named.name;
        desired.guards = std::move(tenants.front().guards);
        desired.prices = std::move(tenants.front().prices);
        desired.program = tenants.front().program;
        desired.program_position = tenants.front().program_position;
        desired.severities = std::move(tenants.front().severities);
    }
    sort_by_name(drafts.ignores, diagnostics);
    desired.ignores = std::move(drafts.ignores);
    desired.written = std::move(drafts.written);
    check_distinct(desired, kinds, diagnostics);
    check_memberships(desired, kinds, diagnostics);
    const Position tenant = tenants.empty() ? Position() : tenants.front().named.position;
    check_alternatives(desired, drafts, kinds, tenant, diagnostics);
    check_keep(desired, kinds, diagnostics);
    return desired;
}

} // namespace tenantry::manifest
