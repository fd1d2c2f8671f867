#include "engine/ledger/process.hpp"

#include "engine/base/text.hpp"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

namespace tenantry::ledger {
namespace {

constexpr std::size_t longest_word = 512;

std::string first_line_of(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line.substr(0, longest_word);
}

/// When a process began, in ticks since the system did: the 22nd word of its line, behind a name
/// that may hold anything.
std::string start_of(const std::string& process) {
    const std::string line = first_line_of("/proc/" + process + "/stat");
    const auto behind_name = line.rfind(") ");
    if (behind_name == std::string::npos) return "";
    std::istringstream words(line.substr(behind_name + 2));
    std::string word;
    constexpr int words_behind_name = 20;
    for (int i = 0; i < words_behind_name; ++i)
        words >> word;
    return word;
}

/// Two containers on one host have the same boot and other processes.
std::string host_identity() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) name[0] = '\0';
    std::error_code failed;
    const auto room = std::filesystem::read_symlink("/proc/self/ns/pid", failed);
    const std::string boot = first_line_of("/proc/sys/kernel/random/boot_id");
    return std::string(name.data()) + " " + fingerprint(boot + (failed ? "" : room.string()));
}

std::string user_name() {
    const passwd* const entry = ::getpwuid(::geteuid());
    return entry == nullptr ? "uid " + std::to_string(::geteuid()) : std::string(entry->pw_name);
}

/// An address without what may be a secret in it.
std::string without_user(const std::string& url) {
    const auto begin = url.find("://");
    if (begin == std::string::npos) return url;
    const auto end = url.find_first_of("/?#", begin + 3);
    const auto at = url.substr(0, end).rfind('@');
    std::string bare =
        at == std::string::npos || at < begin ? url : url.substr(0, begin + 3) + url.substr(at + 1);
    bare.resize(std::min(bare.size(), bare.find_first_of("?#")));
    return bare;
}

/// The variables by which the systems that run pipelines tell a job's address, and a commit.
std::string pipeline_of(const Variables& variables) {
    const std::string server = variables("GITHUB_SERVER_URL");
    const std::string repository = variables("GITHUB_REPOSITORY");
    const std::string run = variables("GITHUB_RUN_ID");
    if (!server.empty() && !repository.empty() && !run.empty())
        return server + "/" + repository + "/actions/runs/" + run;
    for (const std::string_view name : {"CI_JOB_URL", "BUILD_URL", "BUILDKITE_BUILD_URL",
                                        "CIRCLE_BUILD_URL", "TRAVIS_JOB_WEB_URL"}) {
        const std::string value = variables(name);
        if (!value.empty()) return without_user(value);
    }
    return "";
}

std::string revision_of(const Variables& variables) {
    for (const std::string_view name :
         {"CI_COMMIT_SHA", "GITHUB_SHA", "GIT_COMMIT", "BUILDKITE_COMMIT", "CIRCLE_SHA1"}) {
        std::string value = variables(name);
        if (!value.empty()) return value;
    }
    return "";
}

} // namespace

Who who_runs(const Variables& variables) {
    const std::string process = std::to_string(::getpid());
    const auto bounded = [](const std::string& text) { return text.substr(0, longest_word); };
    return {.user = user_name(),
            .host = host_identity(),
            .process = process + " " + start_of(process),
            .pipeline = bounded(pipeline_of(variables)),
            .revision = bounded(revision_of(variables))};
}

std::optional<bool> still_runs(const Who& who, const Who& here) {
    const auto gap = who.process.find(' ');
    if (who.host != here.host || gap == std::string::npos) return std::nullopt;
    const std::string number = who.process.substr(0, gap);
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    // One of another user may be hidden, and tells no more than that it is there.
    const auto id = static_cast<pid_t>(std::strtol(number.c_str(), nullptr, 10));
    if (id <= 0) return std::nullopt;
    if (::kill(id, 0) != 0 && errno == ESRCH) return false;
    const std::string start = start_of(number);
    if (start.empty()) return std::nullopt;
    return start == who.process.substr(gap + 1);
}

} // namespace tenantry::ledger
