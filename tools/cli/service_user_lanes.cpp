#include "tools/cli/service_user_lanes.hpp"

#include "engine/base/text.hpp"
#include "engine/base/workers.hpp"
#include "engine/doctor/doctor.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace tenantry::cli {
namespace {

// A helper program is a process for each key, and most of its time it waits.
constexpr std::size_t most_at_once = 8;

std::vector<const Resource*> service_users_of(const Planned& planned, const KindTable& kinds) {
    std::vector<const Resource*> users;
    for (const Resource& resource : planned.loaded.desired.resources) {
        const bool selected = planned.selection.covers_customer(resource.address.customer());
        const bool is_user =
            kinds.service_users() != nullptr && kinds.service_users()->is_user(*resource.kind);
        if (is_user && selected) users.push_back(&resource);
    }
    return users;
}

using Records =
    std::vector<std::expected<std::optional<credentials::Record>, credentials::Trouble>>;

/// What the store knows of each; of those that it does not list nothing is asked.
std::expected<Records, credentials::Trouble> find_records(credentials::KeyStore& keys,
                                                          const std::vector<std::string>& emails) {
    const auto known = keys.users();
    if (!known) return std::unexpected(known.error());
    Records records(emails.size());
    side_by_side(emails.size(), most_at_once, [&](std::size_t i) {
        if (std::ranges::binary_search(*known, emails[i])) records[i] = keys.find(emails[i]);
    });
    return records;
}

/// What keeps a user of the store from working in a lane of its own; nothing once that is open.
std::optional<Check> trouble_with(const std::string& email, const Records::value_type& record,
                                  http::Lanes& lanes) {
    const bool usable = record && *record && !(*record)->begun;
    http::Credential credential{.email = email, .key = usable ? (*record)->key : ""};
    const auto opened = usable ? lanes.open(email, std::move(credential))
                               : std::unexpected("a run began to create it and never heard of the "
                                                 "result");
    if (opened) return std::nullopt;
    return Check{.name = "service user " + email,
                 .verdict = Verdict::trouble,
                 .says = record ? opened.error() : record.error().message,
                 .hint = record ? "ask Cloudflare whether it exists; if it does not, erase its "
                                  "entry in the store"
                                : record.error().hint};
}

Refusal no_store_for(const Planned& planned, const std::vector<const Resource*>& users) {
    Refusal refusal{.sources = planned.loaded.sources, .code = ExitCode::usage};
    for (const Resource* user : users) {
        refusal.diagnostics.add(
            {.code = "run.no-store",
             .summary = "there is no store to keep the key of a service user in, so nothing was "
                        "sent",
             .hint = "add \"store: {helper: docker-credential-pass}\", or \"store: {directory: "
                     "DIR}\", under spec in the file given with --config",
             .subject = user->address.text(),
             .position = user->position});
    }
    return refusal;
}

/// Opens the lane of a customer; why its user cannot be used, or "".
std::string open_lane(const Resource& user, const Records::value_type& found,
                      credentials::KeyStore& keys, http::Lanes& lanes) {
    if (!found) {
        const auto& [message, hint] = found.error();
        return message + (hint.empty() ? "" : ": ") + hint;
    }
    // It is created in this run.
    if (!*found) return {};
    const credentials::Record& record = **found;
    if (record.begun) {
        return fmt::format(
            "a run began to create it and never heard of the result: it may exist, and its key is "
            "lost then. Ask Cloudflare whether {} exists. If it does not, erase its entry in {} "
            "and run plan again; if it does, take another e-mail",
            printable(ascii_lower(user.text_of("email"))), keys.name());
    }
    http::Credential credential{.email = std::string(user.text_of("email")), .key = record.key};
    const auto opened = lanes.open(std::string(user.address.customer()), std::move(credential));
    return opened ? "" : "its key cannot be used: " + opened.error();
}

/// The users that the store lists, each asked of itself or told why it cannot be.
std::vector<Check> examine_users(const std::vector<std::string>& listed, const Records& records,
                                 Connection& connection) {
    std::vector<Check> checks;
    std::vector<std::string> emails;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        auto trouble = trouble_with(listed[i], records[i], connection.lanes());
        if (trouble) {
            checks.push_back(std::move(*trouble));
        } else {
            emails.push_back(listed[i]);
        }
    }
    if (emails.empty()) return checks;
    std::vector<Check> users;
    const auto look = [&]() -> boost::asio::awaitable<void> {
        connection.lanes().be_patient(std::chrono::seconds(5));
        users = co_await doctor::examine_users(connection.lanes(), emails);
    };
    connection.run(look());
    checks.insert(checks.end(), users.begin(), users.end());
    return checks;
}

} // namespace

std::expected<reader::Unusable, Refusal> open_lanes(Setup& setup, Connection& connection,
                                                    const Planned& planned) {
    reader::Unusable unusable;
    const std::vector<const Resource*> users = service_users_of(planned, setup.kinds());
    if (users.empty()) return unusable;
    credentials::KeyStore* const keys = setup.open_store(connection.terms().api_url);
    if (keys == nullptr) return std::unexpected(no_store_for(planned, users));
    std::vector<std::string> emails;
    emails.reserve(users.size());
    for (const Resource* user : users)
        emails.push_back(ascii_lower(user->text_of("email")));
    const auto records = find_records(*keys, emails);
    if (!records) {
        const auto& [message, hint] = records.error();
        return refuse(message, hint, ExitCode::no_credential);
    }
    for (std::size_t i = 0; i < users.size(); ++i) {
        std::string why = open_lane(*users[i], (*records)[i], *keys, connection.lanes());
        if (!why.empty()) unusable[emails[i]] = std::move(why);
    }
    return unusable;
}

std::vector<Check> examine_store(Setup& setup, Connection& connection) {
    credentials::KeyStore* const keys = setup.open_store(connection.terms().api_url);
    if (keys == nullptr) {
        return {{.name = "store",
                 .verdict = Verdict::unknown,
                 .says = "none: no service user can be created",
                 .hint = "name one under spec.store in the file given with --config"}};
    }
    const auto listed = keys->users();
    const auto records = listed ? find_records(*keys, *listed) : std::unexpected(listed.error());
    if (!records) {
        return {{.name = "store",
                 .verdict = Verdict::trouble,
                 .says = fmt::format("{}: {}", keys->name(), records.error().message),
                 .hint = records.error().hint}};
    }
    std::vector<Check> checks = {{.name = "store",
                                  .verdict = Verdict::fine,
                                  .says = fmt::format("{} keeps the keys of {}", keys->name(),
                                                      counted(listed->size(), "user"))}};
    const std::vector<Check> users = examine_users(*listed, *records, connection);
    checks.insert(checks.end(), users.begin(), users.end());
    return checks;
}

} // namespace tenantry::cli
