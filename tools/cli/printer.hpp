// The one way from what a command found to what is printed: every format of --output, and the exit
// code. A new format is a member of Result, which every command then has to fill.
#pragma once

#include "engine/base/diagnostic.hpp"
#include "engine/base/json.hpp"
#include "engine/render/render.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/refusal.hpp"
#include "tools/cli/setup.hpp"

#include <concepts>
#include <functional>
#include <string>
#include <utility>

namespace tenantry::cli {

/// How a result looks in one format. There is no empty one: who makes a result says what it is in
/// each, and a format that is new is a gap that the compiler finds.
template<typename Signature>
class Form {
public:
    template<typename Function>
        requires std::constructible_from<std::function<Signature>, Function>
    Form(Function function) : make_(std::move(function)) {}

    template<typename... Given>
    auto operator()(Given&&... given) const {
        return make_(std::forward<Given>(given)...);
    }

private:
    std::function<Signature> make_;
};

/// The form of a result in a format that has no words for it: it stands on stderr instead.
inline std::string no_words() { return {}; }
inline render::Digest no_digest(const Sources&) { return {}; }

/// A result in every format; each form is made only if some output wants it. What the forms look at
/// outlives the result.
struct Result {
    Form<std::string(render::Style)> text;
    Form<void(Json& document)> json; // adds to what every document has
    Form<std::string()> csv;
    /// For the formats of merge requests; the sources bear the names that those know.
    Form<render::Digest(const Sources&)> digest;
    Form<std::string()> prometheus;
    /// The text's last line, if there is one: it goes to stderr when stdout gets no text, so that a
    /// log always ends with it.
    std::string summary = {};
    ExitCode code = ExitCode::done;
    const Diagnostics* diagnostics = nullptr; // for the document; null: none
    const Sources* sources = nullptr;         // that they speak of
    bool wrote = false;                       // to the API
    std::string note = {};                    // said on stderr after all else
};

/// When a run ends, which is now, and how long it took; of a run without a result.
render::RunFigures figures_of(const Setup& setup);

/// Prints a result as --output says, files whole or not at all; what can't be written does not keep
/// the others from it, and turns "done" into an error. Returns how the program ends.
ExitCode print(const Setup& setup, const Result& result);

/// Prints why a run ends before it has a result.
ExitCode print(const Setup& setup, const Refusal& refusal);

} // namespace tenantry::cli
