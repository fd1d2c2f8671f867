#include "engine/ledger/records.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace tenantry::ledger {
namespace {

constexpr int digits_of_names = 36;

constexpr std::array<std::pair<Fate, std::string_view>, 6> fates = {{{Fate::open, "open"},
                                                                     {Fate::done, "done"},
                                                                     {Fate::failed, "failed"},
                                                                     {Fate::unclear, "unclear"},
                                                                     {Fate::happened, "happened"},
                                                                     {Fate::did_not, "did-not"}}};

} // namespace

std::string name_of_run(RunId run) {
    std::array<char, 16> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), run, digits_of_names);
    return {text.data(), end.ptr};
}

std::optional<RunId> run_named(std::string_view name) {
    RunId run = 0;
    const auto end = std::from_chars(name.data(), name.data() + name.size(), run, digits_of_names);
    if (end.ec != std::errc() || end.ptr != name.data() + name.size() || run <= 0)
        return std::nullopt;
    return run;
}

std::string_view name_of(Fate fate) {
    const auto found = std::ranges::find(fates, fate, &std::pair<Fate, std::string_view>::first);
    if (found == fates.end()) bug("fate of a call out of range");
    return found->second;
}

std::optional<Fate> fate_named(std::string_view name) {
    const auto found = std::ranges::find(fates, name, &std::pair<Fate, std::string_view>::second);
    if (found == fates.end()) return std::nullopt;
    return found->first;
}

} // namespace tenantry::ledger
