#include "engine/model/finding.hpp"

#include "engine/base/bug.hpp"

namespace tenantry {

std::string_view name_of(FindingClass finding_class) {
    switch (finding_class) {
    case FindingClass::missing: return "missing";
    case FindingClass::different: return "different";
    case FindingClass::unmanaged: return "unmanaged";
    }
    bug("finding class out of range");
}

} // namespace tenantry
