// What a run says beside its result, on stderr. Knows whether a person is watching; without one
// there is no prompt and no moving cursor.
#pragma once

#include "engine/render/render.hpp"
#include "tools/cli/environment.hpp"

#include <cstddef>
#include <string_view>

namespace tenantry::cli {

enum class Reply {
    yes,
    other,
    interrupted, // a signal came in place of an answer
};

/// Both are 0 for what is no terminal, or tells no size.
struct TerminalSize {
    std::size_t columns = 0;
    std::size_t rows = 0;
};

/// How wide lines of help are: as the terminal, but no wider than reads well.
std::size_t help_width();

class Terminal {
public:
    Terminal(std::string_view color, const Environment& environment);

    bool asks() const { return stdin_ && stderr_; } // a person can be asked
    bool watched() const { return stderr_; }        // a person sees progress
    /// A person reads stdout and has a keyboard, at a terminal that can do more than print.
    bool pages() const { return stdin_ && out_.rows > 0 && !dumb_; }
    std::size_t rows() const { return out_.rows; }
    /// For a terminal as wide as it is, and in colour where that is wanted.
    render::Style out_style() const { return {.color = color_out_, .width = out_.columns}; }
    render::Style err_style() const { return {.color = color_err_, .width = err_.columns}; }

    /// Writes to stderr.
    void say(std::string_view text) const;
    /// Asks on stderr; yes only for the answer "yes".
    Reply confirm(std::string_view question) const;

private:
    bool stdin_;
    bool stderr_;
    bool dumb_;
    TerminalSize out_;
    TerminalSize err_;
    bool color_out_;
    bool color_err_;
};

} // namespace tenantry::cli
