// Lists of address patterns: `protect`, --target, --exclude and whatever else names things by glob.
// A pattern means a thing and all that lies in it, whichever of its names it is written with
// (identity.hpp): as printed or as people read it ("A/B @ 50%"), in Unicode or punycode, with a dot
// at its end, in another case where the API makes no difference.
#pragma once

#include "engine/model/kind.hpp"
#include "engine/selection/identity.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tenantry {

/// One pattern, compiled: `*` stands for any characters ("/" too), `?` for one.
class Glob {
public:
    explicit Glob(std::string_view text);

    /// Whether it is the thing or something that it lies in.
    bool means(const Identity& identity) const;

private:
    /// Several characters of the pattern that also stand for one: "%2F" for a "/" that is part of a
    /// name, "u" with a combining diaeresis for "ü".
    struct Jump {
        char32_t to = 0;
        std::size_t length = 0; // 0: there is none here
        bool in_names_of_any_case = false;
    };
    using States = std::vector<std::size_t>; // positions reached, sorted

    void add(States& states, std::size_t position) const;
    States after(const States& states, char32_t point, bool any_case, bool between) const;
    States after(States states, std::string_view text, bool any_case) const;
    States after(const States& states, const Segment& segment) const;
    States after_domain(States states, std::string_view name) const;

    std::u32string points_;
    std::u32string lower_; // the same without difference of case
    std::vector<Jump> jumps_;
};

class Patterns {
public:
    Patterns() = default;
    Patterns(const KindTable& kinds, std::span<const std::string> texts);

    bool empty() const { return globs_.empty(); }
    /// The first that means the thing or something it lies in.
    std::optional<std::size_t> find(const Identity& identity) const;
    /// All of these, marked in `used`, which has a place for each pattern.
    void mark(const Identity& identity, std::vector<bool>& used) const;

private:
    template<typename Take>
    void each(const Identity& identity, const Take& take) const;

    std::vector<Glob> globs_;
    std::vector<std::size_t> wild_; // those that are no plain address
    /// Plain addresses by canonical form: however many there are, finding one costs the same.
    std::unordered_multimap<std::string, std::size_t> plain_;
};

/// What to do about patterns that mean nothing. `desired` and `kinds` outlive it.
class PatternHints {
public:
    PatternHints(const KindTable& kinds, const Desired& desired);

    /// The address that the pattern most likely meant, as a hint, or what else to do. Looking takes
    /// a while, so after the first few it is not looked for any more.
    std::string of(const std::string& pattern);

private:
    std::string nearest_to(const std::string& pattern) const;

    const Desired& desired_;
    Identities identities_;
    std::size_t given_ = 0;
};

} // namespace tenantry
