#include "engine/model/explain.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
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

std::optional<std::size_t> number_of(std::string_view text) {
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// What the item of a list in the body is called in the manifest; "" when there is none.
std::string_view key_of_item(const Json& body, const BodyName& name, std::string_view number) {
    const Json* const list = body.find(name.body);
    const auto index = number_of(number);
    if (!index || list == nullptr || list->items() == nullptr) return {};
    return *index < list->items()->size() ? (*list->items())[*index].text_of(name.keyed_by) : "";
}

/// Each text that a variable went into, and what was written in its place.
using Spellings = std::vector<std::pair<std::string, std::string>>;

void collect(const Json& value, const Json& written, Spellings& spellings) {
    // Shorter ones are words of every message.
    constexpr std::size_t shortest = 4;
    const std::string* text = value.text();
    if (text != nullptr && written.text() != nullptr && text->size() >= shortest) {
        if (*text != *written.text()) spellings.emplace_back(*text, *written.text());
    } else if (value.items() != nullptr && written.items() != nullptr) {
        const std::size_t count = std::min(value.items()->size(), written.items()->size());
        for (std::size_t i = 0; i < count; ++i)
            collect((*value.items())[i], (*written.items())[i], spellings);
    } else if (value.members() != nullptr) {
        for (const auto& [name, member] : *value.members()) {
            if (const Json* below = written.find(name)) collect(member, *below, spellings);
        }
    }
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

/// What a credential lacks for a call, in the words of `tenantry permissions`.
std::string lacks(std::string_view right) {
    return fmt::format(
        "the credential is accepted and lacks the right for this call{}{}; \"tenantry "
        "permissions\" lists all that these manifests need",
        right.empty() ? "" : ": it takes ", right);
}

std::string advice(const Fault& fault) {
    if (fault.lacks_right()) return lacks(fault.right);
    if (!fault.right.empty()) return "it takes " + fault.right;
    if (fault.retryable == false && fault.status == 0)
        return "trying again does not help; \"tenantry doctor\" tells what to look at";
    const TryAgain again = fault.try_again();
    if (again == TryAgain::useless)
        return "trying again does not help as long as nothing else changes";
    if (fault.retry_after) {
        return "trying again may help after " +
               counted(static_cast<std::size_t>(fault.retry_after->count()), "second");
    }
    return again == TryAgain::now ? "trying again may help" : "trying again may help later";
}

} // namespace

std::string field_meant(const Kind& kind, const Call& call, std::string_view pointer) {
    std::string alone = kind.reading.part.field_of(call);
    if (!alone.empty()) return alone;
    if (pointer.empty()) return {};
    std::vector<std::string> parts = parts_of(pointer);
    const auto name = std::ranges::find(kind.writing.body_names, parts.front(), &BodyName::body);
    if (name == kind.writing.body_names.end()) return join(parts, ".");
    const bool keyed = !name->keyed_by.empty() && parts.size() > 1;
    const std::string key(keyed ? key_of_item(call.body, *name, parts[1]) : "");
    parts.front() = name->field;
    if (keyed) parts.resize(1);
    if (!key.empty()) parts.push_back(key);
    return join(parts, ".");
}

Position position_of(const Resource& resource, std::string_view path) {
    std::string_view inner; // the part of the path behind the field, as the number of an item
    while (!path.empty()) {
        if (const Field* field = resource.field(path)) {
            return field->position_of_item(number_of(inner).value_or(SIZE_MAX));
        }
        const std::string inside = std::string(path) + ".";
        const auto member = std::ranges::find_if(
            resource.fields, [&](const Field& field) { return field.path.starts_with(inside); });
        if (member != resource.fields.end()) return member->position;
        const auto dot = path.rfind('.');
        inner = dot == path.npos ? path : path.substr(dot + 1);
        path = path.substr(0, dot == path.npos ? 0 : dot);
    }
    return resource.position;
}

TryAgain try_again(const Kind& kind, const Fault& fault) {
    const ErrorHint* const hint = kind.hint_for(fault);
    return hint != nullptr && hint->passes ? TryAgain::later : fault.try_again();
}

Fault without_variables(Fault fault, const Change& change) {
    Spellings spellings;
    for (const FieldChange& field : change.fields) {
        if (!field.written.is_null()) collect(field.after, field.written, spellings);
    }
    for (const auto& [value, written] : spellings) {
        replace_all(fault.message, value, written);
        for (Cause& cause : fault.causes)
            replace_all(cause.message, value, written);
    }
    return fault;
}

void explain(Diagnostic& diagnostic, const Kind& kind, const Fault& fault) {
    if (fault.lacks_right() && fault.right.empty()) {
        Fault known = fault;
        known.right = fault.call.starts_with("GET ") ? kind.rights.read : kind.rights.write;
        return explain(diagnostic, known);
    }
    const ErrorHint* const hint = kind.hint_for(fault);
    const bool advised = !diagnostic.hint.empty();
    if (!advised && hint != nullptr) diagnostic.hint = hint->hint;
    explain(diagnostic, fault);
    // What to check after an answer that leaves all open comes first; why it may be one, beside it.
    if (advised && hint != nullptr && hint->passes)
        diagnostic.notes.push_back({std::string(hint->hint)});
}

void explain(Diagnostic& diagnostic, const Fault& fault) {
    for (const Cause& cause : fault.causes) {
        const std::string code = cause.code == 0 ? "" : fmt::format(" (code {})", cause.code);
        diagnostic.notes.push_back({fmt::format("because: {}{}", cause.message, code)});
    }
    if (!fault.documentation_url.empty()) diagnostic.notes.push_back({fault.documentation_url});
    if (!fault.request_id.empty()) diagnostic.notes.push_back({"request " + fault.request_id});
    // What we decline is told in words that say what to do.
    const bool advised = fault.category == FaultCategory::declined;
    if (diagnostic.hint.empty() && !advised) diagnostic.hint = advice(fault);
}

} // namespace tenantry
