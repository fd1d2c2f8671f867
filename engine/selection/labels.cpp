#include "engine/selection/labels.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::expected<LabelDemand, std::string> parse_demand(std::string_view text) {
    const auto equals = text.find('=');
    const bool negated = equals != std::string_view::npos && equals > 0 && text[equals - 1] == '!';
    LabelDemand demand;
    std::string_view key = text.substr(0, negated ? equals - 1 : equals);
    if (equals != std::string_view::npos) {
        std::string_view value = text.substr(equals + 1);
        if (!negated && value.starts_with('=')) value.remove_prefix(1); // kubectl takes == for =
        demand.test = negated ? LabelTest::unequal : LabelTest::equal;
        demand.value = trimmed(value);
        if (demand.value.find_first_of("=!") != std::string::npos)
            return std::unexpected(in_quotes(text) + " has more than one = or !");
    } else if (key.starts_with('!')) {
        demand.test = LabelTest::absent;
        key.remove_prefix(1);
    }
    demand.key = trimmed(key);
    if (demand.key.empty()) return std::unexpected(in_quotes(text) + " names no label");
    // What else kubectl knows (in, notin) has blanks and brackets.
    if (demand.key.find_first_of(" ()!") != std::string::npos)
        return std::unexpected(in_quotes(demand.key) + " is no label");
    return demand;
}

} // namespace

bool LabelDemand::met_by(const Labels& labels) const {
    const auto found = labels.find(key);
    const bool has = found != labels.end();
    switch (test) {
    case LabelTest::equal: return has && found->second == value;
    case LabelTest::unequal: return !has || found->second != value;
    case LabelTest::present: return has;
    case LabelTest::absent: return !has;
    }
    return false;
}

bool LabelSelector::met_by(const Labels& labels) const {
    return std::ranges::all_of(demands,
                               [&](const LabelDemand& demand) { return demand.met_by(labels); });
}

std::expected<LabelSelector, std::string> parse_selector(std::string_view text) {
    LabelSelector selector{.text = std::string(text)};
    while (true) {
        const auto comma = text.find(',');
        auto demand = parse_demand(trimmed(text.substr(0, comma)));
        if (!demand) return std::unexpected(demand.error());
        selector.demands.push_back(std::move(*demand));
        if (comma == std::string_view::npos) return selector;
        text.remove_prefix(comma + 1);
    }
}

} // namespace tenantry
