#include "engine/credentials/key_folder.hpp"

#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/credentials/entries.hpp"
#include "engine/credentials/secret_text.hpp"

#include <fmt/core.h>

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace tenantry::credentials {
namespace {

constexpr std::size_t largest_entry = 64U << 10U;
constexpr std::string_view ending = ".json";

} // namespace

KeyFolder::KeyFolder(std::string directory, const std::string& server)
    : directory_(std::move(directory)), shown_(printable(directory_)), server_(server_name(server)),
      folder_(percent_encode(server_)) {}

std::string KeyFolder::file_of(std::string_view email) {
    return percent_encode(ascii_lower(email)) + std::string(ending);
}

std::optional<std::string> KeyFolder::email_of(std::string_view file) {
    if (!file.ends_with(ending)) return std::nullopt;
    auto email = percent_decode(file.substr(0, file.size() - ending.size()));
    if (!email || ascii_lower(*email) != *email) return std::nullopt;
    return email;
}

std::unexpected<Trouble> KeyFolder::failed(const std::string& what) const {
    const int why = errno;
    return std::unexpected(
        Trouble{fmt::format("{} in {}: {}", what, name(), std::strerror(why)), ""});
}

Trouble KeyFolder::damaged(const std::string& email, const std::string& how) const {
    return {fmt::format("the entry of {} in {} {}: {}", in_quotes(email), name(), how,
                        printable(folder_ + "/" + file_of(email))),
            "put it right; remove it only when the user does not exist"};
}

Trouble KeyFolder::being_created(const std::string& email) const {
    return {
        fmt::format("another run is creating {} at this moment, with {}", in_quotes(email), name()),
        "wait until it has ended"};
}

std::expected<Descriptor, Trouble> KeyFolder::open(int below, const std::string& path) const {
    // A link in its place would make us write where somebody else wants it.
    Descriptor found(
        ::openat(below, path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!found && errno == ENOENT) return found;
    const std::string what =
        below == AT_FDCWD ? name() : fmt::format("{} in {}", in_quotes(path), name());
    if (!found) {
        const bool link = errno == ELOOP || errno == ENOTDIR;
        const std::string why = link ? "it is a link or a file" : std::strerror(errno);
        return std::unexpected(Trouble{fmt::format("{} cannot be used: {}", what, why),
                                       link ? "name a directory" : ""});
    }
    struct stat status = {};
    if (::fstat(found.number(), &status) != 0) return failed("nothing can be read");
    if (status.st_uid != ::geteuid()) {
        return std::unexpected(Trouble{what + " belongs to another user",
                                       "name a directory of the user that runs tenantry"});
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return std::unexpected(Trouble{what + " is open to others",
                                       "run chmod 700 on it, and replace the keys if others may "
                                       "have seen them"});
    }
    return found;
}

std::expected<Descriptor, Trouble> KeyFolder::open() const {
    auto directory = open(AT_FDCWD, directory_);
    if (!directory || !*directory) return directory;
    return open(directory->number(), folder_);
}

std::expected<void, Trouble> KeyFolder::make(int below, const std::string& path) const {
    if (::mkdirat(below, path.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
    const std::string why = std::strerror(errno);
    return std::unexpected(Trouble{fmt::format("{} cannot be made: {}", name(), why),
                                   "make it, with mode 0700, for the user that runs tenantry"});
}

std::expected<Descriptor, Trouble> KeyFolder::make() const {
    if (auto made = make(AT_FDCWD, directory_); !made) return std::unexpected(made.error());
    auto directory = open(AT_FDCWD, directory_);
    if (!directory) return directory;
    if (!*directory) return failed("nothing can be kept"); // removed meanwhile
    if (auto made = make(directory->number(), folder_); !made) return std::unexpected(made.error());
    if (::fsync(directory->number()) != 0) return failed("nothing can be kept");
    auto folder = open(directory->number(), folder_);
    if (folder && !*folder) return failed("nothing can be kept");
    return folder;
}

std::expected<void, Trouble> KeyFolder::judge(const Descriptor& file,
                                              const std::string& email) const {
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0)
        return failed(fmt::format("the entry of {} cannot be read", in_quotes(email)));
    if (!S_ISREG(status.st_mode)) return std::unexpected(damaged(email, "is not a file"));
    if (status.st_uid != ::geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return std::unexpected(damaged(email, "belongs to others or can be read by them"));
    return {};
}

std::expected<std::optional<Record>, Trouble> KeyFolder::read(const Descriptor& folder,
                                                              const std::string& email) const {
    const std::string what = fmt::format("the entry of {} cannot be read", in_quotes(email));
    const Descriptor file(::openat(folder.number(), file_of(email).c_str(),
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file && errno == ENOENT) return std::nullopt;
    if (!file && errno == ELOOP) return std::unexpected(damaged(email, "is a link"));
    if (!file) return failed(what);
    if (auto fine = judge(file, email); !fine) return std::unexpected(fine.error());
    // Who creates a user holds its entry until the key is in it.
    if (::flock(file.number(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return std::unexpected(being_created(email));
    const auto text = read_all(file, largest_entry);
    if (!text && errno != EFBIG) return failed(what);
    auto record = record_in(text.value_or(""), email);
    if (!record) return std::unexpected(damaged(email, "is none, or of another user or server"));
    return record;
}

std::string KeyFolder::line_of(const std::string& email, const Record& record) const {
    Json content =
        record.begun ? Json::object({{"begun", true}}) : Json::object({{"key", record.key}});
    content.set("server", server_);
    content.set("email", ascii_lower(email));
    return to_text(content) + "\n";
}

/// What stands behind the first line is room.
std::optional<Record> KeyFolder::record_in(std::string_view text, const std::string& email) const {
    auto content = parse_json(text);
    if (!content) content = parse_json(text.substr(0, text.find('\n')));
    if (!content || content->text_of("server") != server_) return std::nullopt;
    if (content->text_of("email") != ascii_lower(email)) return std::nullopt;
    const Json* begun = content->find("begun");
    const std::string_view key = content->text_of("key");
    const bool marked = begun != nullptr && begun->boolean() != nullptr && *begun->boolean();
    if (marked) return key.empty() ? std::optional(Record{.begun = true}) : std::nullopt;
    if (!can_be_secret(key)) return std::nullopt;
    return Record{.key = std::string(key)};
}

} // namespace tenantry::credentials
