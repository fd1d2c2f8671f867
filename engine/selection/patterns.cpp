// A pattern cannot be taken apart at its slashes: "*" stands for them too, and a name may hold
// some. So it is run over the thing's names instead, as a set of positions in the pattern that what
// was read so far can have led to. Where a part of the address has several names, all are tried
// from the same positions and what they lead to is put together; that is linear in the number of
// names, where a list of all spellings of whole addresses would multiply.
#include "engine/selection/patterns.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

namespace tenantry {
namespace {

std::u32string points_of(std::string_view text) {
    std::u32string points;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = code_point_at(text, i);
        // A byte that is no UTF-8 stands for itself, beyond all characters.
        points += point.length == 0 ? 0x110000U + static_cast<unsigned char>(text[i]) : point.value;
        i += std::max<std::size_t>(1, point.length);
    }
    return points;
}

std::string utf8(char32_t point) {
    const auto byte = [](char32_t value) { return static_cast<char>(value); };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xC0 | point >> 6), byte(0x80 | (point & 0x3F))};
    if (point < 0x10000) {
        return {byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 0x3F)),
                byte(0x80 | (point & 0x3F))};
    }
    return {byte(0xF0 | point >> 18), byte(0x80 | (point >> 12 & 0x3F)),
            byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F))};
}

/// The one character that these are in a domain name, or 0.
char32_t in_domain(std::u32string_view points) {
    std::string text;
    for (const char32_t point : points) {
        if (point >= 0x110000) return 0;
        text += utf8(point);
    }
    const auto ascii = canonical_domain(text);
    const std::u32string shown = ascii ? points_of(readable_domain(*ascii)) : std::u32string();
    return shown.size() == 1 ? shown.front() : 0;
}

char32_t lower(char32_t point) {
    if (point < 0x80) return static_cast<unsigned char>(ascii_lower(utf8(point)).front());
    const char32_t found = in_domain({&point, 1});
    return found == 0 ? point : found;
}

bool is_combining(char32_t point) { return point >= 0x300 && point <= 0x36F; }

bool is_wild(std::string_view pattern) { return pattern.find_first_of("*?") != pattern.npos; }

/// Whether what a name of it is called could be read as something else in a pattern.
bool is_ambiguous(const Identity& identity) {
    return std::ranges::any_of(identity, [](const Segment& segment) {
        return std::ranges::any_of(segment.names, [](const std::string& name) {
            return name.find_first_of("/%") != name.npos;
        });
    });
}

/// Canonical forms of everything from the customer down to each part: one for each way to name it.
template<typename Take>
void each_key(const Identity& identity, const Take& take) {
    std::vector<std::string> keys = {""};
    for (const Segment& segment : identity) {
        std::set<std::string> forms;
        for (const std::string& name : segment.names)
            forms.insert(segment.comparison.canonical(name));
        std::vector<std::string> longer;
        for (const std::string& key : keys) {
            for (const std::string& form : forms)
                longer.push_back(key + form + '\0');
        }
        keys = std::move(longer);
        for (const std::string& key : keys)
            take(key);
    }
}

} // namespace

Glob::Glob(std::string_view text) : points_(points_of(text)) {
    jumps_.resize(points_.size());
    for (std::size_t i = 0; i < points_.size(); ++i) {
        lower_ += lower(points_[i]);
        std::size_t marks = 0;
        while (i + marks + 1 < points_.size() && is_combining(points_[i + marks + 1]))
            ++marks;
        if (marks > 0) {
            const char32_t whole = in_domain(std::u32string_view(points_).substr(i, marks + 1));
            if (whole != 0) jumps_[i] = {whole, marks + 1, true};
        } else if (points_[i] == '%' && i + 2 < points_.size()) {
            std::string code;
            for (const char32_t point : points_.substr(i, 3))
                code += point < 0x80 ? static_cast<char>(point) : ' ';
            const std::string plain = unescaped(code);
            if (plain.size() == 1) {
                jumps_[i] = {static_cast<unsigned char>(plain.front()), 3, false};
            }
        }
    }
}

void Glob::add(States& states, std::size_t position) const {
    const auto place = std::ranges::lower_bound(states, position);
    if (place != states.end() && *place == position) return;
    states.insert(place, position);
    // What stands for any characters stands for none too.
    if (position < points_.size() && points_[position] == '*') add(states, position + 1);
}

/// `between` is for the slash between two parts of an address.
Glob::States Glob::after(const States& states, char32_t point, bool any_case, bool between) const {
    States next;
    for (const std::size_t at : states) {
        if (at == points_.size()) continue;
        if (points_[at] == '*') add(next, at);
        const char32_t wanted = any_case ? lower_[at] : points_[at];
        const Jump& jump = jumps_[at];
        // "%2F" is a slash and nothing else, so that what is printed means one thing alone.
        const bool escape = jump.length > 0 && !jump.in_names_of_any_case;
        if (points_[at] == '?' || (wanted == point && !escape)) add(next, at + 1);
        const bool usable = jump.length > 0 && !between && (any_case || !jump.in_names_of_any_case);
        if (usable && jump.to == point) add(next, at + jump.length);
    }
    return next;
}

