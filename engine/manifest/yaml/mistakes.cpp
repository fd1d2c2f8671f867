#include "engine/manifest/yaml/mistakes.hpp"

#include <utility>

namespace tenantry::manifest {
namespace {

constexpr std::size_t most_mistakes = 100; // of one text; more do not help anyone

} // namespace

void Mistakes::report(Diagnostic mistake) {
    found_.push_back(std::move(mistake));
    if (found_.size() >= most_mistakes) throw Stop();
}

void Mistakes::report(std::string code, std::string summary, std::string hint, std::size_t offset) {
    report({.code = std::move(code),
            .summary = std::move(summary),
            .hint = std::move(hint),
            .position = places_.at(offset)});
}

void Mistakes::stop(Diagnostic mistake) {
    report(std::move(mistake));
    throw Stop();
}

void Mistakes::stop(std::string code, std::string summary, std::string hint, std::size_t offset) {
    report(std::move(code), std::move(summary), std::move(hint), offset);
    throw Stop();
}

void Mistakes::drop_echoes(Position begin, bool in_block) {
    std::erase_if(found_, [&](const Diagnostic& mistake) {
        const bool same_line = mistake.position.line == begin.line;
        return mistake.position >= begin ||
               (in_block && same_line && mistake.code == "yaml.missing-colon");
    });
}

void Mistakes::tell(Diagnostics& diagnostics) {
    for (Diagnostic& mistake : std::exchange(found_, {}))
        diagnostics.add(std::move(mistake));
}

} // namespace tenantry::manifest
