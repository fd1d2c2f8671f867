// How two texts of a field are compared. Comparisons that know nothing of the product are here;
// others are registered with the schemas (SchemaSet), under the name that x-comparison uses. A
// schema holds the functions themselves, so that comparing looks no name up.
#pragma once

#include <string>
#include <string_view>

namespace tenantry {

/// Decides about equality alone: requests carry what the user wrote, except where the API demands
/// its own spelling.
struct Comparison {
    std::string_view name = {};
    /// The form in which a text is compared.
    std::string (*canonical)(std::string_view text) = nullptr;
    /// Whether a live text says nothing, so that it is as wanted whatever is wanted; "" stands for
    /// one that the API does not tell. Null where every text says something.
    bool (*says_nothing)(std::string_view live) = nullptr;

    static const Comparison exact;
    static const Comparison ignore_case;
    static const Comparison domain_name; // what is no domain name, in lower case

    bool tells(std::string_view live) const {
        return says_nothing == nullptr || !says_nothing(live);
    }
    /// Whether the live text is what is wanted.
    bool same(std::string_view live, std::string_view wanted) const {
        return !tells(live) || canonical(live) == canonical(wanted);
    }
    bool operator==(const Comparison& other) const { return name == other.name; }
};

} // namespace tenantry
