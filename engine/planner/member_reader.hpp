// Reads members of JSON objects (not people) from a text that a stranger may have written. A member
// that is missing or has another form makes the whole text bad, and what was read instead means
// nothing.
#pragma once

#include "engine/base/json.hpp"
#include "engine/model/amount.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry::planner {

class MemberReader {
public:
    /// The first thing that is wrong, as a sentence without a beginning; "" while nothing is.
    const std::string& wrong() const { return wrong_; }
    void damage(std::string_view where);

    std::string text(const Json& in, std::string_view path);
    std::int64_t number(const Json& in, std::string_view path);
    const JsonArray& list(const Json& in, std::string_view path);
    std::vector<std::string> texts(const Json& in, std::string_view path);
    /// Null is no amount, and nothing wrong.
    std::optional<Amount> amount(const Json& in, std::string_view path);

private:
    std::string wrong_;
};

} // namespace tenantry::planner
