#include "tools/cli/terminal.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/base/mask.hpp"
#include "engine/base/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <vector>

namespace tenantry::cli {
namespace {

bool wants_color(std::string_view when, bool terminal, const Environment& environment) {
    if (when == "always") return true;
    if (when == "never" || !environment("NO_COLOR").value_or("").empty()) return false;
    if (!environment("CLICOLOR_FORCE").value_or("").empty()) return true;
    return terminal && environment("TERM") != "dumb";
}

std::unexpected<std::string> cannot_write(const std::string& name) {
    return std::unexpected("cannot write " + in_quotes(name) + ": " + std::strerror(errno));
}

/// A pipe or a device is written to as it is; it must not be replaced by a file.
bool is_special(const std::string& name) {
    std::error_code error;
    const auto status = std::filesystem::status(name, error);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

std::expected<void, std::string> write_special(const std::string& name, std::string_view text) {
    const int file = ::open(name.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return cannot_write(name);
    if (!write_all(file, text)) {
        auto error = cannot_write(name);
        ::close(file);
        return error;
    }
    if (::close(file) != 0) return cannot_write(name);
    return {};
}

/// Where a link leads, so that the link itself stays.
std::string target_of(const std::string& name) {
    std::error_code error;
    const auto real = std::filesystem::canonical(name, error);
    return error ? name : real.string();
}

/// Who may read and write: as before, or as of any new file.
mode_t mode_of(const std::string& name) {
    struct stat status = {};
    if (::stat(name.c_str(), &status) == 0) return status.st_mode & 07777U;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666U & ~mask;
}

/// Beside the file first, then in its place: a reader never sees half of it.
std::expected<void, std::string> write_file(const std::string& name, std::string_view text,
                                            std::optional<mode_t> mode = {}) {
    if (is_special(name)) return write_special(name, text);
    const std::string target = target_of(name);
    std::string temporary = target + ".XXXXXX";
    const int file = ::mkstemp(temporary.data());
    if (file < 0) return cannot_write(name);
    const mode_t wanted = mode.value_or(mode_of(target));
    std::expected<void, std::string> outcome;
    if (!write_all(file, text) || ::fchmod(file, wanted) != 0 || ::fsync(file) != 0)
        outcome = cannot_write(name);
    // Each failure is told by what the system said of it, and not of what was tidied up after it.
    if (::close(file) != 0 && outcome) outcome = cannot_write(name);
    if (outcome && std::rename(temporary.c_str(), target.c_str()) != 0)
        outcome = cannot_write(name);
    if (!outcome) ::unlink(temporary.c_str());
    return outcome;
}

std::string in_format(Format format, const Result& result, render::Style style) {
    switch (format) {
    case Format::text: return result.text(style);
    case Format::json: return to_text(result.json(), 2) + "\n";
    case Format::csv: return result.csv();
    }
    bug("format out of range");
}

} // namespace

Terminal::Terminal(std::string_view color, const Environment& environment)
    : stdin_(::isatty(STDIN_FILENO) == 1), stderr_(::isatty(STDERR_FILENO) == 1),
      color_out_(wants_color(color, ::isatty(STDOUT_FILENO) == 1, environment)),
      color_err_(wants_color(color, stderr_, environment)) {}

// Whatever a manifest, an answer or a helper brought along: a token is shown nowhere.
void Terminal::say(std::string_view text) const { write_all(STDERR_FILENO, without_tokens(text)); }

bool Terminal::confirm(std::string_view question) const {
    say(question);
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes";
}

std::expected<void, std::string> can_write(const Arguments& arguments) {
    std::vector<std::string> files = {arguments.out};
    for (const Output& output : arguments.outputs)
        files.push_back(output.file);
    for (const std::string& file : files) {
        if (file.empty()) continue;
        if (is_special(file)) {
            if (::access(file.c_str(), W_OK) != 0) return cannot_write(file);
            continue;
        }
        const auto folder = std::filesystem::path(target_of(file)).parent_path();
        const std::string place = folder.empty() ? "." : folder.string();
        if (::access(place.c_str(), W_OK | X_OK) != 0) return cannot_write(file);
    }
    return {};
}

std::expected<void, std::string> write_private(const std::string& name, std::string_view text) {
    return write_file(name, text, S_IRUSR | S_IWUSR);
}

std::expected<void, std::string> write(const Result& result, const Arguments& arguments,
                                       const Terminal& terminal) {
    std::expected<void, std::string> outcome;
    bool text_shown = false;
    for (const Output& output : arguments.outputs) {
        const render::Style style = output.file.empty() ? terminal.out_style() : render::Style{};
        const std::string text = without_tokens(in_format(output.format, result, style));
        if (!output.file.empty()) {
            if (auto written = write_file(output.file, text); !written) outcome = written;
        } else if (write_all(STDOUT_FILENO, text) || errno == EPIPE) {
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

} // namespace tenantry::cli
