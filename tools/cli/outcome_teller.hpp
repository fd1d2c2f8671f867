// Tells what became of each step as a line of JSON when it is known, and passes on what it hears.
#pragma once

#include "engine/executor/executor.hpp"
#include "tools/cli/json_lines.hpp"
#include "tools/cli/planned.hpp"

#include <cstddef>
#include <vector>

namespace tenantry::cli {

class OutcomeTeller : public executor::Observer {
public:
    /// All of them outlive it; where `lines` is null it only passes on.
    OutcomeTeller(const Planned& planned, JsonLines* lines, executor::Observer& next);

    void started(std::size_t step) override { next_.started(step); }
    void finished(std::size_t step, const Outcome& outcome) override;
    void waits(const Step& step, bool still) override { next_.waits(step, still); }

    /// Of a step that never began no end is heard: what became of those, once all is over.
    void tell_rest(const Report& report);

private:
    void tell(std::size_t step, const Outcome& outcome);

    const Planned& planned_;
    JsonLines* lines_;
    executor::Observer& next_;
    std::vector<bool> told_;
};

} // namespace tenantry::cli
