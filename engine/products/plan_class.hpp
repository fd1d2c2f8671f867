// The sorts of zone plans, whatever they are called (API reference, section 7, "Plan identifiers"):
// partner ids, retail ids, lower-case ids and the names in zone lists all mean one class.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::products {

/// "business" for PARTNERS_BIZ, cf_biz, partners_business, ...; what is no known spelling stays, in
/// lower case.
std::string plan_class(std::string_view spelling);

/// What a price or a permission is for: the class, or the id itself, in lower case, where it is one
/// beside those that the class is usually sold by ("cf_biz_plus", "cf_ent_trial"): these have
/// prices of their own.
std::string sold_as(std::string_view spelling);

/// Whether a text is the word for a class itself, and no id of the API: "Business".
bool is_class_word(std::string_view text);

/// 0 for free up to enterprise; nothing for what is no class.
std::optional<int> plan_rank(std::string_view plan_class);

} // namespace tenantry::products
