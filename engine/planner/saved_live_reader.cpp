// The live state of a plan file, read back as saved_live.cpp writes it.
#include "engine/planner/saved_live.hpp"
#include "engine/products/products.hpp"

namespace tenantry::planner {
namespace {

// Status and code of Fault::lacks_right.
constexpr std::pair<int, std::int64_t> lacking_right = {403, 10000};

/// The objects, as the API could have answered with them.
class SavedObjectReader {
public:
    SavedObjectReader(const KindTable& kinds, MemberReader& in) : kinds_(kinds), in_(in) {}

    LiveObject read(const Json& item, const Kind& kind) {
        LiveObject object{.id = in_.text(item, "id"),
                          .name = in_.text(item, "name"),
                          .parent = in_.text(item, "parent"),
                          .created_on = in_.text(item, "created_on")};
        const Json* fields = item.find("fields");
        const bool usable = is_id(object.id) && (object.parent.empty() || is_id(object.parent)) &&
                            fields != nullptr && fields->members() != nullptr;
        if (!usable) {
            in_.damage("live.objects");
            return object;
        }
        for (const auto& [path, value] : *fields->members())
            object.fields.emplace_back(path, value);
        if (item.find("locked") != nullptr) object.locked = in_.texts(item, "locked");
        if (item.find("unset") != nullptr) object.unset = in_.texts(item, "unset");
        if (const Json* unused = item.find("unused")) {
            if (unused->boolean() == nullptr) in_.damage("live.objects");
            object.unused = *unused == Json(true);
        }
        read_unread(item, object);
        read_doubts(item, object);
        if (!is_sound(object, kind)) in_.damage("live.objects." + std::string(kind.name));
        return object;
    }

private:
    /// What an object goes by stands in its fields too; what has no name goes by its parent.
    bool is_sound(const LiveObject& object, const Kind& kind) const {
        const std::string_view name = kinds_.schema_of(kind).field_with(IdentityRole::name);
        if (name.empty()) return object.name.empty() && object.id == object.parent;
        return object.text_of(name) == object.name;
    }

    void read_doubts(const Json& item, LiveObject& object) {
        if (item.find("doubts") == nullptr) return;
        for (const Json& doubt : in_.list(item, "doubts")) {
            object.doubts.push_back({.member = in_.text(doubt, "member"),
                                     .what = in_.text(doubt, "what"),
                                     .field = in_.text(doubt, "field"),
                                     .call = in_.text(doubt, "call")});
        }
    }

    void read_unread(const Json& item, LiveObject& object) {
        const Json* unread = item.find("unread");
        if (unread == nullptr) return;
        if (unread->members() == nullptr) return in_.damage("live.objects");
        for (const auto& [path, why] : *unread->members()) {
            if (why.text() == nullptr) return in_.damage("live.objects");
            object.unread.emplace_back(path, Fault{.message = *why.text()});
        }
    }

