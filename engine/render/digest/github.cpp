// Annotations of GitHub Actions: lines that a job prints, and GitHub shows beside the files. Steps
// of a plan are no annotations: GitHub shows ten of each sort, and they would hide the errors.
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

namespace tenantry::render {
namespace {

/// "%", and what ends a line, has to be escaped in messages; in properties "," and ":", too.
std::string escaped(std::string_view text, bool property) {
    std::string result;
    for (const char c : text) {
        const bool special =
            c == '%' || c == '\r' || c == '\n' || (property && (c == ',' || c == ':'));
        if (special) {
            result += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            result += c;
        }
    }
    return result;
}

std::string message_of(const Remark& remark) {
    std::string text = printable(remark.summary);
    if (!remark.subject.empty()) text += "\nin " + printable(remark.subject);
    for (const Detail& detail : remark.details)
        text += fmt::format("\n{}: {}", printable(detail.label), printable(detail.value));
    if (!remark.hint.empty()) text += "\nhint: " + printable(remark.hint);
    return text;
}

std::string annotation(const Remark& remark, const Sources& sources) {
    const std::string_view word = remark.weight == Weight::error ? "error" : "warning";
    std::string properties;
    if (remark.position.known()) {
        properties = fmt::format("file={},line={},col={},",
                                 escaped(printable(sources[remark.position.source].name), true),
                                 remark.position.line, remark.position.column);
    }
    return fmt::format("::{} {}title={}::{}\n", word, properties,
                       escaped("tenantry " + printable(remark.rule), true),
                       escaped(message_of(remark), false));
}

} // namespace

std::string github(const Digest& digest, const Sources& sources) {
    std::string text;
    for (const Remark& remark : digest.remarks)
        if (remark.weight != Weight::note) text += annotation(remark, sources);
    return text + printable(digest.summary) + "\n";
}

} // namespace tenantry::render
