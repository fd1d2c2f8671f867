// What --help and `tenantry help COMMAND` print: what a command does, examples that can be typed as
// they stand, its flags by what they are about, and how it ends. Made of what CLI11 was told, so
// that nothing is described twice.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace CLI {
class FormatterBase;
}

namespace tenantry::cli {

/// What a flag is about; the help lists them in this order.
enum class About { work, customers, printing, api, places };
std::string_view title_of(About about);

/// A command line and what it is for.
struct Example {
    std::string_view line;
    std::string_view says;
};

std::span<const Example> examples_of(std::string_view command);

/// Lines of at most `width` columns.
std::shared_ptr<CLI::FormatterBase> help_of_width(std::size_t width);

} // namespace tenantry::cli
