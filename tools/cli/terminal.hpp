// What a run says beside its result, on stderr. Knows whether a person is watching; without one
// there is no prompt and no moving cursor.
#pragma once

#include "engine/render/render.hpp"
#include "tools/cli/environment.hpp"

#include <string_view>

namespace tenantry::cli {

enum class Reply {
    yes,
    other,
    interrupted, // a signal came in place of an answer
};

class Terminal {
public:
    Terminal(std::string_view color, const Environment& environment);

    bool asks() const { return stdin_ && stderr_; } // a person can be asked
    bool watched() const { return stderr_; }        // a person sees progress
    render::Style out_style() const { return {.color = color_out_}; }
    render::Style err_style() const { return {.color = color_err_}; }

    /// Writes to stderr.
    void say(std::string_view text) const;
    /// Asks on stderr; yes only for the answer "yes".
    Reply confirm(std::string_view question) const;

private:
    bool stdin_;
    bool stderr_;
    bool color_out_;
    bool color_err_;
};

} // namespace tenantry::cli
