// The places a run writes to: results to stdout or files, everything else to stderr. Knows whether
// a person is watching; without one there is no prompt and no moving cursor.
#pragma once

#include "engine/base/json.hpp"
#include "engine/render/render.hpp"
#include "tools/cli/arguments.hpp"
#include "tools/cli/connection.hpp"

#include <concepts>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace tenantry::cli {

class Terminal {
public:
    Terminal(std::string_view color, const Environment& environment);

    bool asks() const { return stdin_ && stderr_; } // a person can be asked
    bool watched() const { return stderr_; }        // a person sees progress
    render::Style out_style() const { return {.color = color_out_}; }
    render::Style err_style() const { return {.color = color_err_}; }

    /// Writes to stderr.
    void say(std::string_view text) const;
    /// Asks on stderr; true only for the answer "yes".
    bool confirm(std::string_view question) const;

private:
    bool stdin_;
    bool stderr_;
    bool color_out_;
    bool color_err_;
};

/// How a result looks in one format. There is no empty one: who makes a result says what it is in
/// each, and a format that is new is a gap that the compiler finds.
template<typename Signature>
class Form {
public:
    template<typename Function>
        requires std::constructible_from<std::function<Signature>, Function>
    Form(Function function) : make_(std::move(function)) {}

    template<typename... Arguments>
    auto operator()(Arguments... arguments) const {
        return make_(arguments...);
    }

private:
    std::function<Signature> make_;
};

/// The form of a result in a format that has no words for it: it stands on stderr instead.
inline std::string no_words() { return {}; }

/// A result in every format; each form is made only if some output wants it. The summary, if there
/// is one, is the text's last line: it goes to stderr when stdout gets no text, so that a log
/// always ends with it.
struct Result {
    Form<std::string(render::Style)> text;
    Form<Json()> json;
    Form<std::string()> csv;
    std::string summary = {};
};

/// Whether the files of --out and --output can be written, as far as can be known before there is
/// anything to write. The error is a sentence.
std::expected<void, std::string> can_write(const Arguments& arguments);

/// Writes a file that only its owner may read, whole or not at all. The error is a sentence.
std::expected<void, std::string> write_private(const std::string& name, std::string_view text);

/// Writes the result as --output says, files whole or not at all; what can't be written does not
/// keep the others from it. The error is a sentence.
std::expected<void, std::string> write(const Result& result, const Arguments& arguments,
                                       const Terminal& terminal);

} // namespace tenantry::cli
