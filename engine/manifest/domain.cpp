#include "engine/manifest/domain.hpp"

#include "engine/model/canonical.hpp"

namespace tenantry::manifest {
namespace {

constexpr std::size_t longest_name = 253;
constexpr std::size_t longest_label = 63;
constexpr std::string_view digits = "0123456789";

std::string why_no_label(std::string_view label) {
    if (label.empty()) return "two dots follow each other";
    if (label.size() > longest_label) return "a label is longer than 63 characters";
    if (label.starts_with('-') || label.ends_with('-')) return "a label begins or ends with -";
    if (label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != label.npos)
        return "only letters, digits and hyphens may stand between the dots";
    return {};
}

} // namespace

std::string why_no_domain(std::string_view name) {
    const auto canonical = canonical_domain(name);
    if (!canonical) return canonical.error();
    if (canonical->size() > longest_name) return "it is longer than 253 characters";
    std::string why;
    std::string_view last;
    for (std::string_view rest = *canonical; !rest.empty();) {
        const auto dot = rest.find('.');
        last = rest.substr(0, dot);
        if (const std::string mistake = why_no_label(last); !mistake.empty()) why = mistake;
        rest = dot == rest.npos ? std::string_view() : rest.substr(dot + 1);
    }
    // There is no such name below the root, because it would read as the end of an address.
    const bool number = !last.empty() && last.find_first_not_of(digits) == last.npos;
    return why.empty() && number ? "it ends in a number, as an IP address does" : why;
}

} // namespace tenantry::manifest
