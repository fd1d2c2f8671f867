#include "engine/model/health.hpp"

#include "engine/base/bug.hpp"

namespace tenantry {

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::fine: return "fine";
    case Verdict::warning: return "warning";
    case Verdict::trouble: return "trouble";
    case Verdict::unknown: return "unknown";
    }
    bug("verdict out of range");
}

} // namespace tenantry
