#include "tools/cli/help.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/characters.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tenantry::cli {
namespace {

constexpr std::string_view exit_codes =
    "0 done or nothing to do; 1 error; 2 differences (--detailed-exitcode, --fail-on); 3 done in "
    "part; 4 refused by a guard; 5 plan is stale; 6 locked by another run; 7 no usable credential; "
    "64 usage or manifest error, or confirmation needed and no terminal; 130 interrupted";

constexpr std::string_view environment =
    "CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY; CLOUDFLARE_BASE_URL; "
    "TENANTRY_<FLAG> for every flag, as TENANTRY_PARALLELISM=4; NO_COLOR; PAGER";

using Rows = std::vector<std::pair<std::string, std::string>>; // a name and what it means

class HelpText : public CLI::FormatterBase {
public:
    explicit HelpText(std::size_t width) : width_(std::max<std::size_t>(width, 40)) {}

    std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
        std::string text = usage(*app) + "\n" + paragraph(app->get_description() + ".", 0) + "\n";
        text += examples(*app) + commands(*app) + positionals(*app);
        for (const About about :
             {About::work, About::customers, About::printing, About::api, About::places})
            text += options(*app, title_of(about));
        text += "Exit codes:\n" + paragraph(std::string(exit_codes), 2);
        return text + "\nEnvironment:\n" + paragraph(std::string(environment), 2);
    }

private:
    /// Words in lines of the width, `indent` in; the first line goes on behind `begin`.
    std::string paragraph(const std::string& words, std::size_t indent,
                          std::string begin = {}) const {
        std::string text;
        std::string line = begin.empty() ? std::string(indent, ' ') : std::move(begin);
        bool empty = true;
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t end = std::min(words.find(' ', at), words.size());
            const std::string word = words.substr(at, end - at);
            if (!empty && display_width(line) + 1 + display_width(word) > width_) {
                text += line + "\n";
                line = std::string(indent, ' ');
                empty = true;
            }
            line += empty ? word : " " + word;
            empty = false;
            at = end + 1;
        }
        return text + line + "\n";
    }

    std::string table(const std::string& title, const Rows& rows) const {
        if (rows.empty()) return {};
        // Longer names have a line of their own.
        const std::size_t most = width_ < 60 ? 12 : 28;
        std::size_t column = 0;
        for (const auto& [name, says] : rows)
            if (name.size() <= most) column = std::max(column, name.size());
        std::string text = title + ":\n";
        for (const auto& [name, says] : rows) {
            std::string begin = "  " + name;
            if (name.size() > column) {
                text += begin + "\n";
                begin = std::string(column + 4, ' ');
            }
            begin.append(column + 4 - std::min(column + 4, begin.size()), ' ');
            text += paragraph(says, column + 4, begin);
        }
        return text + "\n";
    }

    static std::string usage(const CLI::App& app) {
        if (app.get_parent() == nullptr) return "Usage: tenantry COMMAND [FLAGS] [ARGUMENTS]\n";
        std::string text = fmt::format("Usage: tenantry {} [FLAGS]", app.get_name());
        for (const CLI::Option* option : app.get_options())
            if (option->get_positional()) text += fmt::format(" [{}]", option->get_option_text());
        return text + "\n";
    }

    std::string examples(const CLI::App& app) const {
        std::string text;
        const auto all = examples_of(app.get_parent() == nullptr ? "" : app.get_name());
        for (const Example& example : all)
            text += paragraph("# " + std::string(example.says), 2) +
                    fmt::format("  {}\n", example.line);
        return text.empty() ? text : "Examples:\n" + text + "\n";
    }

    std::string commands(const CLI::App& app) const {
        std::vector<std::string> groups;
        for (const CLI::App* command : app.get_subcommands({}))
            if (std::ranges::find(groups, command->get_group()) == groups.end())
                groups.push_back(command->get_group());
        std::string text;
        for (const std::string& group : groups) {
            Rows rows;
            for (const CLI::App* command : app.get_subcommands({}))
                if (command->get_group() == group)
                    rows.emplace_back(command->get_name(), command->get_description());
            text += table(group, rows);
        }
        return text;
    }

    std::string positionals(const CLI::App& app) const {
        Rows rows;
        for (const CLI::Option* option : app.get_options())
            if (option->get_positional())
                rows.emplace_back(option->get_option_text(), option->get_description());
        return table("Arguments", rows);
    }

    std::string options(const CLI::App& app, std::string_view group) const {
        Rows rows;
        for (const CLI::Option* option : app.get_options()) {
            if (option->get_positional() || option->get_group() != group) continue;
            std::string name = option->get_name();
            if (option->get_option_text() != " " && !option->get_option_text().empty())
                name += " " + option->get_option_text();
            rows.emplace_back(std::move(name), option->get_description());
        }
        return table(std::string(group), rows);
    }

    std::size_t width_;
};

} // namespace

std::string_view title_of(About about) {
    switch (about) {
    case About::work: return "What it does";
    case About::customers: return "Which customers";
    case About::printing: return "How it is printed";
    case About::api: return "How the API is called";
    case About::places: return "Where things are";
    }
    bug("about out of range");
}

std::shared_ptr<CLI::FormatterBase> help_of_width(std::size_t width) {
    return std::make_shared<HelpText>(width);
}

} // namespace tenantry::cli
