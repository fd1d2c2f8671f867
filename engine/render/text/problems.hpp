// What went wrong in a run, as diagnostics at the manifest lines that asked for it.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/model/plan.hpp"
#include "engine/model/report.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace tenantry::render {

/// Each at its own line. What a default brings to many steps is told once.
class Problems {
public:
    void add(const Step& step, const Outcome& outcome);
    Diagnostics all() const;

private:
    using SharedFault = std::tuple<Position, std::int64_t, std::string>; // place, code, words

    void add(const Step& step, const Outcome& outcome, const std::optional<Fault>& fault);

    std::vector<std::pair<Diagnostic, std::size_t>> list_ = {}; // and how many others
    std::map<SharedFault, std::size_t> by_cause_ = {};
};

} // namespace tenantry::render
