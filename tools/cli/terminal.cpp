#include "tools/cli/terminal.hpp"

#include "engine/base/text.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace tenantry::cli {
namespace {

bool wants_color(std::string_view when, bool terminal, const Environment& environment) {
    if (when == "always") return true;
    if (when == "never" || !environment("NO_COLOR").empty()) return false;
    if (!environment("CLICOLOR_FORCE").empty()) return true;
    return terminal && environment("TERM") != "dumb";
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::unexpected<std::string> cannot_write(const std::string& name) {
    return std::unexpected("cannot write " + in_quotes(name) + ": " + std::strerror(errno));
}

/// Beside the file first, then in its place: a reader never sees half of it.
std::expected<void, std::string> write_file(const std::string& name, std::string_view text) {
    std::string temporary = name + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0) return cannot_write(name);
    // mkstemp makes files that only the owner may read; results are like any other file he makes.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const bool written =
        write_all(file, text) && ::fchmod(file, 0666 & ~mask) == 0 && ::fsync(file) == 0;
    const bool closed = ::close(file) == 0;
    if (written && closed && std::rename(temporary.c_str(), name.c_str()) == 0) return {};
    auto error = cannot_write(name);
    ::unlink(temporary.c_str());
    return error;
}

} // namespace

Terminal::Terminal(std::string_view color, const Environment& environment)
    : stdin_(::isatty(STDIN_FILENO) == 1), stderr_(::isatty(STDERR_FILENO) == 1),
      color_out_(wants_color(color, ::isatty(STDOUT_FILENO) == 1, environment)),
      color_err_(wants_color(color, stderr_, environment)) {}

void Terminal::say(std::string_view text) const { write_all(STDERR_FILENO, text); }

bool Terminal::confirm(std::string_view question) const {
    say(question);
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes";
}

std::expected<void, std::string> write(const Result& result, const Arguments& arguments,
                                       const Terminal& terminal) {
    for (const Output& output : arguments.outputs) {
        const render::Style style = output.file.empty() ? terminal.out_style() : render::Style{};
        const std::string text =
            output.format == "json" ? to_text(result.json(), 2) + "\n" : result.text(style);
        if (!output.file.empty()) {
            if (auto written = write_file(output.file, text); !written) return written;
        } else if (!write_all(STDOUT_FILENO, text)) {
            return cannot_write("stdout");
        }
    }
    const bool text_shown = std::ranges::any_of(arguments.outputs, [](const Output& output) {
        return output.format == "text" && output.file.empty();
    });
    if (!text_shown && !result.summary.empty()) terminal.say(result.summary + "\n");
    return {};
}

} // namespace tenantry::cli
