// What is read back of a plan file.
#include "engine/planner/member_reader.hpp"
#include "engine/planner/planner.hpp"
#include "engine/planner/saved.hpp"
#include "engine/planner/saved_live.hpp"

#include <algorithm>
#include <optional>

namespace tenantry::planner {
namespace {

// A plan of a large tenant, with its manifests.
constexpr JsonLimits limits{
    .bytes = 512U << 20U, .depth = 64, .members = 100'000, .values = 32U << 20U};

bool is_guard(std::string_view name) {
    return name == "downgrade" || std::ranges::find(guard_names(), name) != guard_names().end();
}

std::optional<std::string> check_version(const Json& file) {
    const std::string version(file.text_of("tenantry_plan"));
    if (version.empty()) return "it is no plan of tenantry";
    const std::string_view major = std::string_view(version).substr(0, version.find('.'));
    if (major == plan_file_format.substr(0, plan_file_format.find('.'))) return std::nullopt;
    return "it has another format than this version of tenantry reads";
}

std::vector<Ruling> read_verdicts(const Json& file, MemberReader& in) {
    std::vector<Ruling> verdicts;
    for (const Json& item : in.list(file, "verdicts")) {
        verdicts.push_back(
            {in.text(item, "address"), in.text(item, "refused_by"), in.text(item, "breach")});
        if (!is_guard(verdicts.back().refused_by)) in.damage("verdicts");
    }
    return verdicts;
}

} // namespace

std::expected<SavedPlan, std::string> parse_saved(std::string_view text, const KindTable& kinds) {
    const auto file = parse_json(text, limits);
    if (!file) return std::unexpected("it is no plan of tenantry: " + file.error().message);
    if (auto wrong = check_version(*file)) return std::unexpected(*wrong);
    MemberReader in;
    SavedPlan saved;
    saved.tenant.api = in.text(*file, "tenant.api");
    saved.tenant.tenants = in.texts(*file, "tenant.tenants");
    for (const Json& source : in.list(*file, "sources"))
        saved.sources.push_back({in.text(source, "name"), in.text(source, "text")});
    saved.selection.customers = in.texts(*file, "selection.customers");
    saved.selection.targets = in.texts(*file, "selection.targets");
    saved.selection.excludes = in.texts(*file, "selection.excludes");
    read_saved_live(*file, kinds, in, saved.live);
    saved.steps = Json(in.list(*file, "steps"));
    saved.verdicts = read_verdicts(*file, in);
    if (!in.wrong().empty()) return std::unexpected("it is damaged: " + in.wrong());
    return saved;
}

} // namespace tenantry::planner
