#include "tools/simulator/api/zone_filter.hpp"

#include "tools/simulator/text/envelope.hpp"
#include "tools/simulator/text/zone_name.hpp"

#include <algorithm>
#include <array>
#include <fmt/core.h>

namespace tenantry::simulator {
namespace {

using Operator = TextFilter::Operator;

struct OperatorName {
    std::string_view name;
    Operator op;
    bool case_sensitive;
};

constexpr std::array<OperatorName, 8> operator_names = {{
    {"equal", Operator::equal, false},
    {"not_equal", Operator::not_equal, false},
    {"starts_with", Operator::starts_with, false},
    {"ends_with", Operator::ends_with, false},
    {"contains", Operator::contains, false},
    {"starts_with_case_sensitive", Operator::starts_with, true},
    {"ends_with_case_sensitive", Operator::ends_with, true},
    {"contains_case_sensitive", Operator::contains, true},
}};

constexpr std::array<std::string_view, 4> known_types = {"full", "partial", "secondary",
                                                         "internal"};
constexpr std::array<std::string_view, 4> known_statuses = {"initializing", "pending", "active",
                                                            "moved"};

template<class Known>
bool is_one_of(const Known& known, std::string_view value) {
    return std::ranges::find(known, value) != known.end();
}

// A comma-separated list, or the parameter repeated: clients write both.
std::expected<std::vector<std::string>, Reply> read_types(const Fields& query) {
    std::vector<std::string> types;
    for (const Field& field : query) {
        if (field.name != "type") continue;
        std::string_view rest = field.value;
        while (true) {
            const auto comma = rest.find(',');
            const std::string_view type = rest.substr(0, comma);
            if (!is_one_of(known_types, type))
                return std::unexpected(invalid(fmt::format("type {} does not exist", type)));
            types.emplace_back(type);
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return types;
}

// A zone answers to both spellings of its name.
bool name_matches(const TextFilter& filter, const Zone& zone) {
    if (filter.op == Operator::equal) return zone.ascii == comparable_name(filter.value);
    if (filter.op == Operator::not_equal) return zone.ascii != comparable_name(filter.value);
    return filter.matches(zone.name) || filter.matches(zone.ascii);
}

} // namespace

bool TextFilter::matches(std::string_view text) const {
    const std::string subject = case_sensitive ? std::string{text} : lower_ascii(text);
    switch (op) {
    case Operator::equal: return subject == value;
    case Operator::not_equal: return subject != value;
    case Operator::starts_with: return subject.starts_with(value);
    case Operator::ends_with: return subject.ends_with(value);
    case Operator::contains: return subject.contains(value);
    }
    return false;
}

TextFilter read_text_filter(std::string_view text) {
    TextFilter filter;
    for (const OperatorName& known : operator_names) {
        if (!text.starts_with(known.name) || text.substr(known.name.size(), 1) != ":") continue;
        filter.op = known.op;
        filter.case_sensitive = known.case_sensitive;
        text.remove_prefix(known.name.size() + 1);
        break;
    }
    filter.value = filter.case_sensitive ? std::string{text} : lower_ascii(text);
    return filter;
}

bool ZoneFilter::bounded_by_name() const { return name && name->op == Operator::equal && !any; }

bool ZoneFilter::is_open() const {
    return !name && !account_name && !account_id && !status && types.empty();
}

bool ZoneFilter::matches(const Zone& zone) const {
    if (types.empty() && zone.type == "internal") return false;
    std::vector<bool> criteria;
    if (name) criteria.push_back(name_matches(*name, zone));
    if (account_name) criteria.push_back(account_name->matches(zone.account->name));
    if (account_id) criteria.push_back(*account_id == zone.account->id);
    if (status) criteria.push_back(*status == zone.status);
    if (!types.empty()) criteria.push_back(is_one_of(types, zone.type));
    if (criteria.empty()) return true;
    const auto holds = [](bool criterion) { return criterion; };
    return any ? std::ranges::any_of(criteria, holds) : std::ranges::all_of(criteria, holds);
}

std::expected<ZoneFilter, Reply> read_zone_filter(const Fields& query) {
    ZoneFilter filter;
    if (const auto* text = find_parameter(query, "name")) filter.name = read_text_filter(*text);
    if (const auto* text = find_parameter(query, "account.name"))
        filter.account_name = read_text_filter(*text);
    if (const auto* text = find_parameter(query, "account.id")) filter.account_id = *text;
    if (const auto* text = find_parameter(query, "status")) {
        if (!is_one_of(known_statuses, *text))
            return std::unexpected(invalid(fmt::format("status {} does not exist", *text)));
        filter.status = *text;
    }
    auto types = read_types(query);
    if (!types) return std::unexpected(types.error());
    filter.types = std::move(*types);
    if (const auto* text = find_parameter(query, "match")) {
        if (*text != "all" && *text != "any")
            return std::unexpected(invalid("match must be all or any"));
        filter.any = *text == "any";
    }
    return filter;
}

} // namespace tenantry::simulator
