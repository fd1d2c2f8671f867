// Tells the ledger of each step that ends, and passes on what is told to whoever else listens.
#pragma once

#include "engine/executor/executor.hpp"

namespace tenantry::executor {

class StepRecorder : public Observer {
public:
    /// All of them outlive it; without a journal it only passes on.
    StepRecorder(const Plan& plan, ledger::Journal* journal, Observer& next)
        : plan_(plan), journal_(journal), next_(next) {}

    void started(std::size_t step) override { next_.started(step); }
    void finished(std::size_t step, const Outcome& outcome) override;
    void waits(const Step& step, bool still) override { next_.waits(step, still); }

private:
    const Plan& plan_;
    ledger::Journal* journal_;
    Observer& next_;
};

} // namespace tenantry::executor
