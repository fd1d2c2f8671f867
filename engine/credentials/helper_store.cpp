#include "engine/credentials/helper_store.hpp"

#include "engine/base/text.hpp"
#include "engine/credentials/entries.hpp"
#include "engine/credentials/secret_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace tenantry::credentials {
namespace {

/// One entry a user. The protocol has no "only if it is not there": between a look and what follows
/// from it another run can come; runs that share a helper are kept apart elsewhere.
class HelperStore : public KeyStore {
public:
    HelperStore(Helper helper, const std::string& server)
        : helper_(std::move(helper)), server_(server_name(server)) {}

    std::expected<std::vector<std::string>, Trouble> users() override {
        const auto entries = helper_.list();
        if (!entries) return std::unexpected(entries.error());
        std::vector<std::string> users;
        for (const auto& [url, user] : *entries) {
            if (auto email = email_of(server_, url)) users.push_back(std::move(*email));
        }
        std::ranges::sort(users);
        return users;
    }

    std::expected<std::optional<Record>, Trouble> find(const std::string& email) override {
        const auto entry = helper_.get(entry_url(server_, email));
        if (!entry) return std::unexpected(entry.error());
        if (!*entry) return std::nullopt;
        // A key of another user would be sent under this one's name.
        if (ascii_lower((*entry)->user) != ascii_lower(email))
            return std::unexpected(damaged(email, "names another user"));
        if ((*entry)->secret == begun_marker) return Record{.begun = true};
        if (!can_be_secret((*entry)->secret))
            return std::unexpected(damaged(email, "holds no key"));
        return Record{.key = (*entry)->secret};
    }

    std::expected<std::unique_ptr<Reservation>, Trouble> reserve(const std::string& email) override;

    std::expected<void, Trouble> begin(const std::string& email) {
        return put(email, std::string(begun_marker));
    }

    std::expected<void, Trouble> take_back(const std::string& email) {
        const auto record = find(email);
        if (!record) return std::unexpected(record.error());
        if (!*record || !(*record)->begun) return {};
        return helper_.erase(entry_url(server_, email));
    }

    std::expected<void, Trouble> keep(const std::string& email, const std::string& key) {
        if (!can_be_secret(key)) return std::unexpected(no_key(email));
        return put(email, key);
    }

    std::string name() const override { return helper_.program(); }

private:
    Trouble damaged(const std::string& email, const std::string& how) const {
        return {fmt::format("the entry of {} in {} {}", in_quotes(email), name(), how),
                "put the user's key there, or erase the entry when the user does not exist"};
    }

    /// A helper that says "done" and has lost it would cost a user that nobody can use.
    std::expected<void, Trouble> put(const std::string& email, const std::string& secret) {
        const std::string url = entry_url(server_, email);
        const auto stored = helper_.store(url, {.user = ascii_lower(email), .secret = secret});
        if (!stored) return stored;
        const auto entry = helper_.get(url);
        if (!entry) return std::unexpected(entry.error());
        const bool there = *entry && (*entry)->secret == secret &&
                           ascii_lower((*entry)->user) == ascii_lower(email);
        if (there) return {};
        return std::unexpected(Trouble{
            fmt::format("{} has not kept what it was given for {}", name(), in_quotes(email)),
            "its store has an entry under that name that is in the way, or it keeps nothing"});
    }

    Helper helper_;
    std::string server_;
};

class HelperReservation : public Reservation {
public:
    HelperReservation(HelperStore& store, std::string email)
        : store_(store), email_(std::move(email)) {}

    std::expected<void, Trouble> begin() override { return store_.begin(email_); }
    std::expected<void, Trouble> take_back() override { return store_.take_back(email_); }
    std::expected<void, Trouble> keep(const std::string& key) override {
        return store_.keep(email_, key);
    }

private:
    HelperStore& store_;
    std::string email_;
};

std::expected<std::unique_ptr<Reservation>, Trouble>
HelperStore::reserve(const std::string& email) {
    const auto record = find(email);
    if (!record) return std::unexpected(record.error());
    if (*record && !(*record)->begun) return std::unexpected(has_key(email));
    return std::make_unique<HelperReservation>(*this, email);
}

} // namespace

std::unique_ptr<KeyStore> helper_store(Helper helper, const std::string& server) {
    return std::make_unique<HelperStore>(std::move(helper), server);
}

std::unique_ptr<KeyStore> helper_store(const std::string& program, const std::string& server) {
    return helper_store(Helper(program), server);
}

} // namespace tenantry::credentials
