// What a session does for customers with a service user: looks their keys up and opens their lanes.
#include "engine/base/text.hpp"
#include "engine/base/workers.hpp"
#include "tools/cli/credential.hpp"
#include "tools/cli/session.hpp"

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

} // namespace

std::expected<void, ExitCode> Session::open_lanes(const Planned& planned) {
    const std::vector<const Resource*> users = service_users_of(planned, kinds_);
    if (users.empty()) return {};
    keys_ = key_store_for(arguments_, operator_.spec, api_url_);
    if (!keys_) return std::unexpected(refuse_without_store(planned, users));
    std::vector<std::string> emails;
    emails.reserve(users.size());
    for (const Resource* user : users)
        emails.push_back(ascii_lower(user->text_of("email")));
    const auto records = find_records(*keys_, emails);
    const auto give_up = [&](const credentials::Trouble& trouble) {
        return std::unexpected(refuse(trouble.message, trouble.hint, ExitCode::no_credential));
    };
    if (!records) return give_up(records.error());
    for (std::size_t i = 0; i < users.size(); ++i) {
        const auto& record = (*records)[i];
        if (!record) {
            const credentials::Trouble& trouble = record.error();
            unusable_[emails[i]] =
                trouble.message + (trouble.hint.empty() ? "" : ": ") + trouble.hint;
            continue;
        }
        if (!*record) continue;
        if ((*record)->begun) {
            unusable_[emails[i]] =
                "a run began to create it and never heard of the result: it may exist, and its key "
                "is lost then. Ask Cloudflare whether " +
                printable(emails[i]) + " exists. If it does not, erase its entry in " +
                keys_->name() + " and run plan again; if it does, take another e-mail";
            continue;
        }
        http::Credential credential{.email = std::string(users[i]->text_of("email")),
                                    .key = (*record)->key};
        const std::string customer(users[i]->address.customer());
        const auto opened = lanes_->open(customer, std::move(credential));
        if (!opened) unusable_[emails[i]] = "its key cannot be used: " + opened.error();
    }
    return {};
}

ExitCode Session::refuse_without_store(const Planned& planned,
                                       const std::vector<const Resource*>& users) {
    Diagnostics diagnostics;
    for (const Resource* user : users) {
        diagnostics.add({.code = "run.no-store",
                         .summary = "there is no store to keep the key of a service user in, so "
                                    "nothing was sent",
                         .hint = "add \"store: {helper: docker-credential-pass}\", or \"store: "
                                 "{directory: DIR}\", under spec in the file given with --config",
                         .subject = user->address.text(),
                         .position = user->position});
    }
    return end(diagnostics, planned.loaded.sources, ExitCode::usage);
}

std::vector<Check> Session::examine_store() {
    keys_ = key_store_for(arguments_, operator_.spec, api_url_);
    if (!keys_) {
        return {{.name = "store",
                 .verdict = Verdict::unknown,
                 .says = "none: no service user can be created",
                 .hint = "name one under spec.store in the file given with --config"}};
    }
    const auto listed = keys_->users();
    const auto records = listed ? find_records(*keys_, *listed) : std::unexpected(listed.error());
    if (!records) {
        return {{.name = "store",
                 .verdict = Verdict::trouble,
                 .says = keys_->name() + ": " + records.error().message,
                 .hint = records.error().hint}};
    }
    std::vector<Check> checks = {
        {.name = "store",
         .verdict = Verdict::fine,
         .says = keys_->name() + " keeps the keys of " + counted(listed->size(), "user")}};
    std::vector<std::string> emails;
    for (std::size_t i = 0; i < listed->size(); ++i) {
        auto trouble = trouble_with((*listed)[i], (*records)[i], *lanes_);
        if (trouble) {
            checks.push_back(std::move(*trouble));
        } else {
            emails.push_back((*listed)[i]);
        }
    }
    if (emails.empty()) return checks;
    std::vector<Check> users;
    const auto look = [&]() -> boost::asio::awaitable<void> {
        lanes_->be_patient(std::chrono::seconds(5));
        users = co_await doctor::examine_users(*lanes_, emails);
    };
    run(look());
    checks.insert(checks.end(), users.begin(), users.end());
    return checks;
}

} // namespace tenantry::cli
