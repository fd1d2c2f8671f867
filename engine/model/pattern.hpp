// A regular expression of a schema. It is compiled on first use: there are dozens, a run needs few
// of them, and compiling them all took most of the time of a short run.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tenantry {

class Pattern {
public:
    explicit Pattern(std::string text);

    const std::string& text() const;
    /// Whether the whole of `value` has this form. May be asked from several threads.
    bool matches(std::string_view value) const;

private:
    struct Expression;
    std::shared_ptr<Expression> expression_; // copies compile it once
};

} // namespace tenantry
