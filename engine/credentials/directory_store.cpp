#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/credentials/credentials.hpp"
#include "engine/credentials/descriptor.hpp"
#include "engine/credentials/entries.hpp"
#include "engine/credentials/secret_text.hpp"

#include <dirent.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>

namespace tenantry::credentials {
namespace {

constexpr std::size_t largest_entry = largest_secret + 8192;
constexpr std::string_view ending = ".json";
constexpr const char* unfinished = "unfinished"; // no entry is called so: theirs end in .json

/// Files in a folder for each server. Who writes holds a lock on that folder; who reads needs none,
/// because a file appears whole.
class DirectoryStore : public KeyStore {
public:
    DirectoryStore(std::string directory, const std::string& server)
        : directory_(std::move(directory)), server_(server_name(server)),
          folder_(percent_encode(server_)) {}

    std::expected<std::vector<std::string>, Trouble> users() override;
    std::expected<std::optional<Record>, Trouble> find(const std::string& email) override;
    std::expected<void, Trouble> begin(const std::string& email) override;
    std::expected<void, Trouble> keep(const std::string& email, const std::string& key) override;
    std::expected<void, Trouble> forget(const std::string& email) override;
    std::string name() const override { return "the directory " + printable(directory_); }

private:
    /// Empty when it is not there.
    std::expected<Descriptor, Trouble> open(int below, const std::string& path) const;
    std::expected<Descriptor, Trouble> folder() const;
    /// Makes what is missing, and locks it as long as it is open.
    std::expected<Descriptor, Trouble> locked_folder() const;
    std::expected<void, Trouble> make(int below, const std::string& path) const;
    std::expected<std::optional<Record>, Trouble> read(const Descriptor& folder,
                                                       const std::string& email) const;
    std::expected<void, Trouble> write(const Descriptor& folder, const std::string& email,
                                       Json content) const;
    std::optional<Record> record_in(std::string_view text, const std::string& email) const;

    static std::string file_of(const std::string& email) {
        return percent_encode(ascii_lower(email)) + std::string(ending);
    }
    Trouble damaged(const std::string& email, const std::string& how) const;
    /// What the system says about it.
    std::unexpected<Trouble> failed(const std::string& what) const {
        return std::unexpected(Trouble{what + " in " + name() + ": " + std::strerror(errno), ""});
    }

