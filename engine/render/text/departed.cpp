#include "engine/render/text/departed.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

std::string one(const Departed& departed) {
    const std::string address = printable(departed.address.text());
    if (departed.kind == nullptr)
        return fmt::format("customer {} ({})", address, counted(departed.resources, "resource"));
    if (departed.list) {
        return fmt::format("the list of {} of {} ({})", departed.kind->plural, address,
                           counted(departed.resources, "entry", "entries"));
    }
    const std::string within =
        departed.resources == 1
            ? ""
            : fmt::format(" (with {} in it)", counted(departed.resources - 1, "resource"));
    return fmt::format("{} {}{}", departed.kind->title(), address, within);
}

} // namespace

std::string departed_lines(const Plan& plan) {
    if (plan.departed.empty()) return {};
    std::string text = plan.departed_since.empty()
                           ? "No longer in the manifests, where an earlier run found it:\n"
                           : fmt::format("No longer in the manifests, which had it at {}:\n",
                                         printable(plan.departed_since));
    for (const Departed& departed : plan.departed)
        text += "    " + one(departed) + "\n";
    return text + "  hint: it stays as it is, and nobody looks after it any more\n\n";
}

} // namespace tenantry::render
