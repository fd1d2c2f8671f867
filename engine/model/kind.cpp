#include "engine/model/kind.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"

#include <algorithm>

namespace tenantry {

bool Detail::has(std::string_view field) const {
    return std::ranges::find(fields, field) != fields.end();
}

bool Detail::concerns(const Resource& resource) const {
    return std::ranges::any_of(
        fields, [&](std::string_view field) { return resource.field(field) != nullptr; });
}

void Detail::add(const Json& answer, LiveObject& object) const {
    const Answer whole(answer, object, "result.");
    for (const std::string_view field : fields) {
        // All of them are required, and a PUT writes all: one that is missing is not an empty one.
        if (answer.find(field) == nullptr) whole.doubt(field, "is missing", field);
        whole.take_text(field, field);
    }
}

std::string Kind::title() const {
    std::string text(name);
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::string Kind::counted(std::size_t count) const {
    if (!only_plural()) return tenantry::counted(count, title(), plural);
    return tenantry::counted(count, "set", "sets") + " of " + title();
}

const ErrorHint* Kind::hint_for(const Fault& fault) const {
    const std::string message = ascii_lower(fault.message);
    const auto fits = [&](const ErrorHint& hint) {
        if (hint.code != 0) return hint.code == fault.code;
        if (hint.status != 0) return hint.status == fault.status;
        return message.find(hint.says) != message.npos;
    };
    const auto found = std::ranges::find_if(hints, fits);
    return found == hints.end() ? nullptr : &*found;
}

KindTable::KindTable(std::vector<const Kind*> kinds, SchemaSet schemas)
    : schemas_(std::move(schemas)) {
    std::ranges::sort(kinds, {}, [](const Kind* kind) { return kind->name; });
    for (const Kind* kind : kinds) {
        if (kind->plural.empty()) bug("kind " + std::string(kind->name) + " has no plural");
    }
    while (!kinds.empty()) {
        const auto ready = std::ranges::find_if(kinds, [&](const Kind* kind) {
            // What follows from another kind, or is read in the name it gives, comes after it.
            const auto placed = [&](std::string_view name) {
                return name.empty() || find(name) != nullptr;
            };
            const bool as_customer = kind->runs == Runs::as_customer &&
                                     std::ranges::any_of(kinds, [](const Kind* other) {
                                         return other->lets_in != nullptr;
                                     });
            return placed(kind->parent) && placed(kind->derived_from) &&
                   std::ranges::all_of(kind->needs, placed) && !as_customer;
        });
        if (ready == kinds.end()) {
            bug("kind " + std::string(kinds.front()->name) +
                " lies in an unknown kind, or needs one, or kinds need each other");
        }
        kinds_.push_back(*ready);
        kinds.erase(ready);
    }
}

const Kind* KindTable::find(std::string_view name) const {
    const auto found = std::ranges::find(kinds_, name, [](const Kind* kind) { return kind->name; });
    return found == kinds_.end() ? nullptr : *found;
}

const Catalogue& KindTable::catalogue(std::string_view name) const {
    for (const Kind* kind : kinds_) {
        const auto found = std::ranges::find(kind->catalogues, name, &Catalogue::name);
        if (found != kind->catalogues.end()) return *found;
    }
    bug("no kind has the catalogue " + std::string(name));
}

const Kind& KindTable::parent_of(const Kind& kind) const {
    const Kind* parent = find(kind.parent);
    if (parent == nullptr) bug("kind " + std::string(kind.name) + " lies in nothing");
    return *parent;
}

} // namespace tenantry
