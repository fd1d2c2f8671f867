// The line that a step of a plan and a finding begin with.
#pragma once

#include "engine/base/source.hpp"
#include "engine/model/address.hpp"
#include "engine/render/text/paint.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tenantry::render {

/// "+ acme/Acme GmbH/zone/acme.example  zone, acme.yaml:12"
std::string heading(std::string_view symbol, Color color, std::string_view kind,
                    const Address& address, Position position, const Sources& sources, Style style);
/// One of a name that is fit to be shown, further in.
std::string heading(std::string_view symbol, Color color, std::string_view kind,
                    const std::string& name, Position position, const Sources& sources, Style style,
                    std::size_t indent);

/// An address below the name of its customer, fit to be shown: "Acme GmbH/zone/acme.example".
std::string within_customer(const Address& address);

} // namespace tenantry::render
