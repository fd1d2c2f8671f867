#include "engine/model/explain.hpp"

#include "engine/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace tenantry {
namespace {

/// "/policies/1/id" as its parts, with ~1 and ~0 as RFC 6901 has them. Some write "#" before it.
std::vector<std::string> parts_of(std::string_view pointer) {
    if (pointer.starts_with('#')) pointer.remove_prefix(1);
    if (pointer.starts_with('/')) pointer.remove_prefix(1);
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        const char next = i + 1 < pointer.size() ? pointer[i + 1] : '\0';
        if (pointer[i] == '/') {
            parts.emplace_back();
        } else if (pointer[i] == '~' && (next == '0' || next == '1')) {
            parts.back() += next == '0' ? '~' : '/';
            ++i;
        } else {
            parts.back() += pointer[i];
        }
    }
    return parts;
}

/// What the item of a list in the body is called in the manifest; "" when there is none.
std::string_view key_of_item(const Json& body, const BodyName& name, std::string_view number) {
    const Json* const list = body.find(name.body);
    std::size_t index = 0;
    const auto [end, problem] =
        std::from_chars(number.data(), number.data() + number.size(), index);
    const bool is_index = problem == std::errc() && end == number.data() + number.size();
    if (!is_index || list == nullptr || list->items() == nullptr) return {};
    return index < list->items()->size() ? (*list->items())[index].text_of(name.keyed_by) : "";
}

std::string advice(const Fault& fault) {
    switch (fault.try_again()) {
    case TryAgain::now: return "trying again may help";
    case TryAgain::later:
        if (!fault.retry_after) return "trying again may help later";
        return "trying again may help after " +
               counted(static_cast<std::size_t>(fault.retry_after->count()), "second");
    case TryAgain::useless: break;
    }
    return "trying again does not help as long as nothing else changes";
}

} // namespace

std::string field_meant(const Kind& kind, const Call& call, std::string_view pointer) {
    const bool one_field = !kind.field_path.empty() && call.path.starts_with(kind.field_path);
    if (one_field) return call.path.substr(kind.field_path.size());
    if (pointer.empty()) return {};
    std::vector<std::string> parts = parts_of(pointer);
    const auto name = std::ranges::find(kind.body_names, parts.front(), &BodyName::body);
    if (name == kind.body_names.end()) return join(parts, ".");
    const bool keyed = !name->keyed_by.empty() && parts.size() > 1;
    const std::string key(keyed ? key_of_item(call.body, *name, parts[1]) : "");
    parts.front() = name->field;
    if (keyed) parts.resize(1);
    if (!key.empty()) parts.push_back(key);
    return join(parts, ".");
}

Position position_of(const Resource& resource, std::string_view path) {
    while (!path.empty()) {
        if (const Field* field = resource.field(path)) return field->position;
        const std::string inside = std::string(path) + ".";
        const auto member = std::ranges::find_if(
            resource.fields, [&](const Field& field) { return field.path.starts_with(inside); });
        if (member != resource.fields.end()) return member->position;
        path = path.substr(0, path.contains('.') ? path.rfind('.') : 0);
    }
    return resource.position;
}

TryAgain try_again(const Kind& kind, const Fault& fault) {
    const ErrorHint* const hint = kind.hint_for(fault);
    return hint != nullptr && hint->passes ? TryAgain::later : fault.try_again();
}

void explain(Diagnostic& diagnostic, const Kind& kind, const Fault& fault) {
    const ErrorHint* const hint = kind.hint_for(fault);
    if (diagnostic.hint.empty() && hint != nullptr) diagnostic.hint = hint->hint;
    explain(diagnostic, fault);
}

void explain(Diagnostic& diagnostic, const Fault& fault) {
    for (const Cause& cause : fault.causes) {
        const std::string code =
            cause.code == 0 ? "" : " (code " + std::to_string(cause.code) + ")";
        diagnostic.notes.push_back({"because: " + cause.message + code});
    }
    if (!fault.documentation_url.empty()) diagnostic.notes.push_back({fault.documentation_url});
    if (!fault.request_id.empty()) diagnostic.notes.push_back({"request " + fault.request_id});
    // What was never sent was refused by us, in words that say what to do.
    const bool ours = fault.status == 0 && fault.try_again() == TryAgain::useless;
    if (diagnostic.hint.empty() && !ours) diagnostic.hint = advice(fault);
}

} // namespace tenantry
