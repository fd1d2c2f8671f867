#include "engine/explanation/subject.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/selection/selection.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace tenantry::explanation {
namespace {

constexpr std::size_t most_named = 5;

Diagnostic mistake(std::string code, std::string summary, std::string hint) {
    return {.code = std::move(code), .summary = std::move(summary), .hint = std::move(hint)};
}

bool is_or_lies_in(const Desired& desired, std::size_t index, std::size_t above) {
    while (index != above && index != Resource::none)
        index = desired.resources[index].parent;
    return index == above;
}

std::size_t child_of(const Desired& desired, std::size_t parent, const Kind& kind) {
    for (std::size_t i = 0; i < desired.resources.size(); ++i) {
        const Resource& resource = desired.resources[i];
        if (resource.parent == parent && resource.kind == &kind) return i;
    }
    return Resource::none;
}

class SubjectFinder {
public:
    SubjectFinder(const KindTable& kinds, const Desired& desired, const std::string& address,
                  const std::string& field)
        : kinds_(kinds), desired_(desired), address_(address), field_(field) {}

    std::expected<Subject, Diagnostic> find() {
        if (auto found = find_resources(); !found) return std::unexpected(found.error());
        Subject& subject = subject_;
        subject.field = field_;
        if (field_.empty()) {
            add_below();
            return std::move(subject);
        }
        const bool whole_customer = !address_.contains('/');
        if (auto found = whole_customer ? narrow_to_field() : resolve_field(); !found)
            return std::unexpected(found.error());
        return std::move(subject);
    }

private:
    using Found = std::expected<void, Diagnostic>;

    Found find_resources() {
        const Glob glob(address_);
        const Identities identities(kinds_, desired_);
        std::set<std::size_t> meant;
        std::set<std::string_view> customers;
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            if (!glob.means(identities.of(i))) continue;
            meant.insert(i);
            customers.insert(desired_.resources[i].address.customer());
            const std::size_t parent = desired_.resources[i].parent;
            if (!meant.contains(parent)) subject_.resources.push_back(i);
        }
        bool whole = false; // the customer itself is meant
        for (const Customer& customer : desired_.customers) {
            const Address address = Address::of_customer(customer.name);
            const bool named = glob.means(identity_of(address, kinds_));
            if (!named && !customers.contains(address.customer())) continue;
            if (subject_.customer != nullptr)
                return several({subject_.customer->name, customer.name});
            subject_.customer = &customer;
            whole = whole || named;
        }
        if (subject_.customer == nullptr) {
            return std::unexpected(mistake("explain.unknown-address",
                                           "no manifest names " + in_quotes(address_),
                                           PatternHints(kinds_, desired_).of(address_)));
        }
        if (whole) return {};
        if (subject_.resources.size() > 1) {
            std::vector<std::string> names;
            names.reserve(subject_.resources.size());
            for (const std::size_t i : subject_.resources)
                names.push_back(desired_.resources[i].address.text());
            return several(std::move(names));
        }
        return {};
    }

    Found several(std::vector<std::string> names) const {
        const std::size_t count = names.size();
        names.resize(std::min(count, most_named));
        for (std::string& name : names)
            name = in_quotes(name);
        return std::unexpected(mistake("explain.several",
                                       in_quotes(address_) + " means more than one resource",
                                       fmt::format("write one of them: {}{}", join(names, ", "),
                                                   count > most_named ? ", ..." : "")));
    }

