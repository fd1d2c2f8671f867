#include "engine/render/json/members.hpp"
#include "engine/render/render.hpp"

namespace tenantry::render {
namespace {

std::string_view word_of(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

} // namespace

Json diagnostics_json(const Diagnostics& diagnostics, const Sources& sources) {
    JsonArray list;
    for (const Diagnostic& diagnostic : diagnostics.told()) {
        JsonArray notes;
        for (const Note& note : diagnostic.notes) {
            notes.push_back(Json::object(
                {{"text", note.text}, {"position", position_json(note.position, sources)}}));
        }
        JsonArray addresses;
        if (!diagnostic.subject.empty()) addresses.emplace_back(diagnostic.subject);
        for (const std::string& other : diagnostic.also)
            addresses.emplace_back(other);
        list.push_back(Json::object({{"severity", word_of(diagnostic.severity)},
                                     {"code", diagnostic.code},
                                     {"summary", diagnostic.summary},
                                     {"hint", diagnostic.hint},
                                     {"address", diagnostic.subject},
                                     {"addresses", std::move(addresses)},
                                     {"position", position_json(diagnostic.position, sources)},
                                     {"notes", std::move(notes)}}));
    }
    return Json(std::move(list));
}

} // namespace tenantry::render
