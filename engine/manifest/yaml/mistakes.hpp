// What is wrong with one text, as it is found. A parser that has gone astray finds more than there
// is: what only echoes a mistake is taken back, and there is an end to it.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/manifest/yaml/text.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tenantry::manifest {

/// Thrown to leave the parser when reading on makes no sense; the diagnostic has been given.
struct Stop {};

class Mistakes {
public:
    explicit Mistakes(Places& places) : places_(places) {}

    void report(Diagnostic mistake);
    void report(std::string code, std::string summary, std::string hint, std::size_t offset);
    [[noreturn]] void stop(Diagnostic mistake);
    [[noreturn]] void stop(std::string code, std::string summary, std::string hint,
                           std::size_t offset);
    /// Takes back what was found behind an unclosed quote or bracket, which is misread until the
    /// parser notices; and, in a block, that its line is a key without a colon, as any line looks
    /// that makes no sense.
    void drop_echoes(Position begin, bool in_block);
    void tell(Diagnostics& diagnostics);

private:
    Places& places_;
    std::vector<Diagnostic> found_;
};

} // namespace tenantry::manifest
