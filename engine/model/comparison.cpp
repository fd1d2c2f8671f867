#include "engine/model/comparison.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

namespace tenantry {
namespace {

std::string as_it_stands(std::string_view text) { return std::string(text); }

std::string in_lower_case(std::string_view text) { return ascii_lower(text); }

std::string as_domain_name(std::string_view text) {
    return canonical_domain(text).value_or(ascii_lower(text));
}

} // namespace

constinit const Comparison Comparison::exact{"exact", as_it_stands};
constinit const Comparison Comparison::ignore_case{"ignore-case", in_lower_case};
constinit const Comparison Comparison::domain_name{"domain-name", as_domain_name};

} // namespace tenantry
