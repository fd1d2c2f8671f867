#include "tests/credentials/fake_helper.hpp"

#include "engine/base/json.hpp"

namespace tenantry::credentials {
namespace {

constexpr const char* script = R"sh(#!/bin/sh
here=$(dirname "$0")
tr '\0' ' ' < /proc/$$/cmdline >> "$here/cmdline"
echo >> "$here/cmdline"
tr '\0' '\n' < /proc/$$/environ >> "$here/environ"
ls -l /proc/$$/fd > "$here/fds"
grep Sig /proc/$$/status > "$here/signals"
. "$here/misbehaviour"
entry() { echo "$here/entries/$(printf %s "$1" | od -An -v -tx1 | tr -d ' \n')"; }
payload=$(cat)
case "$1" in
store)
    server=$(printf %s "$payload" | sed 's/.*"ServerURL":"\([^"]*\)".*/\1/')
    printf %s "$payload" > "$(entry "$server")" ;;
get)
    file=$(entry "$payload")
    [ -f "$file" ] || { echo "credentials not found in native keychain"; exit 1; }
    cat "$file" ;;
erase) rm -f "$(entry "$payload")" ;;
list)
    between=
    printf '{'
    for file in "$here"/entries/*; do
        [ -f "$file" ] || continue
        printf %s "$between"
        sed 's/.*\("ServerURL":"[^"]*"\).*\("Username":"[^"]*"\).*/\1 \2/;
            s/"ServerURL":\("[^"]*"\) "Username":/\1:/' "$file"
        between=,
    done
    printf '}' ;;
*) exit 2 ;;
esac
)sh";

} // namespace

FakeHelper::FakeHelper() {
    workspace_.write("docker-credential-fake", script);
    workspace_.write("entries/.keep", "");
    workspace_.write("cmdline", "");
    behave();
    std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
}

void FakeHelper::put(const std::string& server, const std::string& user,
                     const std::string& secret) const {
    (void)helper().store(server, {.user = user, .secret = secret});
}

std::string FakeHelper::seen() const {
    return workspace_.read("cmdline") + workspace_.read("environ");
}

int FakeHelper::times(const std::string& verb) const {
    const std::string lines = workspace_.read("cmdline");
    int count = 0;
    for (auto at = lines.find(" " + verb + " \n"); at != std::string::npos;
         at = lines.find(" " + verb + " \n", at + 1))
        ++count;
    return count;
}

} // namespace tenantry::credentials
