#include "engine/model/pattern.hpp"

#include "engine/base/bug.hpp"

#include <mutex>
#include <regex>

namespace tenantry {
namespace {

// Longer texts never match a pattern of ours, and std::regex recurses once per character.
constexpr std::size_t longest = 2048;

} // namespace

struct Pattern::Expression {
    std::string text = {};
    std::once_flag compiled = {};
    std::regex regex = {};
};

Pattern::Pattern(std::string text) : expression_(std::make_shared<Expression>()) {
    expression_->text = std::move(text);
}

const std::string& Pattern::text() const { return expression_->text; }

bool Pattern::matches(std::string_view value) const {
    if (value.size() > longest) return false;
    std::call_once(expression_->compiled, [this] {
        try {
            expression_->regex = std::regex(expression_->text);
        } catch (const std::regex_error& error) {
            bug("a pattern of a schema: " + expression_->text + ": " + error.what());
        }
    });
    return std::regex_match(value.begin(), value.end(), expression_->regex);
}

} // namespace tenantry