    std::string directory_;
    std::string server_;
    std::string folder_;
};

std::expected<Descriptor, Trouble> DirectoryStore::open(int below, const std::string& path) const {
    // A link in its place would make us write where somebody else wants it.
    Descriptor found(
        ::openat(below, path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!found && errno == ENOENT) return found;
    const std::string what = below == AT_FDCWD ? name() : in_quotes(path) + " in " + name();
    if (!found) {
        const bool link = errno == ELOOP || errno == ENOTDIR;
        const std::string why = link ? "it is a link or a file" : std::strerror(errno);
        return std::unexpected(Trouble{what + " cannot be used: " + why, "name a directory"});
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

std::expected<Descriptor, Trouble> DirectoryStore::folder() const {
    auto directory = open(AT_FDCWD, directory_);
    if (!directory || !*directory) return directory;
    return open(directory->number(), folder_);
}

std::expected<void, Trouble> DirectoryStore::make(int below, const std::string& path) const {
    if (::mkdirat(below, path.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
    const std::string why = std::strerror(errno);
    return std::unexpected(Trouble{name() + " cannot be made: " + why,
                                   "make it, with mode 0700, for the user that runs tenantry"});
}

std::expected<Descriptor, Trouble> DirectoryStore::locked_folder() const {
    constexpr std::chrono::seconds longest_wait(10);
    if (auto made = make(AT_FDCWD, directory_); !made) return std::unexpected(made.error());
    auto directory = open(AT_FDCWD, directory_);
    if (!directory) return directory;
    if (auto made = make(directory->number(), folder_); !made) return std::unexpected(made.error());
    if (::fsync(directory->number()) != 0) return failed("nothing can be kept");
    auto folder = open(directory->number(), folder_);
    if (!folder) return folder;
    if (!*folder) return failed("nothing can be kept"); // removed meanwhile
    const auto deadline = std::chrono::steady_clock::now() + longest_wait;
    while (::flock(folder->number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) return failed("nothing can be locked");
        if (std::chrono::steady_clock::now() > deadline) {
            return std::unexpected(
                Trouble{"another program has been writing in " + name() + " for too long",
                        "see whether another tenantry hangs"});
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return folder;
}

Trouble DirectoryStore::damaged(const std::string& email, const std::string& how) const {
    return {"the entry of " + in_quotes(email) + " in " + name() + " " + how + ": " +
                printable(folder_ + "/" + file_of(email)),
            "put it right; remove it only when the user does not exist"};
}

std::optional<Record> DirectoryStore::record_in(std::string_view text,
                                                const std::string& email) const {
    const auto content = parse_json(text);
    if (!content || content->text_of("server") != server_) return std::nullopt;
    if (content->text_of("email") != ascii_lower(email)) return std::nullopt;
    const Json* begun = content->find("begun");
    const std::string_view key = content->text_of("key");
    const bool marked = begun != nullptr && begun->boolean() != nullptr && *begun->boolean();
    if (marked) return key.empty() ? std::optional(Record{.begun = true}) : std::nullopt;
    if (!can_be_secret(key)) return std::nullopt;
    return Record{.key = std::string(key)};
}

std::expected<std::optional<Record>, Trouble> DirectoryStore::read(const Descriptor& folder,
                                                                   const std::string& email) const {
    const Descriptor file(::openat(folder.number(), file_of(email).c_str(),
                                   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file && errno == ENOENT) return std::nullopt;
    if (!file && errno == ELOOP) return std::unexpected(damaged(email, "is a link"));
    struct stat status = {};
    if (!file || ::fstat(file.number(), &status) != 0)
        return failed("the entry of " + in_quotes(email) + " cannot be read");
    if (!S_ISREG(status.st_mode)) return std::unexpected(damaged(email, "is not a file"));
    if (status.st_uid != ::geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return std::unexpected(damaged(email, "belongs to others or can be read by them"));
    std::string text(largest_entry, '\0');
    const ssize_t count = ::read(file.number(), text.data(), text.size());
    if (count < 0) return failed("the entry of " + in_quotes(email) + " cannot be read");
    text.resize(static_cast<std::size_t>(count));
    auto record = record_in(text, email);
    if (!record) return std::unexpected(damaged(email, "is none, or of another user or server"));
    return record;
}

std::expected<void, Trouble> DirectoryStore::write(const Descriptor& folder,
                                                   const std::string& email, Json content) const {
    content.set("server", server_);
    content.set("email", ascii_lower(email));
    const std::string text = to_text(content, 2) + "\n";
    const std::string what = "the entry of " + in_quotes(email) + " cannot be kept";
    // What an interrupted run has left may hold a key; the lock says that nobody is writing it.
    if (::unlinkat(folder.number(), unfinished, 0) != 0 && errno != ENOENT) return failed(what);
    Descriptor file(::openat(folder.number(), unfinished,
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                             S_IRUSR | S_IWUSR));
    if (!file) return failed(what);
    const ssize_t written = ::write(file.number(), text.data(), text.size());
    const bool whole =
        written == static_cast<ssize_t>(text.size()) && ::fsync(file.number()) == 0 &&
        ::renameat(folder.number(), unfinished, folder.number(), file_of(email).c_str()) == 0;
    if (whole && ::fsync(folder.number()) == 0) return {};
    auto trouble = failed(what);
    ::unlinkat(folder.number(), unfinished, 0);
    return trouble;
}

std::expected<std::vector<std::string>, Trouble> DirectoryStore::users() {
    std::vector<std::string> users;
    auto folder = this->folder();
    if (!folder) return std::unexpected(folder.error());
    if (!*folder) return users;
    // fdopendir would take the descriptor over.
    DIR* const entries = ::fdopendir(::fcntl(folder->number(), F_DUPFD_CLOEXEC, 0));
    if (entries == nullptr) return failed("nothing can be listed");
    while (const dirent* entry = ::readdir(entries)) {
        std::string_view name = entry->d_name;
        if (!name.ends_with(ending)) continue;
        name.remove_suffix(ending.size());
        auto email = percent_decode(name);
        if (email && ascii_lower(*email) == *email) users.push_back(std::move(*email));
    }
    ::closedir(entries);
    std::ranges::sort(users);
    return users;
}

std::expected<std::optional<Record>, Trouble> DirectoryStore::find(const std::string& email) {
    const auto folder = this->folder();
    if (!folder) return std::unexpected(folder.error());
    if (!*folder) return std::nullopt;
    return read(*folder, email);
}

std::expected<void, Trouble> DirectoryStore::begin(const std::string& email) {
    const auto folder = locked_folder();
    if (!folder) return std::unexpected(folder.error());
    const auto record = read(*folder, email);
    if (!record) return std::unexpected(record.error());
    if (*record && !(*record)->begun) return std::unexpected(has_key(email));
    return write(*folder, email, Json::object({{"begun", true}}));
}

std::expected<void, Trouble> DirectoryStore::keep(const std::string& email,
                                                  const std::string& key) {
    if (!can_be_secret(key)) return std::unexpected(no_key(email));
    const auto folder = locked_folder();
    if (!folder) return std::unexpected(folder.error());
    return write(*folder, email, Json::object({{"key", key}}));
}

std::expected<void, Trouble> DirectoryStore::forget(const std::string& email) {
    const auto folder = locked_folder();
    if (!folder) return std::unexpected(folder.error());
    const auto record = read(*folder, email);
    if (!record) return std::unexpected(record.error());
    if (!*record || !(*record)->begun) return {};
    const bool gone = ::unlinkat(folder->number(), file_of(email).c_str(), 0) == 0 &&
                      ::fsync(folder->number()) == 0;
    if (!gone) return failed("the entry of " + in_quotes(email) + " cannot be removed");
    return {};
}

} // namespace

std::unique_ptr<KeyStore> directory_store(const std::string& directory, const std::string& server) {
    return std::make_unique<DirectoryStore>(directory, server);
}

} // namespace tenantry::credentials
