#include "engine/reader/reader.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/text.hpp"

#include <algorithm>

namespace tenantry::reader {
namespace {

const std::string& id_for(std::string_view slot, const Ids& ids) {
    const auto found =
        std::ranges::find(ids, slot, [](const auto& pair) { return std::string_view(pair.first); });
    // An empty id would turn "/zones/{zone}" into the whole list.
    if (found == ids.end() || found->second.empty()) bug("no id for slot " + std::string(slot));
    return found->second;
}

std::string bind_path(std::string_view path, const Ids& ids) {
    std::string result;
    while (!path.empty()) {
        const auto open = path.find('{');
        result += path.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = path.find('}', open);
        result += percent_encode(id_for(path.substr(open + 1, close - open - 1), ids));
        path.remove_prefix(close + 1);
    }
    return result;
}

} // namespace

Request make_request(const Call& call, const Ids& ids) {
    Request request{.method = call.method,
                    .path = bind_path(call.path, ids),
                    .body = call.body,
                    .shape = call.path,
                    .once = call.once};
    for (const Parameter& parameter : call.query) {
        request.query.emplace_back(
            parameter.name, parameter.slot.empty() ? parameter.value : id_for(parameter.slot, ids));
    }
    for (const BodySlot& slot : call.body_slots) {
        request.body.set_at(slot.path, Json(id_for(slot.slot, ids)));
    }
    return request;
}

} // namespace tenantry::reader