    void add_below() {
        // Of a customer what lies in it is told, and nothing in full.
        if (!address_.contains('/')) std::swap(subject_.resources, tops_);
        const std::vector<std::size_t>& above =
            subject_.resources.empty() ? tops_ : subject_.resources;
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const bool within = std::ranges::any_of(
                above, [&](std::size_t top) { return is_or_lies_in(desired_, i, top); });
            const bool in_full =
                std::ranges::find(subject_.resources, i) != subject_.resources.end();
            if (within && !in_full) subject_.below.push_back(i);
        }
    }

    /// Of a customer: the field of everything in it that has one.
    Found narrow_to_field() {
        const std::vector<std::size_t> tops = std::exchange(subject_.resources, {});
        std::vector<std::string> known;
        std::vector<std::size_t> by_word; // "settings.ssl" of what zones have one of
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const bool within = std::ranges::any_of(
                tops, [&](std::size_t top) { return is_or_lies_in(desired_, i, top); });
            if (!within) continue;
            const std::vector<std::string> names =
                named_fields(kinds_.schema_of(*resource.kind), kinds_);
            const bool has = std::ranges::find(names, field_) != names.end();
            if (has) subject_.resources.push_back(i);
            const bool one = resource.kind->comes_with_parent() &&
                             field_.starts_with(std::string(resource.kind->word) + ".") &&
                             std::ranges::find(names, behind_word()) != names.end();
            if (one) by_word.push_back(i);
            known.insert(known.end(), names.begin(), names.end());
        }
        if (!subject_.resources.empty()) return {};
        if (!by_word.empty()) {
            subject_.resources = std::move(by_word);
            subject_.field = behind_word();
            return {};
        }
        return unknown_field("nothing of " + in_quotes(subject_.customer->name) + " has a", field_,
                             std::move(known));
    }

    /// "ssl" of "settings.ssl".
    std::string behind_word() const { return field_.substr(field_.find('.') + 1); }

    /// `who_has`: "the zone ... has no".
    static Found unknown_field(const std::string& who_has, const std::string& field,
                               std::vector<std::string> known) {
        std::ranges::sort(known);
        known.erase(std::unique(known.begin(), known.end()), known.end());
        std::string hint = suggest(field, known);
        if (hint.empty() && !known.empty()) {
            constexpr std::size_t most_fields = 30;
            const bool more = known.size() > most_fields;
            if (more) known.resize(most_fields);
            hint = "known are " + join(known, ", ") + (more ? ", ..." : "");
        }
        return std::unexpected(mistake("explain.unknown-field",
                                       fmt::format("{} field {}", who_has, in_quotes(field)),
                                       std::move(hint)));
    }

    /// Walks from the resource into what it has one of, as far as the path says.
    Found resolve_field() {
        std::size_t index = subject_.resources.front();
        for (;;) {
            const Resource& resource = desired_.resources[index];
            const Schema& schema = kinds_.schema_of(*resource.kind);
            const std::size_t dot = std::min(subject_.field.find('.'), subject_.field.size());
            const Schema* member = schema.property(std::string_view(subject_.field).substr(0, dot));
            const Kind* within = member == nullptr ? nullptr : kind_within(*member, kinds_);
            if (within == nullptr) return check_field(resource, schema);
            const std::string rest(subject_.field, std::min(dot + 1, subject_.field.size()));
            if (!within->comes_with_parent()) {
                if (!rest.empty())
                    return unknown_field(who_has(resource.kind, resource), subject_.field,
                                         known_of(schema));
                subject_.list = within;
                return {};
            }
            const std::size_t child = child_of(desired_, index, *within);
            subject_.field = rest;
            if (child == Resource::none) {
                subject_.unwritten = within;
                const Schema& facts = kinds_.schema_of(*within);
                return rest.empty() ? Found() : check_unwritten(resource, facts);
            }
            index = child;
            subject_.resources = {child};
            if (rest.empty()) return {};
        }
    }

    static std::string who_has(const Kind* kind, const Resource& resource) {
        return fmt::format("the {} {}{} {}", kind->title(), kind == resource.kind ? "" : "of ",
                           in_quotes(resource.address.text()),
                           kind->only_plural() ? "have no" : "has no");
    }

    std::vector<std::string> known_of(const Schema& schema) const {
        std::vector<std::string> known = named_fields(schema, kinds_);
        for (const auto& [name, member] : schema.properties) {
            if (kind_within(*member, kinds_) != nullptr) known.push_back(name);
        }
        return known;
    }

    /// A map that takes any member takes slips, too: what it names and nobody wrote otherwise wins.
    bool is_field(const Schema& schema, const Resource* resource) const {
        const std::string& path = subject_.field;
        if (schema.field(path) == nullptr) return false;
        if (resource != nullptr && resource->field(path) != nullptr) return true;
        const std::vector<std::string> names = named_fields(schema, kinds_);
        const bool named = std::ranges::any_of(names, [&](const std::string& name) {
            return name == path || name.starts_with(path + ".");
        });
        return named || nearest(path, names).empty();
    }

    Found check_field(const Resource& resource, const Schema& schema) const {
        if (is_field(schema, &resource)) return {};
        return unknown_field(who_has(resource.kind, resource), subject_.field, known_of(schema));
    }

    Found check_unwritten(const Resource& resource, const Schema& schema) const {
        if (is_field(schema, nullptr)) return {};
        return unknown_field(who_has(subject_.unwritten, resource), subject_.field,
                             known_of(schema));
    }

    const KindTable& kinds_;
    const Desired& desired_;
    const std::string& address_;
    const std::string& field_;
    Subject subject_;
    std::vector<std::size_t> tops_;
};

void add_named(const Schema& schema, const KindTable& kinds, const std::string& prefix,
               std::vector<std::string>& names) {
    for (const auto& [name, member] : schema.properties) {
        if (kind_within(*member, kinds) != nullptr) continue;
        const bool map = !member->one_value && !member->properties.empty() &&
                         (member->types.empty() || member->allows("object"));
        if (map)
            add_named(*member, kinds, prefix + name + ".", names);
        else
            names.push_back(prefix + name);
    }
}

} // namespace

const Kind* kind_within(const Schema& member, const KindTable& kinds) {
    if (!member.file.empty()) return kinds.find(member.file);
    const bool list = member.items != nullptr && !member.items->file.empty();
    return list ? kinds.find(member.items->file) : nullptr;
}

std::string unspoken_words(const Schema& schema, const KindTable& kinds, const std::string& path) {
    const std::vector<std::string> names = named_fields(schema, kinds);
    const bool open = schema.names_some() && std::ranges::find(names, path) == names.end();
    return open ? "no document speaks of it, and the schema does not name it: it may be newer than "
                  "tenantry, or a slip"
                : "no document speaks of it, so that it stays as it is";
}

std::vector<std::string> named_fields(const Schema& schema, const KindTable& kinds) {
    std::vector<std::string> names;
    add_named(schema, kinds, "", names);
    return names;
}

std::expected<Subject, Diagnostic> subject_of(const KindTable& kinds, const Desired& desired,
                                              const std::string& address,
                                              const std::string& field) {
    return SubjectFinder(kinds, desired, address, field).find();
}

} // namespace tenantry::explanation
