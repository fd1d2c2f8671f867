// What is wrong with a single value, by its schema alone.
#pragma once

#include "engine/manifest/yaml/yaml.hpp"
#include "engine/model/schema.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::manifest {

/// One mistake, without its place.
struct Complaint {
    std::string code = {}; // behind "manifest."
    std::string summary = {};
    std::string hint = {};
};

/// What stands there, for "expected ..., not ...".
std::string found_words(Node node);

std::optional<Complaint> complaint_about_constant(Node node, const Schema& schema);
/// `hints`: whether the value is looked at for what could be meant.
std::optional<Complaint> complaint_about_text(Node node, const Schema& schema, bool hints);
/// Of a node that is a number; nothing for all others.
std::optional<Complaint> complaint_about_number(Node node, const Schema& schema);

/// What a real number says; nothing where it says no number, or one that is out of range.
std::optional<double> real_number(std::string_view text);

} // namespace tenantry::manifest
