// --output jsonl: one JSON document a line, each written when it comes up, so that a run that is
// killed has told what it did until then. A thread of its own writes: a reader that is slow, or has
// stopped reading, holds up no call that is under way, whose answer would be taken for lost. Each
// line is one write, so that a file never ends in the middle of one.
#pragma once

#include "engine/base/descriptor.hpp"
#include "engine/base/json.hpp"
#include "tools/cli/arguments.hpp"

#include <condition_variable>
#include <deque>
#include <expected>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tenantry::cli {

class JsonLines {
public:
    /// To stdout and to files, whatever `outputs` want of this format. A file that is there is
    /// emptied by the first line.
    explicit JsonLines(const std::vector<Output>& outputs);
    /// Writes what has come up until then.
    ~JsonLines();
    JsonLines(const JsonLines&) = delete;
    JsonLines& operator=(const JsonLines&) = delete;

    void add(const Json& line);
    /// Waits until all is written; why something could not be.
    std::expected<void, std::string> finish();

private:
    struct Target {
        std::string file = {}; // "" for stdout
        Descriptor opened = {};
        bool given_up = false; // nobody reads it any more, or it cannot be written
    };

    void serve();
    void write(const std::string& line);
    void write(Target& target, const std::string& line);

    std::vector<Target> targets_ = {}; // the thread's
    std::string trouble_ = {};         // the thread's until it has ended: the first one
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::string> queue_ = {};
    bool over_ = false;
    std::thread thread_; // last: it uses all of the above
};

/// The members of an object as a line that says what it is.
Json line_of(std::string_view type, const Json& value);

/// What a document holds as lines: a head, each item of its lists, and a summary with the rest.
/// Each says in `type` what it is.
JsonArray lines_of(Json document);

} // namespace tenantry::cli
