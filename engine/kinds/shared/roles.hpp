// The roles of an account, which members and service users are given (API reference, section 4).
#pragma once

#include "engine/model/kind.hpp"

namespace tenantry::kinds {

/// Every account has it under this id ("Catalogues").
inline constexpr KnownEntry known_roles[] = {{"Administrator", "05784afa30c1afe1440e79d9351c7430"}};

inline constexpr Catalogue role_catalogue{.name = "role",
                                          .word = "role",
                                          .words = "roles",
                                          .owner = "account",
                                          .path = "/accounts/{account}/roles",
                                          .known = known_roles,
                                          .alike = true};

} // namespace tenantry::kinds
