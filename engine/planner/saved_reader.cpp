// What is read back of a plan file.
#include "engine/planner/planner.hpp"
#include "engine/planner/saved.hpp"
#include "engine/planner/saved_live.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tenantry::planner {
namespace {

// A plan of a large tenant, with its manifests.
constexpr JsonLimits limits{
    .bytes = 512U << 20U, .depth = 64, .members = 100'000, .values = 32U << 20U};

// Status and code of Fault::lacks_right.
constexpr std::pair<int, std::int64_t> lacking_right = {403, 10000};

bool is_guard(std::string_view name) {
    return name == "downgrade" || std::ranges::find(guard_names(), name) != guard_names().end();
}

/// Reads what a stranger may have written: a member of another shape makes the whole file bad.
class SavedReader {
public:
    explicit SavedReader(const KindTable& kinds) : kinds_(kinds) {}

    std::expected<SavedPlan, std::string> read(const Json& file) {
        if (auto wrong = check_version(file)) return std::unexpected(*wrong);
        SavedPlan saved;
        saved.tenant.api = text(file, "tenant.api");
        saved.tenant.tenants = texts(file, "tenant.tenants");
        for (const Json& source : list(file, "sources"))
            saved.sources.push_back({text(source, "name"), text(source, "text")});
        saved.selection.customers = texts(file, "selection.customers");
        saved.selection.targets = texts(file, "selection.targets");
        saved.selection.excludes = texts(file, "selection.excludes");
        read_live(file, saved.live);
        saved.steps = Json(list(file, "steps"));
        read_verdicts(file, saved.verdicts);
        if (!wrong_.empty()) return std::unexpected("it is damaged: " + wrong_);
        return saved;
    }

private:
    static std::optional<std::string> check_version(const Json& file) {
        const std::string version(file.text_of("tenantry_plan"));
        if (version.empty()) return "it is no plan of tenantry";
        const std::string_view major = std::string_view(version).substr(0, version.find('.'));
        if (major == plan_file_format.substr(0, plan_file_format.find('.'))) return std::nullopt;
        return "it has another format than this version of tenantry reads";
    }

    void damage(std::string_view where) {
        if (wrong_.empty()) wrong_ = std::string(where) + " is missing or has another form";
    }

    std::string text(const Json& in, std::string_view path) {
        const Json* value = in.at(path);
        if (value != nullptr && value->text() != nullptr) return *value->text();
        damage(path);
        return {};
    }

    std::int64_t number(const Json& in, std::string_view path) {
        const Json* value = in.at(path);
        if (value != nullptr && value->integer() != nullptr) return *value->integer();
        damage(path);
        return 0;
    }

    const JsonArray& list(const Json& in, std::string_view path) {
        static const JsonArray none;
        const Json* value = in.at(path);
        if (value != nullptr && value->items() != nullptr) return *value->items();
        damage(path);
        return none;
    }

    std::vector<std::string> texts(const Json& in, std::string_view path) {
        std::vector<std::string> result;
        for (const Json& item : list(in, path)) {
            if (item.text() == nullptr) {
                damage(path);
            } else {
                result.push_back(*item.text());
            }
        }
        return result;
    }

    /// Whether it is one that the API could have answered with: what it goes by stands in its
    /// fields too, and what its parent has one of goes by nothing.
    bool is_sound(const LiveObject& object, const Kind& kind) const {
        if (kind.one_per_parent) return object.name.empty() && object.id == object.parent;
        return object.text_of(kinds_.schema_of(kind).field_with(IdentityRole::name)) == object.name;
    }

    LiveObject read_object(const Json& item, const Kind& kind) {
        LiveObject object{.id = text(item, "id"),
                          .name = text(item, "name"),
                          .parent = text(item, "parent"),
                          .created_on = text(item, "created_on")};
        const Json* fields = item.find("fields");
        const bool usable = is_id(object.id) && (object.parent.empty() || is_id(object.parent)) &&
                            fields != nullptr && fields->members() != nullptr;
        if (!usable) {
            damage("live.objects");
            return object;
        }
        for (const auto& [path, value] : *fields->members())
            object.fields.emplace_back(path, value);
        if (item.find("locked") != nullptr) object.locked = texts(item, "locked");
        if (item.find("unset") != nullptr) object.unset = texts(item, "unset");
        if (const Json* unused = item.find("unused")) {
            if (unused->boolean() == nullptr) damage("live.objects");
            object.unused = *unused == Json(true);
        }
        read_unread(item, object);
        read_doubts(item, object);
        if (!is_sound(object, kind)) damage("live.objects." + std::string(kind.name));
        return object;
    }

    void read_doubts(const Json& item, LiveObject& object) {
        if (item.find("doubts") == nullptr) return;
        for (const Json& doubt : list(item, "doubts")) {
            object.doubts.push_back({.member = text(doubt, "member"),
                                     .what = text(doubt, "what"),
                                     .field = text(doubt, "field"),
                                     .call = text(doubt, "call")});
        }
    }

    void read_unread(const Json& item, LiveObject& object) {
        const Json* unread = item.find("unread");
        if (unread == nullptr) return;
        if (unread->members() == nullptr) return damage("live.objects");
        for (const auto& [path, why] : *unread->members()) {
            if (why.text() == nullptr) return damage("live.objects");
            object.unread.emplace_back(path, Fault{.message = *why.text()});
        }
    }

    void read_verdicts(const Json& file, std::vector<Ruling>& verdicts) {
        for (const Json& item : list(file, "verdicts")) {
            verdicts.push_back(
                {text(item, "address"), text(item, "refused_by"), text(item, "breach")});
            if (!is_guard(verdicts.back().refused_by)) damage("verdicts");
        }
    }

    void read_live(const Json& file, Live& live) {
        live.self = text(file, "live.self");
        const Json* objects = file.at("live.objects");
        if (objects == nullptr || objects->members() == nullptr) return damage("live.objects");
        for (const auto& [name, items] : *objects->members()) {
            const Kind* kind = kinds_.find(name);
            if (kind == nullptr || items.items() == nullptr) return damage("live.objects." + name);
            for (const Json& item : *items.items())
                live.objects[name].push_back(read_object(item, *kind));
        }
        for (const Json& catalogue : list(file, "live.catalogues")) {
            auto& entries = live.catalogues[{text(catalogue, "name"), text(catalogue, "owner")}];
            for (const Json& entry : list(catalogue, "entries"))
                entries.push_back({text(entry, "id"), text(entry, "name"), text(entry, "group"),
                                   text(entry, "group_id")});
        }
        read_gaps(*file.find("live"), live);
        for (const Json& item : list(file, "live.entitlements")) {
            const Json* held = item.find("held");
            if (held == nullptr || held->boolean() == nullptr) return damage("live.entitlements");
            live.entitlements[text(item, "tenant")][text(item, "name")] = *held->boolean();
        }
        for (const Json& offers : list(file, "live.offers")) {
            std::vector<RatePlan>& plans = live.rate_plans[text(offers, "account")];
            for (const Json& plan : list(offers, "plans"))
                plans.push_back(read_offer(plan));
        }
        for (const Json& plan : list(file, "live.published"))
            live.published.push_back(read_offer(plan));
        read_components(file, live);
        live.program = read_program(file);
    }

    void read_components(const Json& file, Live& live) {
        // Files of the first format knew no more than what else is in them.
        if (file.text_of("tenantry_plan") == "2.0") return live.note_components();
        for (const Json& item : list(file, "live.components")) {
            auto& names = live.components[{text(item, "kind"), text(item, "plan")}];
            for (std::string& name : texts(item, "names"))
                names.insert(std::move(name));
        }
    }

    /// Of lists that were not read only those are kept that a right was missing for.
    void read_gaps(const Json& from, Live& live) {
        if (from.find("unread") != nullptr) {
            for (const Json& item : list(from, "unread")) {
                Fault fault{.category = FaultCategory::refused,
                            .status = lacking_right.first,
                            .code = lacking_right.second,
                            .message = text(item, "message"),
                            .call = text(item, "call")};
                live.unread.push_back({text(item, "kind"), text(item, "parent"), std::move(fault)});
                if (kinds_.find(live.unread.back().kind) == nullptr) damage("live.unread");
            }
        }
        if (from.find("unlisted") != nullptr) {
            for (std::string& kind : texts(from, "unlisted"))
                live.unlisted.insert(std::move(kind));
        }
        if (from.find("organizations") != nullptr) {
            for (std::string& id : texts(from, "organizations"))
                live.organizations.insert(std::move(id));
        }
    }

    std::optional<Amount> amount(const Json& in, std::string_view path) {
        const Json* value = in.at(path);
        if (value != nullptr && value->is_null()) return std::nullopt;
        const auto parsed = Amount::parse(text(in, path));
        if (!parsed) damage(path);
        return parsed ? std::optional(*parsed) : std::nullopt;
    }

    TenantProgram read_program(const Json& file) {
        const auto program = program_named(text(file, "live.program.name"));
        const auto source = source_named(text(file, "live.program.source"));
        if (!program || !source) {
            damage("live.program");
            return {};
        }
        return {.program = *program, .source = *source, .by = text(file, "live.program.by")};
    }

    RatePlan read_offer(const Json& item) {
        RatePlan plan{.id = text(item, "id"),
                      .currency = text(item, "currency"),
                      .frequency = text(item, "frequency"),
                      .flat = amount(item, "flat")};
        for (const Json& component : list(item, "components")) {
            RatePlan::Component read{.name = text(component, "name"),
                                     .unit = amount(component, "unit")};
            const Json* included = component.find("included");
            if (included == nullptr || !included->is_null()) {
                read.included = number(component, "included");
            }
            if (component.find("least") != nullptr) read.least = number(component, "least");
            if (component.find("most") != nullptr) read.most = number(component, "most");
            plan.components.push_back(std::move(read));
        }
        return plan;
    }

    const KindTable& kinds_;
    std::string wrong_;
};

} // namespace

std::expected<SavedPlan, std::string> parse_saved(std::string_view text, const KindTable& kinds) {
    const auto file = parse_json(text, limits);
    if (!file) return std::unexpected("it is no plan of tenantry: " + file.error().message);
    return SavedReader(kinds).read(*file);
}

} // namespace tenantry::planner
