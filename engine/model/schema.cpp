#include "engine/model/schema.hpp"

#include "engine/base/bug.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry {
namespace {

/// Texts, and numbers as JSON writes them.
std::vector<std::string> texts(const Json& value) {
    if (const std::string* one = value.text()) return {*one};
    std::vector<std::string> result;
    for (const Json& item : *value.items())
        result.push_back(item.text() == nullptr ? to_text(item) : *item.text());
    return result;
}

std::size_t size_of(const Json& value) { return static_cast<std::size_t>(*value.integer()); }

double number_of(const Json& value) {
    return value.real() != nullptr ? *value.real() : static_cast<double>(*value.integer());
}

IdentityRole role_of(std::string_view word) {
    if (word == "id") return IdentityRole::id;
    if (word == "name") return IdentityRole::name;
    if (word == "scope") return IdentityRole::scope;
    if (word == "part") return IdentityRole::part;
    if (word == "previously") return IdentityRole::previously;
    if (word == "whose") return IdentityRole::whose;
    bug("unknown x-identity in a schema: " + std::string(word));
}

const Comparison& comparison_of(std::string_view format) {
    if (format == "idn-hostname") return Comparison::domain_name;
    if (format == "email") return Comparison::ignore_case;
    bug("unknown format in a schema: " + std::string(format));
}

Uniqueness uniqueness_of(std::string_view word) {
    if (word == "parent") return Uniqueness::parent;
    if (word == "everywhere") return Uniqueness::everywhere;
    bug("unknown x-unique in a schema: " + std::string(word));
}

using Fact = void (*)(Schema& schema, const Json& value);

/// The words that say something about a value without a schema of their own.
const std::map<std::string, Fact, std::less<>>& facts() {
    static const std::map<std::string, Fact, std::less<>> words = {
        {"type", [](Schema& s, const Json& v) { s.types = texts(v); }},
        {"enum", [](Schema& s, const Json& v) { s.choices = texts(v); }},
        {"const", [](Schema& s, const Json& v) { s.constant = v; }},
        {"default", [](Schema& s, const Json& v) { s.default_value = v; }},
        {"pattern", [](Schema& s, const Json& v) { s.pattern = Pattern(std::string(*v.text())); }},
        {"patternErrorMessage", [](Schema& s, const Json& v) { s.pattern_says = *v.text(); }},
        {"minLength", [](Schema& s, const Json& v) { s.min_length = size_of(v); }},
        {"maxLength", [](Schema& s, const Json& v) { s.max_length = size_of(v); }},
        {"minimum", [](Schema& s, const Json& v) { s.minimum = number_of(v); }},
        {"maximum", [](Schema& s, const Json& v) { s.maximum = number_of(v); }},
        {"minItems", [](Schema& s, const Json& v) { s.min_items = size_of(v); }},
        {"minProperties", [](Schema& s, const Json& v) { s.min_properties = size_of(v); }},
        {"maxProperties", [](Schema& s, const Json& v) { s.max_properties = size_of(v); }},
        {"uniqueItems", [](Schema& s, const Json& v) { s.unique_items = *v.boolean(); }},
        {"required", [](Schema& s, const Json& v) { s.required = texts(v); }},
        {"format", [](Schema& s, const Json& v) { s.comparison = comparison_of(*v.text()); }},
        {"x-identity", [](Schema& s, const Json& v) { s.identity = role_of(*v.text()); }},
        {"x-immutable", [](Schema& s, const Json& v) { s.immutable = *v.boolean(); }},
        {"x-at-creation", [](Schema& s, const Json& v) { s.at_creation = *v.boolean(); }},
        {"x-unordered", [](Schema& s, const Json& v) { s.unordered = *v.boolean(); }},
        {"x-whole", [](Schema& s, const Json& v) { s.one_value = *v.boolean(); }},
        {"x-unique", [](Schema& s, const Json& v) { s.unique = uniqueness_of(*v.text()); }},
        {"x-short", [](Schema& s, const Json& v) { s.short_form = *v.text(); }},
        {"x-one-of", [](Schema& s, const Json& v) { s.one_of = texts(v); }},
        {"x-catalogue", [](Schema& s, const Json& v) { s.catalogue = *v.text(); }},
    };
    return words;
}

// Words for people and editors; they constrain nothing here. "not" tells editors what x-one-of
// demands.
bool is_annotation(std::string_view word) {
    constexpr std::string_view words[] = {
        "$schema", "$id",      "title",    "description",         "$defs",
        "not",     "examples", "$comment", "markdownDescription",
    };
    return std::ranges::find(words, word) != std::end(words);
}

} // namespace

bool Schema::allows(std::string_view type) const {
    return types.empty() || std::ranges::find(types, type) != types.end() ||
           (type == "integer" && std::ranges::find(types, "number") != types.end());
}

