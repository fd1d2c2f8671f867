#include "engine/manifest/schema_scalars.hpp"

#include "engine/base/text.hpp"
#include "engine/manifest/domain.hpp"
#include "engine/manifest/excerpt.hpp"
#include "engine/manifest/hints.hpp"
#include "engine/manifest/schema_check.hpp"

#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace tenantry::manifest {
namespace {

std::string_view without_minus(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return text;
}

std::string bound(const std::optional<double>& limit) {
    return limit ? std::to_string(static_cast<std::int64_t>(*limit)) : "any";
}

std::optional<Complaint> complaint_about_domain(Node node, const Schema& schema, bool hints) {
    const std::string why = why_no_domain(node.text());
    if (why.empty()) return std::nullopt;
    const std::string wanted = "a domain name: " + why;
    return Complaint{"value",
                     node.from_variable()
                         ? unfit(node, wanted)
                         : fmt::format("{} is not {}", excerpt(node.written()), wanted),
                     hints ? hint_for_form(node, schema) : ""};
}

std::optional<Complaint> out_of_range(Node node, double number, const Schema& schema) {
    const bool inside = number >= schema.minimum.value_or(-std::numeric_limits<double>::max()) &&
                        number <= schema.maximum.value_or(std::numeric_limits<double>::max());
    if (inside) return std::nullopt;
    const bool bounded = schema.minimum || schema.maximum;
    return Complaint{"value", fmt::format("the number {} is out of range", printable(node.text())),
                     bounded ? fmt::format("write a number from {} to {}", bound(schema.minimum),
                                           bound(schema.maximum))
                             : "write a finite number"};
}

std::optional<Complaint> complaint_about_integer(Node node, const Schema& schema) {
    if (const auto value = decimal_integer(node)) {
        return out_of_range(node, static_cast<double>(*value), schema);
    }
    const std::string_view digits = without_minus(node.text());
    if (digits.find_first_not_of("0123456789") == digits.npos && !digits.starts_with('0')) {
        return Complaint{"value", fmt::format("the number {} is too large", printable(node.text())),
                         "whole numbers reach to " +
                             std::to_string(std::numeric_limits<std::int64_t>::max())};
    }
    return Complaint{
        "type", fmt::format("the number {} can be read in several ways", printable(node.text())),
        "write a whole number in decimal digits, without a leading zero"};
}

} // namespace

std::string found_words(Node node) {
    if (!node.is_scalar()) return std::string(describe(node.type()));
    if (node.is_text()) return "text " + excerpt(node.written());
    return fmt::format("{} ({})", describe(node.type()), printable(node.text()));
}

std::optional<double> real_number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (!whole || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<Complaint> complaint_about_constant(Node node, const Schema& schema) {
    if (to_json(node) == *schema.constant) return std::nullopt;
    const std::string wanted = *schema.constant->text();
    return Complaint{"value", fmt::format("expected {}, not {}", wanted, found_words(node)),
                     "write " + wanted};
}

std::optional<Complaint> complaint_about_text(Node node, const Schema& schema, bool hints) {
    const std::size_t length = code_points(node.text());
    if (length < schema.min_length) {
        return Complaint{"value", length == 0 ? "the text is empty" : "the text is too short",
                         "write at least " + counted(schema.min_length, "character")};
    }
    if (length > schema.max_length) {
        return Complaint{"value",
                         fmt::format("the text has {} characters; at most {} are allowed", length,
                                     schema.max_length),
                         ""};
    }
    if (schema.pattern && !schema.pattern->matches(node.text())) {
        return Complaint{"value",
                         unfit(node, schema.pattern_says.empty()
                                         ? "text of the form " + schema.pattern->text()
                                         : schema.pattern_says),
                         hints ? hint_for_form(node, schema) : ""};
    }
    if (schema.comparison != Comparison::domain_name) return std::nullopt;
    return complaint_about_domain(node, schema, hints);
}

std::optional<Complaint> complaint_about_number(Node node, const Schema& schema) {
    if (node.type() == NodeType::integer) return complaint_about_integer(node, schema);
    if (node.type() != NodeType::real) return std::nullopt;
    if (const auto value = real_number(node.text())) return out_of_range(node, *value, schema);
    return Complaint{"value",
                     "expected a number with digits that is neither too large nor too small, not " +
                         printable(node.text()),
                     ""};
}

} // namespace tenantry::manifest
