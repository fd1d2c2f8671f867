#include "engine/selection/identity.hpp"

#include "engine/model/natural_key.hpp"
#include "engine/model/schema.hpp"

#include <algorithm>
#include <optional>

namespace tenantry {
namespace {

void add_name(std::vector<std::string>& names, std::string name) {
    if (!name.empty() && std::ranges::find(names, name) == names.end()) {
        names.push_back(std::move(name));
    }
}

/// The kind that a word in an address stands for, or null.
const Kind* kind_of_word(std::string_view word, const KindTable& kinds) {
    const auto found =
        std::ranges::find(kinds.kinds(), word, [](const Kind* k) { return k->word; });
    return word.empty() || found == kinds.kinds().end() ? nullptr : *found;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find('/'); end != text.npos; end = text.find('/')) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

} // namespace

// A word stands where one can and a kind has it; every other part is a name. Behind the customer
// stands an account, which has no word.
Identity identity_of(const Address& address, const KindTable& kinds) {
    const std::vector<std::string_view> parts = split(address.text());
    Identity identity = {{{unescaped(parts.front())}, Comparison::ignore_case}};
    const Kind* named = nullptr; // whose name comes next
    for (std::size_t i = 1; i < parts.size(); ++i) {
        Segment segment;
        const Kind* of_word = kind_of_word(parts[i], kinds);
        const bool root = of_word != nullptr && of_word->parent.empty();
        if (named != nullptr || i == 1) {
            // "acme/service_user/x" is no account unless what follows is a word.
            const bool word = named == nullptr && root && parts.size() == 3 &&
                              kind_of_word(parts[2], kinds) == nullptr;
            if (named != nullptr)
                segment.comparison = NaturalKey(kinds.schema_of(*named)).comparison();
            segment.names = {unescaped(parts[i])};
            const std::size_t at = parts[i].find('@');
            const bool may_be_scope = named == nullptr && !word && at != std::string_view::npos;
            if (may_be_scope) add_name(segment.names, unescaped(parts[i].substr(0, at)));
            named = word ? of_word : nullptr;
        } else {
            segment.names = {unescaped(parts[i])};
            named = of_word == nullptr || of_word->one_per_parent ? nullptr : of_word;
        }
        identity.push_back(std::move(segment));
    }
    return identity;
}

Identities::Identities(const KindTable& kinds, const Desired& desired)
    : kinds_(kinds), desired_(desired) {}

void Identities::also_called(std::size_t resource, std::string name) {
    add_name(also_[resource], std::move(name));
}

void Identities::append(Identity& identity, const Kind& kind,
                        std::vector<std::string> names) const {
    if (!kind.word.empty()) identity.push_back({{std::string(kind.word)}});
    if (!kind.one_per_parent)
        identity.push_back({std::move(names), NaturalKey(kinds_.schema_of(kind)).comparison()});
}

std::vector<std::string> Identities::names_of(std::size_t index) const {
    const Resource& resource = desired_.resources[index];
    const Schema& schema = kinds_.schema_of(*resource.kind);
    std::vector<std::string> names;
    add_name(names, std::string(NaturalKey(schema).name_of(resource)));
    const std::string_view previously = schema.field_with(IdentityRole::previously);
    const Field* before = previously.empty() ? nullptr : resource.field(previously);
    if (before != nullptr && before->value.items() != nullptr) {
        for (const Json& name : *before->value.items()) {
            if (name.text() != nullptr) add_name(names, *name.text());
        }
    }
    if (const auto also = also_.find(index); also != also_.end()) {
        for (const std::string& name : also->second)
            add_name(names, name);
    }
    // Only where another has the same name is the unit or the id printed, and which of them has one
    // may change: both ways of writing it mean the same thing.
    const std::size_t plain = names.size();
    for (const IdentityRole role : {IdentityRole::scope, IdentityRole::part, IdentityRole::id}) {
        const std::string_view field = schema.field_with(role);
        const std::string_view by = field.empty() ? field : resource.text_of(field);
        for (std::size_t i = 0; i < plain && !by.empty(); ++i)
            add_name(names, names[i] + "@" + std::string(by));
    }
    return names;
}

Identity Identities::of(std::size_t index) const {
    const Resource& resource = desired_.resources[index];
    Identity identity =
        resource.parent == Resource::none
            ? Identity{{{unescaped(resource.address.customer())}, Comparison::ignore_case}}
            : of(resource.parent);
    append(identity, *resource.kind, names_of(index));
    return identity;
}

Identity Identities::child(Identity parent, const Kind& kind, std::string_view name) const {
    append(parent, kind, {std::string(name)});
    return parent;
}

} // namespace tenantry
