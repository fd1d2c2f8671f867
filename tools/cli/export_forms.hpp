// What an export tells of what it wrote, in each form.
#pragma once

#include "engine/base/json.hpp"
#include "engine/exporter/exporter.hpp"

#include <string>

namespace tenantry::cli {

/// An export and what became of it.
struct Exported {
    exporter::Export made = {};
    exporter::Proof proof = {};
    std::string folder = {};
    bool written = false; // else it was a dry run
};

std::string export_text(const Exported& exported);
std::string export_summary(const Exported& exported);
Json export_json(const Exported& exported);

} // namespace tenantry::cli
