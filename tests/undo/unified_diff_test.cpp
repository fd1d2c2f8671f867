#include "engine/undo/unified_diff.hpp"

#include <doctest/doctest.h>

using tenantry::undo::unified_diff;

TEST_SUITE_BEGIN("undo");

TEST_CASE("lines that changed, three around them, and one hunk for those that are near") {
    const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17";
    std::string after = before;
    after.replace(after.find("5\n"), 1, "five");
    after.replace(after.find("6\n"), 1, "six");
    after.replace(after.rfind("17"), 2, "end");
    CHECK(unified_diff("m/a.yaml", before, after) == "--- a/m/a.yaml\n+++ b/m/a.yaml\n"
                                                     "@@ -2,8 +2,8 @@\n 2\n 3\n 4\n-5\n-6\n+five\n"
                                                     "+six\n 7\n 8\n 9\n"
                                                     "@@ -14,4 +14,4 @@\n 14\n 15\n 16\n-17\n"
                                                     "\\ No newline at end of file\n+end\n"
                                                     "\\ No newline at end of file\n");
    CHECK(unified_diff("a.yaml", before, before).empty());
}

TEST_CASE("names of files as git writes them") {
    const auto first_line = [](const std::string& file) {
        const std::string patch = unified_diff(file, "a\n", "b\n");
        return patch.substr(0, patch.find('\n'));
    };
    CHECK(first_line("a b.yaml") == "--- a/a b.yaml\t");
    CHECK(first_line("ü\".yaml") == "--- \"a/\\303\\274\\\".yaml\"");
    CHECK(first_line("a\nb.yaml") == "--- \"a/a\\012b.yaml\"");
}

TEST_SUITE_END();
