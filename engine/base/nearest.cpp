#include "engine/base/nearest.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tenantry {
namespace {

// A name longer than this is not a typing mistake, and the table below stays small.
constexpr std::size_t longest = 64;
// The beginning of a name that says which one is meant has at least so many characters.
constexpr std::size_t shortest_beginning = 3;
// A part from its middle or end is longer, because many names have those in common.
constexpr std::size_t shortest_part = 7;

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

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (static_cast<unsigned char>(c) & 0x80U);
}

/// Letters and digits alone, a number in words as its digit: "zero_rtt" is "0rtt", and "TLS 1.3" is
/// "tls_1_3".
std::string bare(std::string_view lower) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> numbers = {
        {{"zero", "0"}, {"one", "1"}, {"two", "2"}, {"three", "3"}}};
    std::string result;
    for (std::size_t i = 0; i < lower.size();) {
        std::size_t end = i;
        while (end < lower.size() && is_letter_or_digit(lower[end]))
            ++end;
        const std::string_view word = lower.substr(i, end - i);
        const auto number = std::ranges::find(numbers, word, [](const auto& n) { return n.first; });
        result += number == numbers.end() ? word : number->second;
        i = end + 1;
    }
    return result;
}

/// The shortest of those that `fits`, or "".
template<typename Condition>
std::string shortest_of(std::span<const std::string> candidates, const Condition& fits) {
    const std::string* found = nullptr;
    for (const std::string& candidate : candidates) {
        const bool shorter = found == nullptr || candidate.size() < found->size();
        if (shorter && fits(ascii_lower(candidate))) found = &candidate;
    }
    return found == nullptr ? std::string() : *found;
}

std::string by_edits(const std::string& wanted, std::span<const std::string> candidates) {
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

} // namespace

std::string nearest(std::string_view name, std::span<const std::string> candidates) {
    if (name.size() > longest) return {};
    const std::string wanted = ascii_lower(name);
    const std::string letters = bare(wanted);
    std::string found = shortest_of(candidates, [&](const std::string& candidate) {
        return !letters.empty() && bare(candidate) == letters;
    });
    if (found.empty() && wanted.size() >= shortest_beginning) {
        found = shortest_of(candidates, [&](const std::string& candidate) {
            return candidate.starts_with(wanted);
        });
    }
    if (found.empty()) found = by_edits(wanted, candidates);
    if (found.empty() && letters.size() >= shortest_part) {
        found = shortest_of(candidates, [&](const std::string& candidate) {
            return bare(candidate).contains(letters);
        });
    }
    return found;
}

std::string slip_of(std::string_view name, std::span<const std::string> candidates) {
    constexpr std::size_t short_name = 7;
    if (name.size() > longest) return {};
    const std::string wanted = ascii_lower(name);
    const std::size_t most = wanted.size() <= short_name ? 1 : 2;
    const auto found = std::ranges::find_if(candidates, [&](const std::string& candidate) {
        const std::string lower = ascii_lower(candidate);
        return bare(lower) == bare(wanted) ||
               (candidate.size() <= longest && distance(wanted, lower) <= most);
    });
    return found == candidates.end() ? "" : *found;
}

std::string hint_of_slip(std::string_view name, std::span<const std::string> candidates) {
    const auto same = [&](const std::string& candidate) {
        return ascii_lower(candidate) == ascii_lower(name);
    };
    if (std::ranges::any_of(candidates, same)) return {};
    const std::string found = slip_of(name, candidates);
    return found.empty() ? std::string() : "did you mean " + in_quotes(found) + "?";
}

std::string suggest(std::string_view name, std::span<const std::string> candidates) {
    const std::string found = nearest(name, candidates);
    return found.empty() ? std::string() : "did you mean " + in_quotes(found) + "?";
}

} // namespace tenantry
