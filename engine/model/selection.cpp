#include "engine/model/selection.hpp"

#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry {
namespace {

// A glob that matches an address also means all that lies in it.
bool matches_here_or_above(std::string_view address, const std::vector<std::string>& globs) {
    return std::ranges::any_of(globs, [&](const std::string& glob) {
        for (std::size_t end = address.size(); end != std::string_view::npos && end > 0;
             end = address.rfind('/', end - 1)) {
            if (matches_glob(address.substr(0, end), glob)) return true;
        }
        return false;
    });
}

} // namespace

bool Selection::covers_customer(std::string_view name) const {
    return customers.empty() || std::ranges::any_of(customers, [&](const std::string& glob) {
               return matches_glob(name, glob);
           });
}

bool Selection::excluded(const Address& address) const {
    return matches_here_or_above(address.text(), excludes);
}

bool Selection::covers(const Address& address) const {
    if (!covers_customer(address.customer()) || excluded(address)) return false;
    return targets.empty() || matches_here_or_above(address.text(), targets);
}

} // namespace tenantry
