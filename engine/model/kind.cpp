#include "engine/model/kind.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "engine/model/answer.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry {

bool Part::has(std::string_view field) const {
    return std::ranges::find(fields, field) != fields.end();
}

bool Part::concerns(const Resource& resource) const {
    return std::ranges::any_of(
        fields, [&](std::string_view field) { return resource.field(field) != nullptr; });
}

void Part::add(const Json& answer, LiveObject& object) const {
    const Answer whole(answer, object, "result.");
    for (const std::string_view field : fields) {
        // All of them are required, and a PUT writes all: one that is missing is not an empty one.
        if (answer.find(field) == nullptr) whole.doubt(field, "is missing", field);
        whole.take_text(field, field);
    }
}

std::string Part::field_of(const Call& call) const {
    if (!is_each_field() || !call.path.starts_with(path)) return {};
    return call.path.substr(path.size());
}

std::optional<LiveObject> Kind::from_the_start() const {
    return one_per_parent == nullptr ? std::nullopt : reading.from_api(Json());
}

std::optional<LiveObject> Kind::told_by(const LiveObject& holder, const Resource& resource) const {
    if (one_per_parent == nullptr || one_per_parent->from_parent == nullptr) return std::nullopt;
    LiveObject told = one_per_parent->from_parent(holder);
    if (!one_per_parent->told_enough(resource, told)) return std::nullopt;
    told.id = told.parent = holder.id;
    return told;
}

bool Kind::means_none(const Fault& fault) const {
    return one_per_parent != nullptr && fault.status >= 400 && fault.status < 500 &&
           fault.code != 0 && fault.code == one_per_parent->absent_code;
}

Lock Kind::lock(const FieldChange& field, const Surroundings& around) const {
    if (editability == nullptr) bug("nothing of the kind " + std::string(name) + " can be locked");
    return editability->lock(field, around);
}

std::string Kind::ordered_as(const Change& change, const Offer& offer) const {
    return sale == nullptr ? std::string() : sale->ordered_as(change, offer);
}

void Kind::order(Change& change, const Offer& offer, Diagnostics& diagnostics) const {
    if (sale == nullptr) return;
    change.ordered_as = sale->ordered_as(change, offer);
    if (sale->judge != nullptr) sale->judge(change, offer, diagnostics);
}

std::optional<Money> Kind::money(const Change& change, std::span<const PriceList> lists) const {
    return sale == nullptr ? std::nullopt : sale->money(change, lists);
}

std::vector<Grant> Kind::grants(const Change& change) const {
    return invitation == nullptr ? std::vector<Grant>() : invitation->grants(change);
}

std::vector<Risk> Kind::risks(const Change& change, std::span<const Grant> grants) const {
    return writing.risks == nullptr ? std::vector<Risk>() : writing.risks(change, grants);
}

Acceptance Kind::acceptance(const LiveObject& object) const {
    return invitation == nullptr ? Acceptance::settled : invitation->acceptance(object);
}

std::vector<FieldChange> Kind::brings(const Change& change) const {
    const bool none = editability == nullptr || editability->brings == nullptr;
    return none ? std::vector<FieldChange>() : editability->brings(change);
}

bool Kind::same_wish(std::string_view field, const Json& one, const Json& other) const {
    return editability != nullptr && editability->same_wish != nullptr &&
           editability->same_wish(field, one, other);
}

bool Kind::reports(const LiveObject& object, const Live& live) const {
    if (one_per_parent != nullptr) return false;
    switch (unnamed) {
    case Unnamed::reported: return true;
    case Unnamed::by_itself: return false;
    case Unnamed::but_ours: break;
    }
    const std::string who = ascii_lower(object.name);
    return (live.self.empty() || who != live.self) && !live.service_users.contains(who);
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

KindTable::KindTable(std::vector<const Kind*> kinds, SchemaSet schemas,
                     const ServiceUsers* service_users)
    : schemas_(std::move(schemas)), service_users_(service_users) {
    std::ranges::sort(kinds, {}, [](const Kind* kind) { return kind->name; });
    for (const Kind* kind : kinds) {
        if (kind->plural.empty()) bug(fmt::format("kind {} has no plural", kind->name));
    }
    const auto placed = [&](std::string_view name) {
        return name.empty() || find(name) != nullptr;
    };
    const auto is_ready = [&](const Kind* kind) {
        // Whoever is to read or write in a customer's name has to be let in before.
        const bool after_users =
            service_users == nullptr ||
            (kind->runs == Runs::as_tenant && !service_users->is_membership(*kind)) ||
            placed((service_users->is_membership(*kind) ? service_users->user
                                                        : service_users->membership)
                       ->name);
        return placed(kind->parent) && std::ranges::all_of(kind->needs, placed) && after_users;
    };
    while (!kinds.empty()) {
        const auto ready = std::ranges::find_if(kinds, is_ready);
        if (ready == kinds.end()) {
            bug(fmt::format(
                "kind {} lies in an unknown kind, or needs one, or kinds need each other",
                kinds.front()->name));
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
        const auto found = std::ranges::find(kind->reading.catalogues, name, &Catalogue::name);
        if (found != kind->reading.catalogues.end()) return *found;
    }
    bug("no kind has the catalogue " + std::string(name));
}

const Kind& KindTable::parent_of(const Kind& kind) const {
    const Kind* parent = find(kind.parent);
    if (parent == nullptr) bug(fmt::format("kind {} lies in nothing", kind.name));
    return *parent;
}

} // namespace tenantry
