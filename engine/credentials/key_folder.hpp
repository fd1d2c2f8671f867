// The folder of one server in a key store that is a directory, and the entries in it. It is opened
// without following a link and used only when nobody else may; each thing is opened once and judged
// by what was opened, so that nothing can be put in its place between a look and a use.
#pragma once

#include "engine/base/descriptor.hpp"
#include "engine/credentials/credentials.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenantry::credentials {

class KeyFolder {
public:
    KeyFolder(std::string directory, const std::string& server);

    /// Empty when it is not there.
    std::expected<Descriptor, Trouble> open() const;
    /// Makes what is missing.
    std::expected<Descriptor, Trouble> make() const;

    /// The user's record; nothing without an entry. An entry that a run is about to fill is
    /// trouble: what is in it now says nothing.
    std::expected<std::optional<Record>, Trouble> read(const Descriptor& folder,
                                                       const std::string& email) const;
    /// An entry as one line: `begun` or the key, with whose it is.
    std::string line_of(const std::string& email, const Record& record) const;

    /// A file that was opened for this user: whether it is one, and ours alone.
    std::expected<void, Trouble> judge(const Descriptor& file, const std::string& email) const;

    std::string name() const { return "the directory " + shown_; }
    static std::string file_of(std::string_view email);
    /// The e-mail of a file's name; nothing for one that file_of does not give.
    static std::optional<std::string> email_of(std::string_view file);

    /// What the system says about it.
    std::unexpected<Trouble> failed(const std::string& what) const;
    Trouble damaged(const std::string& email, const std::string& how) const;
    Trouble being_created(const std::string& email) const;

private:
    std::expected<Descriptor, Trouble> open(int below, const std::string& path) const;
    std::expected<void, Trouble> make(int below, const std::string& path) const;
    std::optional<Record> record_in(std::string_view text, const std::string& email) const;

    std::string directory_;
    std::string shown_;
    std::string server_;
    std::string folder_;
};

} // namespace tenantry::credentials
