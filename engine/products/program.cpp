#include "engine/products/program.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"
#include "engine/model/live.hpp"
#include "engine/model/resource.hpp"
#include "engine/products/plan_class.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace tenantry::products {
namespace {

constexpr std::string_view reseller = "reseller";
constexpr std::string_view agency = "agency";
constexpr std::string_view msp = "msp";

// Taken where nothing tells another.
constexpr std::string_view commonest = reseller;

struct Sold {
    std::string_view program = {};
    std::string_view plan_class = {};
    std::string_view id = {};
};

// API reference, section 7; from less to more.
constexpr Sold sold[] = {
    {reseller, "free", "PARTNERS_FREE"},
    {reseller, "pro", "PARTNERS_PRO"},
    {reseller, "business", "PARTNERS_BIZ"},
    {reseller, "enterprise", "PARTNERS_ENT"},
    {agency, "free", "CF_FREE"},
    {agency, "pro", "CF_PRO_20_20"},
    {agency, "business", "CF_BIZ"},
    {msp, "business", "msp_biz"},
};

struct Name {
    std::string_view name = {};
    std::string_view ids_begin = {};
};

// In the order in which a list tells: one that has partners' ids beside retail ones is a partner's.
constexpr Name programs[] = {{reseller, "partners_"}, {msp, "msp_"}, {agency, "cf_"}};

using ToldBy = TenantProgram::Evidence;
using NamedSource = std::pair<ToldBy, std::string_view>;

constexpr NamedSource sources[] = {{ToldBy::manifest, "manifest"},
                                   {ToldBy::offered, "offered"},
                                   {ToldBy::live, "live"},
                                   {ToldBy::nothing, "nothing"},
                                   {ToldBy::unread, "unread"}};

/// What the ids of one place tell, by the first of the programs that has one among them.
std::optional<TenantProgram> told_by(const std::vector<std::string>& ids) {
    for (const Name& name : programs) {
        for (const std::string& id : ids) {
            const bool of_zones = plan_rank(plan_class(id)).has_value();
            if (!of_zones || !ascii_lower(id).starts_with(name.ids_begin)) continue;
            return TenantProgram{std::string(name.name), ToldBy::offered, id};
        }
    }
    return std::nullopt;
}

/// What one live plan tells. Others than those that a program sells are old ones, or gifts, which
/// customers of any partner may have kept.
std::optional<TenantProgram> told_by_live(std::string_view id) {
    for (const Sold& one : sold) {
        if (ascii_lower(one.id) != ascii_lower(id)) continue;
        return TenantProgram{std::string(one.program), ToldBy::live, std::string(id)};
    }
    return std::nullopt;
}

std::optional<std::string_view> id_sold_by(std::string_view program, std::string_view plan_class) {
    for (const Sold& one : sold) {
        if (one.program == program && one.plan_class == plan_class) return one.id;
    }
    return std::nullopt;
}

} // namespace

bool is_program(std::string_view name) {
    return std::ranges::find(programs, name, &Name::name) != std::end(programs);
}

std::optional<std::string_view> plan_id(const TenantProgram& program, std::string_view plan_class) {
    return id_sold_by(program.name, plan_class);
}

std::string_view program_of_id(std::string_view id) {
    if (!plan_rank(plan_class(id))) return {};
    const auto found = std::ranges::find_if(
        programs, [&](const Name& name) { return ascii_lower(id).starts_with(name.ids_begin); });
    return found == std::end(programs) ? std::string_view() : found->name;
}

std::string plans_of(const TenantProgram& program) {
    std::vector<std::string> plans;
    for (const Sold& one : sold) {
        if (one.program != program.name) continue;
        plans.push_back(fmt::format("{} ({})", one.plan_class, one.id));
    }
    if (plans.empty()) bug("no program of the name " + program.name);
    if (plans.size() == 1) return plans.front();
    const std::string last = " and " + plans.back();
    plans.pop_back();
    return join(plans, ", ") + last;
}

std::string programs_that_sell(std::string_view plan_class) {
    std::vector<std::string> can;
    std::vector<std::string> cannot;
    for (const Name& each : programs) {
        const bool sells = id_sold_by(each.name, plan_class).has_value();
        (sells ? can : cannot).emplace_back(each.name);
    }
    if (can.empty()) return "none can";
    return join(can, " and ") + " can" +
           (cannot.empty() ? "" : ", " + join(cannot, " and ") + " cannot");
}

std::string reason_of(const TenantProgram& program) {
    switch (program.source) {
    case ToldBy::manifest: return "the Tenant document says so";
    case ToldBy::offered: return "the API's list of rate plans has " + program.by;
    case ToldBy::live: return "a live zone has " + program.by;
    case ToldBy::nothing:
        return "nothing tells another; write spec.program in the Tenant document if it is agency "
               "or msp";
    case ToldBy::unread:
        return fmt::format(
            "the list of rate plans could not be read ({}), and nothing else tells it "
            "for sure",
            program.by);
    }
    bug("source of a program out of range");
}

std::string_view name_of(TenantProgram::Evidence source) {
    const auto found = std::ranges::find(sources, source, &NamedSource::first);
    if (found == std::end(sources)) bug("source of a program out of range");
    return found->second;
}

std::optional<TenantProgram::Evidence> source_named(std::string_view name) {
    const auto found = std::ranges::find(sources, name, &NamedSource::second);
    if (found == std::end(sources)) return std::nullopt;
    return found->first;
}

TenantProgram program_of(const Desired& desired, const Live& live) {
    if (!desired.program.empty()) return {.name = desired.program, .source = ToldBy::manifest};
    if (live.program) return *live.program;
    for (const auto& [account, plans] : live.rate_plans) {
        std::vector<std::string> ids;
        for (const RatePlan& plan : plans)
            ids.push_back(plan.id);
        if (auto told = told_by(ids)) return *told;
    }
    for (const auto& [kind, objects] : live.objects) {
        for (const LiveObject& object : objects) {
            const std::string_view id = object.text_of("plan_id");
            if (id.empty()) continue;
            if (auto told = told_by_live(id)) return *told;
        }
    }
    return {.name = std::string(commonest), .source = ToldBy::nothing};
}

TenantProgram guessed_program(std::string why) {
    return {.name = std::string(commonest), .source = ToldBy::unread, .by = std::move(why)};
}

} // namespace tenantry::products
