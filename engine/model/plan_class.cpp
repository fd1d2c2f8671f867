#include "engine/model/plan_class.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>

namespace tenantry {
namespace {

struct Spelling {
    std::string_view text;
    std::string_view plan_class;
};

constexpr Spelling spellings[] = {
    {"free", "free"},
    {"partners_free", "free"},
    {"cf_free", "free"},
    {"lite", "lite"},
    {"cf_lite", "lite"},
    {"pro", "pro"},
    {"partners_pro", "pro"},
    {"cf_pro", "pro"},
    {"cf_pro_20_20", "pro"},
    {"pro_plus", "pro_plus"},
    {"cf_pro_plus", "pro_plus"},
    {"business", "business"},
    {"partners_biz", "business"},
    {"partners_business", "business"},
    {"cf_biz", "business"},
    {"msp_biz", "business"},
    {"enterprise", "enterprise"},
    {"partners_ent", "enterprise"},
    {"partners_enterprise", "enterprise"},
    {"cf_ent", "enterprise"},
};

struct Class {
    std::string_view name;
    std::string_view partner_id; // "" where partners can't buy it
};

// From less to more.
constexpr Class classes[] = {{"free", "PARTNERS_FREE"},    {"lite", ""},
                             {"pro", "PARTNERS_PRO"},      {"pro_plus", ""},
                             {"business", "PARTNERS_BIZ"}, {"enterprise", "PARTNERS_ENT"}};

} // namespace

std::string plan_class(std::string_view spelling) {
    const std::string text = ascii_lower(spelling);
    const auto found = std::ranges::find(spellings, text, &Spelling::text);
    return found == std::end(spellings) ? text : std::string(found->plan_class);
}

std::optional<std::string_view> partner_plan(std::string_view plan_class) {
    const auto found = std::ranges::find(classes, plan_class, &Class::name);
    if (found == std::end(classes) || found->partner_id.empty()) return std::nullopt;
    return found->partner_id;
}

std::optional<int> plan_rank(std::string_view plan_class) {
    const auto found = std::ranges::find(classes, plan_class, &Class::name);
    if (found == std::end(classes)) return std::nullopt;
    return static_cast<int>(found - std::begin(classes));
}

} // namespace tenantry
