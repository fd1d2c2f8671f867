// Names of customers made of names of accounts: "Café Müller GmbH & Co. KG" is cafe-muller.
#pragma once

#include <string>
#include <string_view>

namespace tenantry::exporter {

/// Lower-case letters, digits and hyphens, at most 50, without the legal form at the end; "" where
/// nothing of the name can be written so.
std::string slug(std::string_view name);

/// The name of the customer that an account makes: its slug, or what its name alone decides.
std::string customer_name(std::string_view account);

/// What several accounts of one customer have in common: the name before " - ", ": " and the like,
/// or all of it.
std::string_view name_prefix(std::string_view name);

} // namespace tenantry::exporter
