#include "tools/cli/terminal.hpp"

#include "engine/base/descriptor.hpp"
#include "engine/base/mask.hpp"
#include "tools/cli/signals.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

namespace tenantry::cli {
namespace {

bool wants_color(std::string_view when, bool terminal, const Environment& environment) {
    if (when == "always") return true;
    if (when == "never" || !environment("NO_COLOR").value_or("").empty()) return false;
    if (!environment("CLICOLOR_FORCE").value_or("").empty()) return true;
    return terminal && environment("TERM") != "dumb";
}

TerminalSize size_of(int file) {
    struct winsize size = {};
    if (::isatty(file) != 1 || ::ioctl(file, TIOCGWINSZ, &size) != 0) return {};
    return {.columns = size.ws_col, .rows = size.ws_row};
}

} // namespace

std::size_t help_width() {
    constexpr std::size_t widest = 100;
    const std::size_t columns = size_of(STDOUT_FILENO).columns;
    return columns == 0 ? widest : std::min(columns, widest);
}

Terminal::Terminal(std::string_view color, const Environment& environment)
    : stdin_(::isatty(STDIN_FILENO) == 1), stderr_(::isatty(STDERR_FILENO) == 1),
      dumb_(environment("TERM").value_or("dumb") == "dumb"), out_(size_of(STDOUT_FILENO)),
      err_(size_of(STDERR_FILENO)),
      color_out_(wants_color(color, ::isatty(STDOUT_FILENO) == 1, environment)),
      color_err_(wants_color(color, stderr_, environment)) {}

// Whatever a manifest, an answer or a helper brought along: a token is shown nowhere.
void Terminal::say(std::string_view text) const { write_all(STDERR_FILENO, without_tokens(text)); }

Reply Terminal::confirm(std::string_view question) const {
    say(question);
    if (!wait_for_input()) return Reply::interrupted;
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes" ? Reply::yes : Reply::other;
}

} // namespace tenantry::cli
