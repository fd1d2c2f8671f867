// What to write in place of a value that a schema refuses. Only what is certain is said as "write";
// what is merely near is asked ("did you mean").
#pragma once

#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::manifest {

/// "on or off", "one of 30, 60, 120": what a schema with choices takes.
std::string choices_in_words(const Schema& schema);

/// "expected an e-mail address, not ..."; of a variable's value nothing is shown.
std::string unfit(Node node, const std::string& wanted);

/// "add name: with a domain name, as acme.example": for a member that is missing.
std::string how_to_add(const std::string& name, const Schema& schema);

/// What a schema takes, in words: "a domain name, as acme.example", "text".
std::string what_to_write(const Schema& schema);

/// "text or a list": the types that a schema takes.
std::string types_in_words(const Schema& schema);

/// For a value that is none of the choices: "Full (strict)" means strict, yes means on. "" where
/// nothing is near.
std::string hint_for_choice(Node node, const Schema& schema);

/// Whether a value that is none of the choices may be one that Cloudflare has and its document has
/// not: a word as the API writes them, and no other way to say yes or no.
bool may_be_newer(Node node);

/// For a value of another type than the schema takes.
std::string hint_for_type(Node node, const Schema& schema);

/// From the schema alone, for values that are not shown: "write {env: NAME}".
std::string hint_of_shape(const Schema& schema);

/// For a text that has not the form that the schema demands.
std::string hint_for_form(Node node, const Schema& schema);

/// Whether a schema takes what is written so.
bool holds(std::string_view yaml, const Schema& schema);

/// A text as YAML has to have it to stay this text.
std::string spelled(std::string_view text);

bool is_choice(const Schema& schema, std::string_view text);

/// Yes and no in any of their words.
std::optional<bool> yes_or_no(std::string_view text);

/// A map in one line, as it is written; long ones are cut.
std::string in_one_line(Node map);

} // namespace tenantry::manifest
