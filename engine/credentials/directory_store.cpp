#include "engine/credentials/directory_room.hpp"
#include "engine/credentials/key_folder.hpp"

#include <dirent.h>

#include <algorithm>

namespace tenantry::credentials {
namespace {

/// Files in a folder for each server.
class DirectoryStore : public KeyStore {
public:
    DirectoryStore(std::string directory, const std::string& server)
        : folder_(std::move(directory), server) {}

    std::expected<std::vector<std::string>, Trouble> users() override {
        std::vector<std::string> users;
        const auto folder = folder_.open();
        if (!folder) return std::unexpected(folder.error());
        if (!*folder) return users;
        // fdopendir would take the descriptor over.
        DIR* const entries = ::fdopendir(::fcntl(folder->number(), F_DUPFD_CLOEXEC, 0));
        if (entries == nullptr) return folder_.failed("nothing can be listed");
        while (const dirent* entry = ::readdir(entries)) {
            if (auto email = KeyFolder::email_of(entry->d_name)) users.push_back(*email);
        }
        ::closedir(entries);
        std::ranges::sort(users);
        return users;
    }

    std::expected<std::optional<Record>, Trouble> find(const std::string& email) override {
        const auto folder = folder_.open();
        if (!folder) return std::unexpected(folder.error());
        if (!*folder) return std::nullopt;
        return folder_.read(*folder, email);
    }

    std::expected<std::unique_ptr<Reservation>, Trouble>
    reserve(const std::string& email) override {
        return reserve_room(folder_, email);
    }

    std::string name() const override { return folder_.name(); }

private:
    KeyFolder folder_;
};

} // namespace

std::unique_ptr<KeyStore> directory_store(const std::string& directory, const std::string& server) {
    return std::make_unique<DirectoryStore>(directory, server);
}

} // namespace tenantry::credentials
