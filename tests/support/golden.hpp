// Golden cases: a folder is a case; what the program makes of its input is compared with the files
// beside it. Adding a case is adding a folder. TENANTRY_ACCEPT=1 writes the files anew and reports
// the cases as skipped, never as passed; it is refused where CI is set.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace tenantry::test {

/// The folders below tests/golden/<group>, sorted.
std::vector<std::string> cases_of(const std::string& group);

std::string read(const std::string& path);
bool exists(const std::string& path);

/// Compares `actual` with the file; an empty text means that the file must not exist.
void check_golden(const std::string& path, const std::string& actual);

} // namespace tenantry::test