    const KindTable& kinds_;
    MemberReader& in_;
};

void read_objects(const Json& objects, const KindTable& kinds, MemberReader& in, Live& live) {
    SavedObjectReader reader(kinds, in);
    for (const auto& [name, items] : *objects.members()) {
        const Kind* kind = kinds.find(name);
        if (kind == nullptr || items.items() == nullptr) return in.damage("live.objects." + name);
        for (const Json& item : *items.items())
            live.objects[name].push_back(reader.read(item, *kind));
    }
}

void read_catalogues(const Json& file, MemberReader& in, Live& live) {
    for (const Json& catalogue : in.list(file, "live.catalogues")) {
        auto& entries = live.catalogues[{in.text(catalogue, "name"), in.text(catalogue, "owner")}];
        for (const Json& entry : in.list(catalogue, "entries"))
            entries.push_back({in.text(entry, "id"), in.text(entry, "name"),
                               in.text(entry, "group"), in.text(entry, "group_id")});
    }
}

/// Of lists that were not read only those are kept that a right was missing for.
void read_gaps(const Json& from, const KindTable& kinds, MemberReader& in, Live& live) {
    if (from.find("unread") != nullptr) {
        for (const Json& item : in.list(from, "unread")) {
            Fault fault{.category = FaultCategory::refused,
                        .status = lacking_right.first,
                        .code = lacking_right.second,
                        .message = in.text(item, "message"),
                        .call = in.text(item, "call")};
            live.unread.push_back(
                {in.text(item, "kind"), in.text(item, "parent"), std::move(fault)});
            if (kinds.find(live.unread.back().kind) == nullptr) in.damage("live.unread");
        }
    }
    if (from.find("unlisted") != nullptr) {
        for (std::string& kind : in.texts(from, "unlisted"))
            live.unlisted.insert(std::move(kind));
    }
    if (from.find("organizations") != nullptr) {
        for (std::string& id : in.texts(from, "organizations"))
            live.organizations.insert(std::move(id));
    }
}

RatePlan read_offer(const Json& item, MemberReader& in) {
    RatePlan plan{.id = in.text(item, "id"),
                  .currency = in.text(item, "currency"),
                  .frequency = in.text(item, "frequency"),
                  .flat = in.amount(item, "flat")};
    for (const Json& component : in.list(item, "components")) {
        RatePlan::Component read{.name = in.text(component, "name"),
                                 .unit = in.amount(component, "unit")};
        const Json* included = component.find("included");
        if (included == nullptr || !included->is_null())
            read.included = in.number(component, "included");
        if (component.find("least") != nullptr) read.least = in.number(component, "least");
        if (component.find("most") != nullptr) read.most = in.number(component, "most");
        plan.components.push_back(std::move(read));
    }
    return plan;
}

TenantProgram read_program(const Json& file, MemberReader& in) {
    const std::string name = in.text(file, "live.program.name");
    const auto source = products::source_named(in.text(file, "live.program.source"));
    if (!products::is_program(name) || !source) {
        in.damage("live.program");
        return {};
    }
    return {.name = name, .source = *source, .by = in.text(file, "live.program.by")};
}

void read_components(const Json& file, MemberReader& in, Live& live) {
    // Files of the first format knew no more than what else is in them.
    if (file.text_of("tenantry_plan") == "2.0") return live.note_components();
    for (const Json& item : in.list(file, "live.components")) {
        auto& names = live.components[{in.text(item, "kind"), in.text(item, "plan")}];
        for (std::string& name : in.texts(item, "names"))
            names.insert(std::move(name));
    }
}

/// What is sold, and what is known of it.
void read_sales(const Json& file, MemberReader& in, Live& live) {
    for (const Json& offers : in.list(file, "live.offers")) {
        std::vector<RatePlan>& plans = live.rate_plans[in.text(offers, "account")];
        for (const Json& plan : in.list(offers, "plans"))
            plans.push_back(read_offer(plan, in));
    }
    for (const Json& plan : in.list(file, "live.published"))
        live.published.push_back(read_offer(plan, in));
    read_components(file, in, live);
    live.program = read_program(file, in);
}

} // namespace

void read_saved_live(const Json& file, const KindTable& kinds, MemberReader& in, Live& live) {
    live.self = in.text(file, "live.self");
    const Json* objects = file.at("live.objects");
    if (objects == nullptr || objects->members() == nullptr) return in.damage("live.objects");
    read_objects(*objects, kinds, in, live);
    read_catalogues(file, in, live);
    read_gaps(*file.find("live"), kinds, in, live);
    for (const Json& item : in.list(file, "live.entitlements")) {
        const Json* held = item.find("held");
        if (held == nullptr || held->boolean() == nullptr) return in.damage("live.entitlements");
        live.entitlements[in.text(item, "tenant")][in.text(item, "name")] = *held->boolean();
    }
    read_sales(file, in, live);
}

} // namespace tenantry::planner
