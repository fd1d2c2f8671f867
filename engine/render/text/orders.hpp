// How plans are ordered: by which ids, and whose these are.
#pragma once

#include "engine/model/plan.hpp"
#include "engine/render/text/table.hpp"

#include <string>

namespace tenantry::render {

/// The line that names the id of an order, where the manifest does not say it itself.
void add_order(Lines& lines, const Step& step);

/// The line below the price that names what it is with although nobody wrote it.
void add_kept(Lines& lines, const Step& step);

/// "Program: reseller, because the Tenant document says so.", where plans of zones are ordered.
std::string program_line(const Plan& plan);

} // namespace tenantry::render
