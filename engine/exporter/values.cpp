#include "engine/exporter/values.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::exporter {
namespace {

/// An entry of a catalogue as answers have it: an id and a name.
std::optional<std::string> entry_name(const Json& live) {
    if (live.members() == nullptr || live.find("id") == nullptr) return std::nullopt;
    const std::string_view name = live.text_of("name");
    return std::string(name.empty() ? live.text_of("id") : name);
}

std::string_view type_of(const Json& value) {
    if (value.text() != nullptr) return "string";
    if (value.boolean() != nullptr) return "boolean";
    if (value.integer() != nullptr) return "integer";
    if (value.items() != nullptr) return "array";
    if (value.members() != nullptr) return "object";
    return value.is_null() ? "null" : "number";
}

bool has_type(const Json& value, const Schema& schema) {
    if (schema.types.empty()) return true;
    const std::string_view type = type_of(value);
    return schema.allows(type) || (type == "integer" && schema.allows("number"));
}

std::optional<std::string> misfit_of_text(const std::string& text, const Schema& schema) {
    if (first_invalid_utf8(text) != std::string::npos) return "it is no UTF-8";
    if (!schema.choices.empty() && std::ranges::find(schema.choices, text) == schema.choices.end())
        return "it is not one of " + join(schema.choices, ", ");
    const std::size_t length = code_points(text);
    if (length > schema.max_length)
        return fmt::format("it has more than {} characters", schema.max_length);
    if (length < schema.min_length) return "it is too short";
    if (!schema.pattern || schema.pattern->matches(text)) return std::nullopt;
    return schema.pattern_says.empty() ? "it has another form" : "it is not " + schema.pattern_says;
}

} // namespace

Json as_written(const Json& live, const Schema& schema) {
    if (const auto name = schema.catalogue.empty() ? std::nullopt : entry_name(live)) return *name;
    if (const JsonArray* items = live.items()) {
        if (schema.items == nullptr) return live;
        JsonArray written;
        for (const Json& item : *items)
            written.push_back(as_written(item, *schema.items));
        const auto key = [](const Json& one) {
            return one.text() == nullptr ? to_text(one) : *one.text();
        };
        if (schema.unordered) std::ranges::sort(written, {}, key);
        return Json(std::move(written));
    }
    if (live.members() == nullptr || schema.properties.empty()) return live;
    Json written = Json::object();
    for (const auto& [name, property] : schema.properties) {
        const Json* value = live.find(name);
        if (value == nullptr || value->is_null()) continue;
        const bool needed = std::ranges::find(schema.required, name) != schema.required.end();
        if (needed || !says_nothing(*value, *property))
            written.append(name, as_written(*value, *property));
    }
    if (schema.others == nullptr) return written;
    for (const auto& [name, value] : *live.members())
        if (schema.property(name) == nullptr && !value.is_null()) written.append(name, value);
    return written;
}

std::optional<std::string> name_of_entry(const Catalogue& catalogue, std::string_view id,
                                         const Live& live) {
    using How = diff::Resolved::How;
    const std::vector<CatalogueEntry>* entries = live.catalogue(catalogue.name);
    const bool asked = entries != nullptr || diff::why_unread(catalogue, live) != nullptr;
    if (!asked) return std::string(id);
    if (entries == nullptr || diff::look_up(id, catalogue, "", live).how != How::found)
        return std::nullopt;
    const auto found = std::ranges::find(*entries, id, &CatalogueEntry::id);
    if (found == entries->end()) return std::nullopt;
    const diff::Resolved meant = diff::look_up(found->name, catalogue, "", live);
    const bool same = meant.how == How::found && meant.id == id && !found->name.empty();
    return same ? found->name : std::string(id);
}

std::optional<std::string> misfit(const Json& value, const Schema& schema) {
    if (!has_type(value, schema))
        return fmt::format("it is {}, not {}", type_of(value), join(schema.types, " or "));
    if (const std::string* text = value.text()) return misfit_of_text(*text, schema);
    if (const JsonArray* items = value.items()) {
        if (items->size() < schema.min_items) return "it is empty";
        for (const Json& item : *items) {
            auto why = schema.items == nullptr ? std::nullopt : misfit(item, *schema.items);
            if (why) return why;
        }
    }
    if (const JsonObject* members = value.members()) {
        for (const auto& [name, member] : *members) {
            const Schema* property = schema.property(name);
            auto why = property == nullptr ? std::nullopt : misfit(member, *property);
            if (why) return why;
        }
    }
    return std::nullopt;
}

bool says_nothing(const Json& value, const Schema& schema) {
    if (value.is_null() || value == Json("")) return true;
    return schema.default_value.has_value() && *schema.default_value == value;
}

} // namespace tenantry::exporter
