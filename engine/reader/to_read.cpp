#include "engine/reader/to_read.hpp"

#include "engine/base/bug.hpp"

#include <algorithm>

namespace tenantry::reader {

std::size_t scout_of(const Kind& kind, const std::vector<ToRead>& to_read) {
    if (!kind.reading.part.is_each_field() || to_read.size() < 2) return to_read.size();
    const auto found = std::ranges::find_if(
        to_read, [](const ToRead& each) { return each.resource->fields.size() > 1; });
    return static_cast<std::size_t>(found - to_read.begin());
}

LiveObject unread_object(const ToRead& to_read, const Fault& fault) {
    LiveObject object;
    object.id = object.parent = to_read.ids.front().second;
    for (const Field& field : to_read.resource->fields)
        object.unread.emplace_back(field.path, fault);
    return object;
}

const ListCall* list_over_all(const Kind& kind) {
    const auto found = std::ranges::find_if_not(kind.reading.list_calls, &ListCall::per_parent);
    return found == kind.reading.list_calls.end() ? nullptr : &*found;
}

std::size_t most_swept(const Kind& kind) {
    const ListCall* const list = list_over_all(kind);
    return list == nullptr ? 0 : list->most_parents;
}

bool refuses_sweep(const Fault& fault) { return fault.category == FaultCategory::refused; }

const ListCall& narrowed_list(const Kind& kind) {
    const auto found = std::ranges::find_if(kind.reading.list_calls, &ListCall::per_parent);
    if (found == kind.reading.list_calls.end())
        bug("a kind that lies in another has no list of its own");
    return *found;
}

Request narrowed(const Kind& kind, const ListCall& list, const std::string& parent) {
    Call call{.path = std::string(list.path)};
    if (!list.narrowed_by.empty()) {
        call.query.push_back({std::string(list.narrowed_by), parent, ""});
    }
    const Ids ids = {{std::string(kind.parent), parent}};
    return make_request(call, ids);
}

Fault with_right(const Kind& kind, Fault fault) {
    if (fault.lacks_right()) fault.right = kind.rights.read;
    const ErrorHint* const hint = kind.hint_for(fault);
    if (hint == nullptr || hint->takes.empty()) return fault;
    fault.category = FaultCategory::unauthorized;
    fault.right = hint->takes;
    return fault;
}

} // namespace tenantry::reader