Glob::States Glob::after(States states, std::string_view text, bool any_case) const {
    for (const char32_t point : points_of(text)) {
        if (states.empty()) break;
        states = after(states, point, any_case, false);
    }
    return states;
}

/// A name in the DNS: each label in either spelling, and perhaps a dot at the end.
Glob::States Glob::after_domain(States states, std::string_view name) const {
    const std::string ascii = Comparison::domain_name.canonical(name);
    for (std::size_t begin = 0; begin <= ascii.size() && !states.empty();) {
        const std::size_t end = std::min(ascii.find('.', begin), ascii.size());
        const std::string label = ascii.substr(begin, end - begin);
        States next = after(states, label, true);
        if (const std::string shown = readable_domain(label); shown != label) {
            for (const std::size_t at : after(states, shown, true))
                add(next, at);
        }
        if (end < ascii.size()) next = after(next, U'.', true, false);
        states = std::move(next);
        begin = end + 1;
    }
    for (const std::size_t at : after(states, U'.', true, false))
        add(states, at);
    return states;
}

Glob::States Glob::after(const States& states, const Segment& segment) const {
    States next;
    const auto join = [&](const States& more) {
        for (const std::size_t at : more)
            add(next, at);
    };
    for (const std::string& name : segment.names) {
        if (segment.comparison == Comparison::domain_name) {
            join(after_domain(states, name));
        } else if (segment.comparison == Comparison::exact) {
            join(after(states, name, false));
        } else {
            join(after(states, ascii_lower(name), true));
            const std::string form = ascii_lower(segment.comparison.canonical(name));
            join(after(states, form, true));
        }
    }
    return next;
}

bool Glob::means(const Identity& identity) const {
    States states;
    add(states, 0);
    for (std::size_t i = 0; i < identity.size(); ++i) {
        if (i > 0) states = after(states, U'/', false, true);
        states = after(states, identity[i]);
        if (states.empty()) return false;
        if (states.back() == points_.size()) return true;
    }
    return false;
}

Patterns::Patterns(const KindTable& kinds, std::span<const std::string> texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        globs_.emplace_back(texts[i]);
        if (is_wild(texts[i])) {
            wild_.push_back(i);
            continue;
        }
        std::string key;
        for (const Segment& segment : identity_of(Address::parse(texts[i]), kinds))
            key += segment.comparison.canonical(segment.names.front()) + '\0';
        plain_.emplace(std::move(key), i);
    }
}

template<typename Take>
void Patterns::each(const Identity& identity, const Take& take) const {
    // A name with a slash in it can be what a plain address means by two names.
    if (is_ambiguous(identity)) {
        for (std::size_t i = 0; i < globs_.size(); ++i) {
            if (globs_[i].means(identity)) take(i);
        }
        return;
    }
    if (!plain_.empty()) {
        each_key(identity, [&](const std::string& key) {
            const auto [first, last] = plain_.equal_range(key);
            for (auto at = first; at != last; ++at)
                take(at->second);
        });
    }
    for (const std::size_t i : wild_) {
        if (globs_[i].means(identity)) take(i);
    }
}

std::optional<std::size_t> Patterns::find(const Identity& identity) const {
    std::optional<std::size_t> first;
    each(identity, [&](std::size_t i) { first = first ? std::min(*first, i) : i; });
    return first;
}

void Patterns::mark(const Identity& identity, std::vector<bool>& used) const {
    each(identity, [&](std::size_t i) { used[i] = true; });
}

PatternHints::PatternHints(const KindTable& kinds, const Desired& desired)
    : desired_(desired), identities_(kinds, desired) {}

std::string PatternHints::of(const std::string& pattern) {
    constexpr std::size_t most = 10;
    std::string hint = given_++ < most ? nearest_to(pattern) : "";
    if (hint.empty()) hint = "tenantry plan prints the addresses; * stands for any characters";
    return hint;
}

// The longest beginning of the pattern that means something is taken as right, and what stands
// behind it there is looked through for the next part.
std::string PatternHints::nearest_to(const std::string& pattern) const {
    std::string right = pattern;
    while (right.find('/') != right.npos) {
        const std::size_t slash = right.rfind('/');
        const std::string part = unescaped(std::string_view(right).substr(slash + 1));
        right.resize(slash);
        const Glob glob(right);
        std::map<std::string, std::string> addresses; // by the last name
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            Identity identity = identities_.of(i);
            const Segment last = identity.back();
            identity.pop_back();
            if (!glob.means(identity)) continue;
            for (const std::string& name : last.names)
                addresses.emplace(name, desired_.resources[i].address.text());
        }
        if (addresses.empty()) continue;
        std::vector<std::string> names;
        names.reserve(addresses.size());
        for (const auto& [name, address] : addresses)
            names.push_back(name);
        const std::string found = nearest(part, names);
        if (!found.empty()) return fmt::format("did you mean {}?", in_quotes(addresses.at(found)));
        return fmt::format("{} is right, and {} is not in it", in_quotes(right), in_quotes(part));
    }
    std::vector<std::string> customers;
    customers.reserve(desired_.customers.size());
    for (const Customer& customer : desired_.customers)
        customers.push_back(customer.name);
    return suggest(right, customers);
}

} // namespace tenantry
