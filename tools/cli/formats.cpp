#include "tools/cli/formats.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "tools/cli/usage.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tenantry::cli {
namespace {

bool takes(const Arguments& arguments, Format format) {
    const Command command = arguments.command;
    switch (format) {
    case Format::text:
    case Format::json:
    case Format::jsonl: return true;
    case Format::csv:
        return arguments.list_outputs || (command == Command::history && !arguments.undo) ||
               command == Command::drift || command == Command::costs;
    case Format::prometheus: return command == Command::drift;
    default:
        return command == Command::validate || command == Command::plan ||
               command == Command::apply || command == Command::drift ||
               (command == Command::show && !arguments.list_outputs) ||
               (command == Command::costs && format == Format::html);
    }
}

/// The format that a word names, if this command takes it.
std::expected<Format, Ended> judge_format(const std::string& word, const Arguments& arguments) {
    std::vector<std::string> known;
    for (const Format format :
         {Format::text, Format::json, Format::jsonl, Format::csv, Format::markdown, Format::github,
          Format::gitlab, Format::junit, Format::sarif, Format::html, Format::prometheus}) {
        const bool taken = takes(arguments, format);
        if (taken && word == name_of(format)) return format;
        if (taken) known.emplace_back(name_of(format));
    }
    std::string hint = suggest(word, known);
    if (hint.empty()) hint = "known are " + join(known, ", ");
    if (word == name_of(Format::csv))
        hint += "; csv is a form of show --outputs, history, drift and costs";
    return std::unexpected(usage("--output: unknown format " + in_quotes(word), hint));
}

} // namespace

std::expected<void, Ended> judge_outputs(Raw& raw) {
    if (raw.json) raw.outputs.emplace_back("json");
    if (raw.outputs.empty()) raw.outputs.emplace_back("text");
    std::size_t on_stdout = 0;
    for (const std::string& output : raw.outputs) {
        const auto equals = output.find('=');
        const auto format = judge_format(output.substr(0, equals), raw.arguments);
        if (!format) return std::unexpected(format.error());
        Output parsed{.format = *format};
        if (equals != std::string::npos) parsed.file = output.substr(equals + 1);
        if (equals != std::string::npos && parsed.file.empty()) {
            return std::unexpected(usage("--output: no file after '='",
                                         "write the file, or leave '=' away for stdout"));
        }
        if (parsed.file.empty()) ++on_stdout;
        raw.arguments.outputs.push_back(std::move(parsed));
    }
    if (on_stdout > 1) {
        return std::unexpected(usage("only one --output can go to stdout",
                                     "give the others a file: --output json=plan.json"));
    }
    return {};
}

std::string_view name_of(Format format) {
    switch (format) {
    case Format::text: return "text";
    case Format::json: return "json";
    case Format::jsonl: return "jsonl";
    case Format::csv: return "csv";
    case Format::markdown: return "markdown";
    case Format::github: return "github";
    case Format::gitlab: return "gitlab";
    case Format::junit: return "junit";
    case Format::sarif: return "sarif";
    case Format::html: return "html";
    case Format::prometheus: return "prometheus";
    }
    bug("format out of range");
}

} // namespace tenantry::cli
