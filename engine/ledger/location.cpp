#include "engine/ledger/location.hpp"

#include "engine/base/sha256.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <filesystem>

namespace tenantry::ledger {
namespace {

constexpr std::size_t longest_slug = 40;

/// Letters, digits and `between` of a name, for people who look at a folder; the digits of a hash
/// tell two apart.
std::string room_of(const Whose& whose, char between) {
    std::string slug;
    for (const char c : ascii_lower(whose.tenant.empty() ? "tenant" : whose.tenant)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            slug += c;
        else if (!slug.empty() && slug.back() != between)
            slug += between;
        if (slug.size() == longest_slug) break;
    }
    if (slug.empty() || slug.back() != between) slug += between;
    return slug + sha256(whose.api + "\n" + whose.tenant).substr(0, 8);
}

bool has_password(std::string_view url) {
    const std::size_t begin = url.find("//") + 2;
    const std::string_view authority = url.substr(begin, url.find_first_of("/?", begin) - begin);
    const std::size_t at = authority.rfind('@');
    const bool before_host =
        at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
    if (before_host || url.find('?') == url.npos) return before_host;
    for (std::string_view rest = url.substr(url.find('?') + 1); !rest.empty();) {
        const std::string_view name = rest.substr(0, rest.find_first_of("=&"));
        // What cannot be read may be anything.
        if (percent_decode(name).value_or("password") == "password") return true;
        const auto next = rest.find('&');
        rest = next == rest.npos ? std::string_view() : rest.substr(next + 1);
    }
    return false;
}

Attempt<Location> in_state_folder(const Whose& whose, const Folders& folders) {
    const bool own = !folders.state_home.empty() && folders.state_home.front() == '/';
    if (!own && (folders.home.empty() || folders.home.front() != '/')) {
        return std::unexpected(
            Trouble{"there is no folder for the ledger: neither XDG_STATE_HOME nor HOME is set",
                    "name a file or a database with --ledger, or say --ledger none"});
    }
    const std::string base = own ? folders.state_home : folders.home + "/.local/state";
    return Location{.file = base + "/tenantry/" + room_of(whose, '-') + ".sqlite"};
}

} // namespace

Attempt<Location> locate(std::string_view written, const Whose& whose, const Folders& folders) {
    if (written.empty()) return in_state_folder(whose, folders);
    if (written == "none") return Location{};
    const bool postgresql =
        written.starts_with("postgresql://") || written.starts_with("postgres://");
    if (postgresql) {
        if (has_password(written)) {
            return std::unexpected(
                Trouble{"the address of the ledger has a password in it",
                        "leave it out; PostgreSQL's own PGPASSFILE (~/.pgpass) or PGPASSWORD "
                        "gives it"});
        }
        return Location{.url = std::string(written), .room = "tenantry_" + room_of(whose, '_')};
    }
    if (written.find("://") != std::string_view::npos) {
        return std::unexpected(Trouble{"a ledger at " +
                                           in_quotes(written.substr(0, written.find("://") + 3)) +
                                           "... is of no kind that is known",
                                       "name a file, postgresql://HOST/DATABASE, or none"});
    }
    if (written.find_first_of("\"'\\") != std::string_view::npos ||
        written.find('\0') != std::string_view::npos) {
        return std::unexpected(
            Trouble{"the ledger's path has a quote or a backslash in it", "take another name"});
    }
    std::error_code failed;
    const auto path = std::filesystem::absolute(std::filesystem::path(written), failed);
    if (failed) {
        return std::unexpected(Trouble{"the ledger's path cannot be told: " + failed.message(),
                                       "name it by its whole path"});
    }
    return Location{.file = path.lexically_normal().string()};
}

} // namespace tenantry::ledger
