// What can be bought: the plans of zones, by the ids of each program, and the plans of accounts
// (API reference, sections 7 and 8), with components and prices. No price list of the API is
// public: prices, component defaults and display names here are samples.
#pragma once

#include "tools/simulator/rules/program.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::simulator {

/// A part of a plan that can be bought in another number than the usual one.
struct PlanComponent {
    std::string_view name = {};
    std::string_view display_name = {};
    long long usual = 0;
    long long unit_price = 0;
};

struct ZonePlan {
    std::string_view legacy_id = {};    // the class, as zone.plan shows it
    std::string_view catalogue_id = {}; // of zone.plan and of available_plans
    std::string_view name = {};
    std::string_view public_name = {};
    long long price = 0; // monthly
    std::string_view list_frequency = {};
    std::string_view partner_id = {}; // empty: partners cannot buy it
    std::string_view retail_id = {};
    long long page_rules = 0;

    std::vector<PlanComponent> components() const;
};

std::span<const ZonePlan> zone_plans();

/// The plan of that class; the free one when there is none.
const ZonePlan& zone_plan(std::string_view legacy_id);

/// Who buys: a partner of a program, or a retail customer.
enum class Buyer : unsigned char { reseller, agency, msp, retail };

Buyer buyer_of(Program program);

/// The id by which it buys that plan; empty when it cannot.
std::string_view id_for(const ZonePlan& plan, Buyer buyer);

/// What it means by that spelling; null when it can buy no such plan.
const ZonePlan* zone_plan_meant(std::string_view id, Buyer buyer);

/// The plan of any id that zones were seen with; null for others.
const ZonePlan* zone_plan_of(std::string_view id);

/// The id in the spelling that this customer's reads show.
std::string shown_plan_id(const ZonePlan& plan, Buyer buyer);

/// The retail plan as zone.plan and available_plans show it.
std::string retail_plan_json(const ZonePlan& plan, bool is_subscribed);

struct AccountPlan {
    std::string_view id = {};
    std::string_view public_name = {};
    long long price = 0; // monthly
    std::vector<PlanComponent> components() const;
    bool is_of_partners() const { return id.starts_with("PARTNERS_"); }
};

/// Whatever its letters' case; null when there is none.
const AccountPlan* account_plan(std::string_view id);

/// Documented, and yet refused with 1225: for clients to meet the code.
bool is_out_of_reach(const AccountPlan& plan);

/// How often a price is paid.
struct Frequency {
    std::string_view name = {};
    int days = 0;         // of one period
    long long factor = 0; // of a monthly price, in parts of 52
};

/// Null for a frequency that does not exist. "annual" is the documentation's word for "yearly".
const Frequency* frequency_named(std::string_view name);

} // namespace tenantry::simulator
