#include "tools/cli/printer.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/base/mask.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/json_lines.hpp"
#include "tools/cli/output_files.hpp"
#include "tools/cli/pager.hpp"
#include "tools/cli/repository.hpp"
#include "tools/cli/version.hpp"

#include <fmt/core.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tenantry::cli {
namespace {

Json document(const Arguments& arguments, const Result& result) {
    const Diagnostics none;
    const Sources nowhere;
    Json document = render::document(name_of(arguments.command), version);
    document.set("exit_code", static_cast<int>(result.code));
    document.set("diagnostics",
                 render::diagnostics_json(result.diagnostics ? *result.diagnostics : none,
                                          result.sources ? *result.sources : nowhere));
    result.json(document);
    return document;
}

std::string lines_text(Json document) {
    std::string text;
    for (const Json& line : lines_of(std::move(document)))
        text += to_text(line) + "\n";
    return text;
}

/// A form of the digest, which knows which command it is of.
std::string in_digest(Format format, const Arguments& arguments, const Result& result) {
    Sources sources = result.sources ? *result.sources : Sources();
    if (const auto place = repository_of(arguments.paths))
        sources = render::names_from_root(sources, *place);
    render::Digest digest = result.digest(sources);
    digest.command = name_of(arguments.command);
    switch (format) {
    case Format::markdown: return render::markdown(digest, sources);
    case Format::github: return render::github(digest, sources);
    case Format::gitlab: return render::gitlab(digest, sources);
    case Format::junit: return render::junit(digest, sources);
    case Format::html: return render::html(digest, sources);
    case Format::sarif: return render::sarif(digest, sources, version);
    default: bug("no form of a digest");
    }
}

std::string in_format(Format format, const Arguments& arguments, const Result& result,
                      render::Style style) {
    switch (format) {
    case Format::text: return result.text(style);
    case Format::json: return to_text(document(arguments, result), 2) + "\n";
    case Format::jsonl: return lines_text(document(arguments, result));
    case Format::csv: return result.csv();
    case Format::prometheus: return result.prometheus();
    default: return in_digest(format, arguments, result);
    }
}

/// What is left to tell of a run that has told its head and its outcomes while it went on.
std::expected<void, std::string> finish_lines(JsonLines& lines, const Arguments& arguments,
                                              const Result& result) {
    for (const Json& line : lines_of(document(arguments, result))) {
        const std::string_view type = line.text_of("type");
        if (type != "head" && type != "outcome") lines.add(line);
    }
    return lines.finish();
}

bool paged(const Setup& setup, Format format, const std::string& text) {
    return format == Format::text && !setup.arguments().no_pager &&
           page(text, setup.terminal(), setup.environment());
}

std::expected<void, std::string> write(const Setup& setup, const Result& result) {
    const Arguments& arguments = setup.arguments();
    const Terminal& terminal = setup.terminal();
    std::expected<void, std::string> outcome;
    bool text_shown = false;
    if (JsonLines* const lines = setup.lines()) outcome = finish_lines(*lines, arguments, result);
    for (const Output& output : arguments.outputs) {
        if (output.format == Format::jsonl && setup.lines() != nullptr) continue;
        render::Style style = output.file.empty() ? terminal.out_style() : render::Style{};
        style.verbosity = arguments.verbosity;
        const std::string text = without_tokens(in_format(output.format, arguments, result, style));
        if (!output.file.empty()) {
            if (auto written = write_file(output.file, text); !written) outcome = written;
        } else if (paged(setup, output.format, text) || write_all(STDOUT_FILENO, text) ||
                   errno == EPIPE) {
            // A reader that has seen enough (`| head`) is no trouble.
            text_shown = output.format == Format::text;
        } else {
            outcome = cannot_write("stdout");
        }
    }
    if (!outcome) terminal.say(result.text(terminal.err_style()));
    if (outcome && !text_shown && !result.summary.empty()) terminal.say(result.summary + "\n");
    return outcome;
}

render::Digest digest_of(const Refusal& refusal) {
    render::Digest digest = render::digest(refusal.diagnostics);
    digest.summary = fmt::format("Ended before anything was compared or done: {}.",
                                 counted(digest.count(render::Weight::error), "error"));
    return digest;
}

} // namespace

render::RunFigures figures_of(const Setup& setup) {
    using namespace std::chrono;
    return {.ended = floor<milliseconds>(system_clock::now()),
            .took = floor<milliseconds>(steady_clock::now() - setup.began())};
}

ExitCode print(const Setup& setup, const Result& result) {
    const auto written = write(setup, result);
    if (!written) setup.terminal().say(fmt::format("error: {}\n", written.error()));
    if (!result.note.empty()) setup.terminal().say(result.note);
    return written ? result.code : unwritten(result.code, result.wrote);
}

ExitCode print(const Setup& setup, const Refusal& refusal) {
    const Terminal& terminal = setup.terminal();
    terminal.say(render::diagnostics(refusal.diagnostics, refusal.sources, terminal.err_style()));
    const Result result{.text = [](render::Style) { return no_words(); },
                        .json = [](Json&) {},
                        .csv = no_words,
                        .digest = [&](const Sources&) { return digest_of(refusal); },
                        .prometheus = [&] { return render::run_prometheus(figures_of(setup)); },
                        .code = refusal.code,
                        .diagnostics = &refusal.diagnostics,
                        .sources = &refusal.sources};
    const auto written = write(setup, result);
    const auto told = [&](const Diagnostic& diagnostic) {
        return diagnostic.summary == written.error();
    };
    if (!written && std::ranges::none_of(refusal.diagnostics.all(), told))
        terminal.say(fmt::format("error: {}\n", written.error()));
    return refusal.code;
}

} // namespace tenantry::cli
