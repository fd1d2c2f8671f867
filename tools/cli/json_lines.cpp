#include "tools/cli/json_lines.hpp"

#include "engine/base/mask.hpp"
#include "tools/cli/output_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace tenantry::cli {
namespace {

/// The lists of documents that become a line an item.
struct ListInDocument {
    std::string_view member = {}; // of the document
    std::string_view list = {};   // of that member; "" where it is the list itself
    std::string_view type = {};   // of a line
};

constexpr std::array<std::string_view, 3> of_head = {"format_version", "tenantry_version",
                                                     "command"};

constexpr std::array<ListInDocument, 6> lists = {{{"plan", "steps", "step"},
                                                  {"report", "outcomes", "outcome"},
                                                  {"drift", "findings", "finding"},
                                                  {"runs", "", "run"},
                                                  {"steps", "", "record"},
                                                  {"calls", "", "call"}}};

std::vector<std::string> names_in(const Json& object) {
    std::vector<std::string> names;
    if (object.members() == nullptr) return names;
    for (const auto& [name, value] : *object.members())
        names.push_back(name);
    return names;
}

void add_items(JsonArray& lines, std::string_view type, const Json& list) {
    if (list.items() == nullptr) return;
    for (const Json& item : *list.items())
        lines.push_back(line_of(type, item));
}

/// What is left of a member of a document when its list has become lines.
Json without_list(Json member, const ListInDocument& where, JsonArray& lines) {
    Json rest = Json::object();
    for (const std::string& name : names_in(member)) {
        Json value = member.take(name);
        if (name == where.list)
            add_items(lines, where.type, value);
        else
            rest.append(name, std::move(value));
    }
    return rest;
}

} // namespace

JsonLines::JsonLines(const std::vector<Output>& outputs) {
    for (const Output& output : outputs)
        if (output.format == Format::jsonl) targets_.push_back({.file = output.file});
    thread_ = std::thread([this] { serve(); });
}

JsonLines::~JsonLines() { (void)finish(); }

void JsonLines::add(const Json& line) {
    {
        const std::scoped_lock lock(mutex_);
        queue_.push_back(without_tokens(to_text(line)) + "\n");
    }
    came_.notify_all();
}

std::expected<void, std::string> JsonLines::finish() {
    {
        const std::scoped_lock lock(mutex_);
        over_ = true;
    }
    came_.notify_all();
    if (thread_.joinable()) thread_.join();
    if (!trouble_.empty()) return std::unexpected(trouble_);
    return {};
}

void JsonLines::serve() {
    for (;;) {
        std::deque<std::string> lines;
        {
            std::unique_lock lock(mutex_);
            came_.wait(lock, [this] { return over_ || !queue_.empty(); });
            lines = std::exchange(queue_, {});
        }
        if (lines.empty()) return;
        for (const std::string& line : lines)
            write(line);
    }
}

void JsonLines::write(const std::string& line) {
    for (Target& target : targets_)
        if (!target.given_up) write(target, line);
}

void JsonLines::write(Target& target, const std::string& line) {
    const bool to_file = !target.file.empty();
    if (to_file && !target.opened) {
        target.opened = Descriptor(
            ::open(target.file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666));
    }
    const int number = to_file ? target.opened.number() : STDOUT_FILENO;
    if (write_all(number, line)) return;
    target.given_up = true;
    // A reader that has seen enough (`| head`) is no trouble.
    const bool seen_enough = !to_file && errno == EPIPE;
    if (!seen_enough && trouble_.empty())
        trouble_ = cannot_write(to_file ? target.file : "stdout").error();
}

Json line_of(std::string_view type, const Json& value) {
    Json line = Json::object({{"type", type}});
    for (const auto& [name, member] : *value.members())
        line.append(name, member);
    return line;
}

JsonArray lines_of(Json document) {
    Json head = Json::object({{"type", "head"}});
    Json summary = Json::object({{"type", "summary"}});
    JsonArray lines(1); // the head's place
    // What became of a step says what the step was.
    const bool reported = document.find("report") != nullptr;
    for (const std::string& name : names_in(document)) {
        Json value = document.take(name);
        const auto where = std::ranges::find(lists, name, &ListInDocument::member);
        if (std::ranges::find(of_head, name) != of_head.end()) {
            head.append(name, std::move(value));
        } else if (name == "head") {
            for (const std::string& about : names_in(value))
                head.append(about, value.take(about));
        } else if (where == lists.end()) {
            summary.append(name, std::move(value));
        } else if (where->list.empty()) {
            add_items(lines, where->type, value);
        } else {
            JsonArray dropped;
            JsonArray& kept = reported && name == "plan" ? dropped : lines;
            summary.append(name, without_list(std::move(value), *where, kept));
        }
    }
    lines.front() = std::move(head);
    lines.push_back(std::move(summary));
    return lines;
}

} // namespace tenantry::cli
