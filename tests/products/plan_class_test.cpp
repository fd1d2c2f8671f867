#include "engine/model/canonical.hpp"
#include "engine/model/schema.hpp"
#include "engine/products/products.hpp"

#include <doctest/doctest.h>

using namespace tenantry;

TEST_CASE("every spelling of a zone plan has its class, and each class its rank") {
    // API reference, section 7, "Plan identifiers".
    struct Row {
        std::string_view spelling;
        std::string_view plan_class;
        std::string_view partner;
    };
    const Row rows[] = {{"PARTNERS_FREE", "free", "PARTNERS_FREE"},
                        {"CF_FREE", "free", "PARTNERS_FREE"},
                        {"Free", "free", "PARTNERS_FREE"},
                        {"CF_LITE", "lite", ""},
                        {"CF_PRO_20_20", "pro", "PARTNERS_PRO"},
                        {"cf_pro", "pro", "PARTNERS_PRO"},
                        {"partners_pro", "pro", "PARTNERS_PRO"},
                        {"CF_PRO_PLUS", "pro_plus", ""},
                        {"PARTNERS_BIZ", "business", "PARTNERS_BIZ"},
                        {"partners_business", "business", "PARTNERS_BIZ"},
                        {"msp_biz", "business", "PARTNERS_BIZ"},
                        {"cf_pro_20_5", "pro", "PARTNERS_PRO"},
                        {"CF_PRO_FREE", "pro", "PARTNERS_PRO"},
                        {"cf_biz_emp", "business", "PARTNERS_BIZ"},
                        {"cf_biz_free", "business", "PARTNERS_BIZ"},
                        {"cf_biz_galileo", "business", "PARTNERS_BIZ"},
                        {"cf_biz_plus", "business", "PARTNERS_BIZ"},
                        {"cf_ent_trial", "enterprise", "PARTNERS_ENT"},
                        {"CF_BIZ", "business", "PARTNERS_BIZ"},
                        {"PARTNERS_ENT", "enterprise", "PARTNERS_ENT"},
                        {"partners_enterprise", "enterprise", "PARTNERS_ENT"},
                        {"CF_ENT", "enterprise", "PARTNERS_ENT"},
                        {"TEAMS_ENT", "teams_ent", ""}};
    for (const Row& row : rows) {
        CAPTURE(row.spelling);
        CHECK(products::plan_class(row.spelling) == row.plan_class);
        CHECK(products::plan_id({"reseller"}, row.plan_class).value_or("") == row.partner);
    }
    int below = -1;
    for (const std::string_view name :
         {"free", "lite", "pro", "pro_plus", "business", "enterprise"}) {
        CHECK(products::plan_rank(name).value() > below);
        below = products::plan_rank(name).value();
    }
    CHECK_FALSE(products::plan_rank("teams_ent").has_value());
}

TEST_CASE("plans are compared by class, and frequencies by what they mean") {
    const SchemaSet schemas({{"x", R"({"type": "object", "properties": {
        "frequency": {"type": "string", "x-comparison": "frequency"},
        "plan": {"type": "string", "x-comparison": "plan-class"}}})"}},
                            products::comparisons());
    const auto same = [&](std::string_view field, std::string_view live, std::string_view wanted) {
        return same_value(*parse_json(live), *parse_json(wanted), *schemas["x"].field(field));
    };
    CHECK(same("frequency", R"("yearly")", R"("annual")"));
    CHECK(same("frequency", R"("not-applicable")", R"("weekly")"));
    CHECK(same("frequency", R"("")", R"("weekly")"));
    CHECK_FALSE(same("frequency", R"("monthly")", R"("annual")"));
    CHECK(same("frequency", "null", R"("annual")"));
    CHECK(same("plan", R"("PARTNERS_BIZ")", R"("business")"));
    CHECK_FALSE(same("plan", R"("pro")", R"("business")"));
    CHECK(schemas["x"].field("plan")->comparison == products::by_plan_class);
    CHECK(schemas["x"].field("frequency")->comparison == products::by_frequency);
}

TEST_CASE("what is nearly a known plan or component is a slip") {
    CHECK(products::slip_of_plan("TEAMS_STANDRAD").contains("TEAMS_STANDARD"));
    CHECK(products::slip_of_plan("teams_standard").empty());
    CHECK(products::slip_of_plan("business").empty());
    CHECK(products::slip_of_component("page_rule").contains("page_rules"));
    CHECK(products::slip_of_component("something else").empty());
}
