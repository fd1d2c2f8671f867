// A directory of its own for a test, removed afterwards: the manifests, the operator's
// configuration, and what tenantry writes.
#pragma once

#include <filesystem>
#include <string>

namespace tenantry::whole {

class Workspace {
public:
    Workspace();
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    std::string path() const { return path_.string(); }
    std::string path_of(const std::string& name) const { return (path_ / name).string(); }
    bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
    /// Writes a file and the folders it stands in.
    void write(const std::string& name, const std::string& text) const;
    std::string read(const std::string& name) const;
    void remove(const std::string& name) const { std::filesystem::remove_all(path_ / name); }

private:
    std::filesystem::path path_;
};

} // namespace tenantry::whole
