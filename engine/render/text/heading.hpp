// The line that a step of a plan and a finding begin with.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/address.hpp"
#include "engine/render/text/paint.hpp"

#include <string>
#include <string_view>

namespace tenantry::render {

/// "+ acme/Acme GmbH/zone/acme.example  zone, acme.yaml:12"
std::string heading(std::string_view symbol, Color color, std::string_view kind,
                    const Address& address, Position position, const Sources& sources, Style style);

} // namespace tenantry::render
