#include "engine/credentials/helper_protocol.hpp"

#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/credentials/entries.hpp"
#include "engine/credentials/secret_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::credentials {
namespace {

// A list names every user of a store.
constexpr std::size_t largest_list = 16U << 20U;
constexpr std::size_t most_entries = 100'000;

/// What helpers say, on stdout, when they have no entry.
bool says_not_found(const ProgramEnd& ended) {
    return first_line(ended.out) == "credentials not found in native keychain";
}

} // namespace

std::expected<ProgramEnd, Trouble> Helper::run(const std::string& verb, const std::string& input,
                                               const ProgramLimits& limits) const {
    const auto path = find_program(program_);
    if (!path) return std::unexpected(path.error());
    auto ended = run_program(*path, std::span(&verb, 1), input, limits);
    if (!ended) return ended;
    const std::string name = program_ + " " + verb;
    if (ended->timed_out) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits.time).count();
        return std::unexpected(
            Trouble{fmt::format("{} took longer than {}", name,
                                counted(static_cast<std::size_t>(seconds), "second")),
                    "if it waits for somebody who unlocks its store, unlock it before the run"});
    }
    if (ended->flooded) {
        return std::unexpected(Trouble{name + " answered more than a helper has to say",
                                       "is it a docker credential helper?"});
    }
    return ended;
}

Trouble Helper::refusal(const std::string& verb, const ProgramEnd& ended,
                        std::string_view secret) const {
    const std::string end = ended.signal != 0 ? "ended by signal " + std::to_string(ended.signal)
                            : ended.exit_code >= 0 ? "exit code " + std::to_string(ended.exit_code)
                                                   : "nobody knows how it ended";
    const std::string said = without_secrets(ended.out + "\n" + ended.err, secret);
    return {
        fmt::format("{} {} failed ({}){}{}", program_, verb, end, said.empty() ? "" : ": ", said),
        fmt::format("see whether {} works for the user that runs tenantry",
                    in_quotes(program_ + " list"))};
}

Trouble Helper::nonsense(const std::string& verb, const std::string& what) const {
    return {fmt::format("{} {} answered {}", program_, verb, what),
            "is it a docker credential helper?"};
}

std::expected<std::optional<StoreEntry>, Trouble> Helper::get(const std::string& server) const {
    const auto ended = run("get", server, limits_);
    if (!ended) return std::unexpected(ended.error());
    if (ended->exit_code != 0) {
        if (says_not_found(*ended)) return std::nullopt;
        return std::unexpected(refusal("get", *ended, ""));
    }
    // Its error would show a piece of the answer.
    const auto answer = parse_json(ended->out);
    if (!answer || answer->members() == nullptr)
        return std::unexpected(nonsense("get", "no JSON object"));
    const Json* user = answer->find("Username");
    const Json* secret = answer->find("Secret");
    const bool whole = user != nullptr && user->text() && secret != nullptr && secret->text();
    if (!whole) return std::unexpected(nonsense("get", "without Username and Secret"));
    const std::string_view named = answer->text_of("ServerURL");
    if (!named.empty() && server_name(named) != server_name(server))
        return std::unexpected(nonsense("get", "with the entry of another server"));
    StoreEntry entry{.user = *user->text(), .secret = first_line(*secret->text())};
    // That is how docker-credential-pass says that there is none.
    if (entry.user.empty() && entry.secret.empty()) return std::nullopt;
    if (entry.secret.empty()) return std::unexpected(nonsense("get", "with an empty secret"));
    return entry;
}

std::expected<void, Trouble> Helper::store(const std::string& server,
                                           const StoreEntry& entry) const {
    const Json payload =
        Json::object({{"ServerURL", server}, {"Username", entry.user}, {"Secret", entry.secret}});
    const auto ended = run("store", to_text(payload), limits_);
    if (!ended) return std::unexpected(ended.error());
    if (ended->exit_code != 0) return std::unexpected(refusal("store", *ended, entry.secret));
    return {};
}

std::expected<void, Trouble> Helper::erase(const std::string& server) const {
    const auto ended = run("erase", server, limits_);
    if (!ended) return std::unexpected(ended.error());
    if (ended->exit_code == 0 || says_not_found(*ended)) return {};
    return std::unexpected(refusal("erase", *ended, ""));
}

std::expected<std::map<std::string, std::string>, Trouble> Helper::list() const {
    ProgramLimits limits = limits_;
    limits.output = std::max(limits.output, largest_list);
    const auto ended = run("list", "", limits);
    if (!ended) return std::unexpected(ended.error());
    if (ended->exit_code != 0) return std::unexpected(refusal("list", *ended, ""));
    const auto answer = parse_json(ended->out, {.bytes = largest_list, .members = most_entries});
    std::map<std::string, std::string> entries;
    if (answer && answer->is_null()) return entries; // a Go map that nobody has made
    if (!answer || answer->members() == nullptr)
        return std::unexpected(nonsense("list", "no JSON object"));
    for (const auto& [server, user] : *answer->members())
        entries.emplace(server, user.text() == nullptr ? "" : *user.text());
    return entries;
}

std::expected<std::optional<StoreEntry>, Trouble> ask_helper(const std::string& program,
                                                             const std::string& server) {
    return Helper(program).get(server);
}

} // namespace tenantry::credentials