const Schema* Schema::property(std::string_view name) const {
    if (name.empty()) return nullptr; // no field has this role
    for (const auto& [key, schema] : properties) {
        if (key == name) return schema;
    }
    return others;
}

const Schema* Schema::field(std::string_view path) const {
    const Schema* here = this;
    while (here != nullptr) {
        const auto dot = path.find('.');
        here = here->property(path.substr(0, dot));
        if (dot == std::string_view::npos) break;
        path.remove_prefix(dot + 1);
    }
    return here;
}

std::string_view Schema::field_with(IdentityRole role) const {
    for (const auto& [name, schema] : properties) {
        if (schema->identity == role) return name;
    }
    return {};
}

SchemaSet::SchemaSet(const std::vector<std::pair<std::string_view, std::string_view>>& files,
                     std::span<const Comparison> comparisons)
    : comparisons_{Comparison::exact, Comparison::ignore_case, Comparison::domain_name} {
    comparisons_.insert(comparisons_.end(), comparisons.begin(), comparisons.end());
    for (const auto& [name, text] : files) {
        auto value = parse_json(text);
        if (!value) bug(fmt::format("schema {}: {}", name, value.error().message));
        texts_.emplace(name, std::move(*value));
    }
    for (const auto& [name, value] : texts_)
        roots_.emplace(name, resolve("", name));
}

const Schema& SchemaSet::operator[](std::string_view file) const {
    const auto found = roots_.find(file);
    if (found == roots_.end()) bug("no schema named " + std::string(file));
    return *found->second;
}

const Comparison& SchemaSet::comparison_named(std::string_view name) const {
    const auto found = std::ranges::find(comparisons_, name, &Comparison::name);
    if (found == comparisons_.end()) bug("unknown x-comparison in a schema: " + std::string(name));
    return *found;
}

// References are "zone.json", "zone.json#/properties/type" or "#/$defs/name".
const Schema* SchemaSet::resolve(std::string_view reference, std::string_view file) {
    const auto hash = reference.find('#');
    std::string_view target = reference.substr(0, hash);
    const std::string_view pointer =
        hash == std::string_view::npos ? std::string_view() : reference.substr(hash + 1);
    if (target.ends_with(".json")) target.remove_suffix(5);
    if (target.empty()) target = file;
    const std::string key = std::string(target) + "#" + std::string(pointer);
    if (const auto found = parsed_.find(key); found != parsed_.end()) return found->second;

    const auto text = texts_.find(target);
    if (text == texts_.end()) bug(fmt::format("schema {} refers to {}", file, key));
    const Json* here = &text->second;
    for (std::string_view rest = pointer; !rest.empty() && here != nullptr;) {
        rest.remove_prefix(1);
        const auto slash = rest.find('/');
        here = here->find(rest.substr(0, slash));
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash);
    }
    if (here == nullptr) bug(fmt::format("schema {} refers to {}", file, key));
    return parse(*here, target, pointer);
}

const Schema* SchemaSet::parse(const Json& value, std::string_view file, std::string_view pointer) {
    if (value.members() == nullptr) bug(fmt::format("schema {} is no object", file));
    if (const Json* reference = value.find("$ref")) return resolve(*reference->text(), file);
    Schema& schema = schemas_.emplace_back();
    // Known before its parts are parsed, so that a schema may refer to itself.
    parsed_.emplace(std::string(file) + "#" + std::string(pointer), &schema);
    if (pointer.empty()) schema.file = file;
    schema.description = value.text_of("description");
    for (const auto& [word, content] : *value.members()) {
        if (!is_annotation(word)) parse_word(schema, word, content, file, pointer);
    }
    return &schema;
}

void SchemaSet::parse_word(Schema& schema, const std::string& word, const Json& value,
                           std::string_view file, std::string_view pointer) {
    const auto part = [&](const Json& content, std::string_view name) {
        return parse(content, file, std::string(pointer) + "/" + std::string(name));
    };
    if (word == "items") {
        schema.items = part(value, word);
    } else if (word == "propertyNames") {
        schema.property_names = part(value, word);
    } else if (word == "properties") {
        for (const auto& [name, content] : *value.members()) {
            schema.properties.emplace_back(name, part(content, "properties/" + name));
        }
    } else if (word == "additionalProperties") {
        schema.closed = value.boolean() != nullptr && !*value.boolean();
        if (value.members() != nullptr) schema.others = part(value, word);
    } else if (word == "x-comparison") {
        schema.comparison = comparison_named(*value.text());
    } else if (const auto fact = facts().find(word); fact != facts().end()) {
        fact->second(schema, value);
    } else {
        bug(fmt::format("schema {}{}: unknown word {}", file, pointer, word));
    }
}

} // namespace tenantry
