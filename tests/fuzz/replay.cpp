// Tries every file of the directories that the arguments name: the corpus as an ordinary test.
#include "tests/fuzz/harness.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

int main(int count, char** arguments) {
    std::vector<std::filesystem::path> files;
    const std::vector<std::string> directories(arguments + 1, arguments + count);
    for (const std::string& directory : directories) {
        for (const auto& entry : std::filesystem::directory_iterator(directory))
            files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) {
        // Named before: a failure ends the program.
        std::fprintf(stderr, "%s\n", file.c_str());
        std::ifstream in(file, std::ios::binary);
        const std::string input(std::istreambuf_iterator<char>(in), {});
        tenantry::fuzz::try_input(input);
    }
    std::fprintf(stderr, "%zu inputs\n", files.size());
    return files.empty() ? 1 : 0;
}
