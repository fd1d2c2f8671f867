// The hard part is that three things must hold at once: a run that dies while it waits for its turn
// leaves nothing that looks like a user (the room has a name of its own, which no reader looks at);
// a run that dies between the call and its answer leaves the record that the user may exist (the
// room takes the entry's name right before the call, when failing still costs nothing); and what
// comes after the answer cannot fail for want of anything (it only writes into what is open). The
// lock is on the file itself: it says that its run is alive, goes with it, and holds up nobody who
// creates another user.
#include "engine/credentials/directory_room.hpp"

#include "engine/base/text.hpp"
#include "engine/credentials/entries.hpp"
#include "engine/credentials/secret_text.hpp"

#include <fmt/core.h>

#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <random>

namespace tenantry::credentials {
namespace {

constexpr std::size_t block = 4096;

/// As long as ".json": a name that can have room can have an entry.
std::string room_of(const std::string& email) {
    std::string name = KeyFolder::file_of(email);
    return name.replace(name.rfind('.'), std::string::npos, ".room");
}

/// What nothing can compress, on a line of its own.
std::string filler(std::size_t size) {
    std::random_device random;
    std::string text(size, '\n');
    for (std::size_t i = 0; i + 1 < size; ++i) {
        const char byte = static_cast<char>(random());
        text[i] = byte == '\n' ? '\0' : byte;
    }
    return text;
}

bool write_at_start(const Descriptor& file, std::string_view text) {
    return ::lseek(file.number(), 0, SEEK_SET) == 0 && write_all(file.number(), text);
}

/// Whether a name in the folder means the file that is open.
bool means(const Descriptor& folder, const std::string& name, const Descriptor& file) {
    struct stat named = {};
    struct stat opened = {};
    return ::fstatat(folder.number(), name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           ::fstat(file.number(), &opened) == 0 && named.st_dev == opened.st_dev &&
           named.st_ino == opened.st_ino;
}

class DirectoryRoom : public Reservation {
public:
    DirectoryRoom(const KeyFolder& place, std::string email)
        : place_(place), email_(std::move(email)), room_(room_of(email_)),
          entry_(KeyFolder::file_of(email_)) {}
    ~DirectoryRoom() override {
        if (!begun_ && file_ && means(folder_, room_, file_))
            ::unlinkat(folder_.number(), room_.c_str(), 0);
    }
    DirectoryRoom(const DirectoryRoom&) = delete;
    DirectoryRoom& operator=(const DirectoryRoom&) = delete;

    /// Takes all that is needed.
    std::expected<void, Trouble> take();

    std::expected<void, Trouble> begin() override;
    std::expected<void, Trouble> take_back() override;
    std::expected<void, Trouble> keep(const std::string& key) override;

private:
    std::expected<void, Trouble> open();
    std::expected<void, Trouble> fill();
    std::unexpected<Trouble> failed() const {
        return place_.failed(fmt::format("the key of {} cannot be kept", in_quotes(email_)));
    }

    const KeyFolder& place_;
    std::string email_;
    std::string room_;
    std::string entry_;
    Descriptor folder_;
    Descriptor file_;
    bool replaces_ = false; // an entry of an earlier run that began
    bool begun_ = false;
};

std::expected<void, Trouble> DirectoryRoom::take() {
    auto folder = place_.make();
    if (!folder) return std::unexpected(folder.error());
    folder_ = std::move(*folder);
    if (auto opened = open(); !opened) return opened;
    // Now that no other run can be at it.
    const auto record = place_.read(folder_, email_);
    if (!record) return std::unexpected(record.error());
    if (*record && !(*record)->begun) return std::unexpected(has_key(email_));
    replaces_ = record->has_value();
    return fill();
}

/// The file under the name of the room, locked: what a run that was killed has left serves as well.
std::expected<void, Trouble> DirectoryRoom::open() {
    constexpr int most_tries = 10; // who gives room back removes its file, maybe right now
    for (int i = 0; i < most_tries; ++i) {
        Descriptor opened(::openat(folder_.number(), room_.c_str(),
                                   O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                                   S_IRUSR | S_IWUSR));
        if (!opened && errno == ELOOP) return std::unexpected(place_.damaged(email_, "is a link"));
        if (!opened) return failed();
        file_ = std::move(opened);
        if (auto fine = place_.judge(file_, email_); !fine) return fine;
        if (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
            const bool held = errno == EWOULDBLOCK;
            auto trouble = held ? std::unexpected(place_.being_created(email_)) : failed();
            file_.close();
            return trouble;
        }
        if (means(folder_, room_, file_)) return {};
    }
    return std::unexpected(place_.being_created(email_));
}

std::expected<void, Trouble> DirectoryRoom::fill() {
    // A quote takes two characters in an entry, and nothing takes more.
    const Record largest{.key = std::string(largest_secret, '"')};
    const std::size_t size = (place_.line_of(email_, largest).size() / block + 1) * block;
    if (::ftruncate(file_.number(), 0) != 0) return failed();
    int flags = 0;
    // Only Btrfs knows it, and only for a file that is still empty.
    if (::ioctl(file_.number(), FS_IOC_GETFLAGS, &flags) == 0) {
        flags |= FS_NOCOW_FL;
        ::ioctl(file_.number(), FS_IOC_SETFLAGS, &flags);
    }
    const bool held = write_at_start(file_, filler(size)) && ::fsync(file_.number()) == 0 &&
                      ::fsync(folder_.number()) == 0;
    if (!held) return failed();
    return {};
}

std::expected<void, Trouble> DirectoryRoom::begin() {
    if (begun_) return {};
    const bool written = write_at_start(file_, place_.line_of(email_, {.begun = true})) &&
                         ::fdatasync(file_.number()) == 0;
    if (!written) return failed();
    const unsigned flags = replaces_ ? 0 : RENAME_NOREPLACE;
    int renamed =
        ::renameat2(folder_.number(), room_.c_str(), folder_.number(), entry_.c_str(), flags);
    // Not every file system knows the flag.
    if (renamed != 0 && errno == EINVAL)
        renamed = ::renameat(folder_.number(), room_.c_str(), folder_.number(), entry_.c_str());
    if (renamed != 0) return failed();
    begun_ = true;
    if (::fsync(folder_.number()) == 0) return {};
    auto trouble = failed();
    (void)take_back();
    return trouble;
}

std::expected<void, Trouble> DirectoryRoom::take_back() {
    if (!begun_) return {};
    const bool back =
        ::renameat(folder_.number(), entry_.c_str(), folder_.number(), room_.c_str()) == 0;
    if (!back)
        return place_.failed(
            fmt::format("the entry of {} cannot be taken back", in_quotes(email_)));
    begun_ = replaces_ = false;
    if (::fsync(folder_.number()) != 0) return failed();
    return {};
}

std::expected<void, Trouble> DirectoryRoom::keep(const std::string& key) {
    if (!can_be_secret(key)) return std::unexpected(no_key(email_));
    if (auto begun = begin(); !begun) return begun;
    const std::string line = place_.line_of(email_, {.key = key});
    // In one piece of the first block, so that a reader and a power cut find the one or the other.
    if (!write_at_start(file_, line) || ::fdatasync(file_.number()) != 0) return failed();
    if (!means(folder_, entry_, file_)) {
        // Somebody has removed the entry, or the whole directory: once more, elsewhere.
        DirectoryRoom other(place_, email_);
        if (auto taken = other.take(); !taken) return taken;
        return other.keep(key);
    }
    // The room is not needed any more; should it stay, nobody minds.
    if (::ftruncate(file_.number(), static_cast<off_t>(line.size())) == 0) ::fsync(file_.number());
    file_.close(); // and with it goes the lock
    return {};
}

} // namespace

std::expected<std::unique_ptr<Reservation>, Trouble> reserve_room(const KeyFolder& folder,
                                                                  const std::string& email) {
    auto room = std::make_unique<DirectoryRoom>(folder, email);
    if (auto taken = room->take(); !taken) return std::unexpected(taken.error());
    return room;
}

} // namespace tenantry::credentials
