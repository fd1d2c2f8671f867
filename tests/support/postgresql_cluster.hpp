// A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket in it, gone
// when the program ends.
#pragma once

#include <filesystem>
#include <string>

namespace tenantry::test {

/// A folder that is gone when its object is.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// It begins with its object. What cannot be done is an exception.
class PostgresqlCluster {
public:
    PostgresqlCluster();
    ~PostgresqlCluster();
    PostgresqlCluster(const PostgresqlCluster&) = delete;
    PostgresqlCluster& operator=(const PostgresqlCluster&) = delete;

    void start();
    void stop();
    /// As --ledger takes it.
    std::string url() const;

private:
    std::string stopping() const;
    std::string data() const;
    std::string user() const;

    TemporaryFolder own_;
    std::string programs_;
    std::string as_user_;
};

} // namespace tenantry::test
