#include "engine/products/plan_class.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <iterator>

namespace tenantry::products {
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
    {"cf_pro_20_5", "pro"},
    {"cf_pro_free", "pro"},
    {"pro_plus", "pro_plus"},
    {"cf_pro_plus", "pro_plus"},
    {"business", "business"},
    {"partners_biz", "business"},
    {"partners_business", "business"},
    {"cf_biz", "business"},
    {"cf_business", "business"},
    {"cf_biz_emp", "business"},
    {"cf_biz_free", "business"},
    {"cf_biz_galileo", "business"},
    {"cf_biz_plus", "business"},
    {"msp_biz", "business"},
    {"enterprise", "enterprise"},
    {"partners_ent", "enterprise"},
    {"partners_enterprise", "enterprise"},
    {"cf_ent", "enterprise"},
    {"cf_enterprise", "enterprise"},
    {"cf_ent_trial", "enterprise"},
};

// From less to more.
constexpr std::string_view classes[] = {"free",     "lite",     "pro",
                                        "pro_plus", "business", "enterprise"};

constexpr std::string_view apart[] = {"cf_pro_20_5", "cf_pro_free",    "cf_biz_emp",  "cf_biz_free",
                                      "cf_biz_plus", "cf_biz_galileo", "cf_ent_trial"};

} // namespace

std::string sold_as(std::string_view spelling) {
    const std::string text = ascii_lower(spelling);
    return std::ranges::find(apart, text) != std::end(apart) ? text : plan_class(text);
}

std::string plan_class(std::string_view spelling) {
    const std::string text = ascii_lower(spelling);
    const auto found = std::ranges::find(spellings, text, &Spelling::text);
    return found == std::end(spellings) ? text : std::string(found->plan_class);
}

bool is_class_word(std::string_view text) {
    return std::ranges::find(classes, ascii_lower(text)) != std::end(classes);
}

std::optional<int> plan_rank(std::string_view plan_class) {
    const auto found = std::ranges::find(classes, plan_class);
    if (found == std::end(classes)) return std::nullopt;
    return static_cast<int>(found - std::begin(classes));
}

} // namespace tenantry::products
