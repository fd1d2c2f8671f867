// Labels as they are demanded of customers: --selector tier=gold,!internal. Written as for kubectl,
// without its sets (in, notin). Pure text; who has which labels is said in the manifests.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

using Labels = std::map<std::string, std::string>; // of Resource

enum class LabelTest : std::uint8_t {
    equal,   // key=value
    unequal, // key!=value; met also without the label
    present, // key
    absent,  // !key
};

/// One demand on one label. `value` is empty where only the key counts.
struct LabelDemand {
    LabelTest test = LabelTest::present;
    std::string key = {};
    std::string value = {};

    bool names_value() const { return test == LabelTest::equal || test == LabelTest::unequal; }
    bool met_by(const Labels& labels) const;
};

/// One --selector: all of its demands have to be met.
struct LabelSelector {
    std::string text = {}; // as the user wrote it, for messages
    std::vector<LabelDemand> demands = {};

    bool met_by(const Labels& labels) const;
};

/// Takes "tier=gold,region!=eu,vip,!internal" apart. The error is a sentence.
std::expected<LabelSelector, std::string> parse_selector(std::string_view text);

} // namespace tenantry
