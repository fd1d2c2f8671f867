#include "engine/base/nearest.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <vector>

namespace tenantry {
namespace {

// A name longer than this is not a typing mistake, and the table below stays small.
constexpr std::size_t longest = 64;

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + change});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

} // namespace

std::string nearest(std::string_view name, std::span<const std::string> candidates) {
    if (name.size() > longest) return {};
    const std::string wanted = ascii_lower(name);
    // A third of the letters may be wrong; beyond that a suggestion is noise.
    std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    std::string found;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > longest) continue;
        const std::size_t edits = distance(wanted, ascii_lower(candidate));
        if (edits < best) {
            best = edits;
            found = candidate;
        }
    }
    return found;
}

std::string suggest(std::string_view name, std::span<const std::string> candidates) {
    const std::string found = nearest(name, candidates);
    return found.empty() ? std::string() : "did you mean " + in_quotes(found) + "?";
}

} // namespace tenantry
