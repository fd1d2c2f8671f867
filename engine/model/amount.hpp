// Amounts of money, exact to the millionth of a currency. They are read from the text of a number
// and never from a rounded one, so that 100,000 pieces of 0.0049 are 490; what does not fit is
// refused, not rounded. Rounding is for showing alone, and never makes something nothing.
#pragma once

#include "engine/base/json.hpp"

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace tenantry {

/// Why a text is no amount.
enum class NoAmount {
    no_number, // not a finite decimal number
    too_fine,  // parts of a millionth
    too_large, // 10,000,000,000 or more
};

class Amount {
public:
    constexpr Amount() = default;
    static constexpr Amount whole(std::int64_t units) { return Amount(Wide{units} * millionths); }
    static constexpr Amount of_millionths(std::int64_t count) { return Amount(Wide{count}); }

    /// The exact value of "20", "-0.0049", "5e-3".
    static std::expected<Amount, NoAmount> parse(std::string_view decimal);
    /// The value of a JSON number; nothing for what is none, or does not fit. Of a number with a
    /// point, which JSON readers keep in binary, the 15 digits count that survive that.
    static std::optional<Amount> from_json(const Json& number);

    constexpr bool is_zero() const { return millionths_ == 0; }
    constexpr bool is_negative() const { return millionths_ < 0; }

    // An amount that was read is below 10^10, so that no product with a 64-bit count, and no sum of
    // fewer than a million of these, leaves 128 bits.
    constexpr Amount operator-() const { return Amount(-millionths_); }
    constexpr Amount& operator+=(Amount other) {
        millionths_ += other.millionths_;
        return *this;
    }
    constexpr Amount& operator-=(Amount other) { return *this += -other; }
    friend constexpr Amount operator+(Amount a, Amount b) { return a += b; }
    friend constexpr Amount operator-(Amount a, Amount b) { return a -= b; }
    friend constexpr Amount operator*(Amount amount, std::int64_t count) {
        return Amount(amount.millionths_ * count);
    }
    friend constexpr bool operator==(Amount, Amount) = default;
    friend constexpr auto operator<=>(Amount, Amount) = default;

    enum class Rounding { nearest, away_from_zero };
    /// A part of it: exact where it comes out even, else rounded to so many decimal places, and not
    /// to nothing.
    Amount divided_by(std::int64_t parts, int decimals, Rounding rounding) const;
    /// Whole units of 10^-decimals, rounded away from zero; nothing when these are too many.
    std::optional<std::int64_t> in_units_of(int decimals) const;
    /// "1234.50": all of it, with at least so many decimal places.
    std::string text(int decimals) const;

private:
    __extension__ using Wide = __int128;
    static constexpr std::int64_t millionths = 1'000'000;
    constexpr explicit Amount(Wide count) : millionths_(count) {}

    Wide millionths_ = 0;
};

} // namespace tenantry
