// The key of a new service user: told once, in the answer of the create, and by nothing else (API
// reference, section 5). So the store is proved before anything is sent, the key is kept before the
// next call is made, and an answer that never came is not asked for a second time.
#include "engine/executor/aside.hpp"
#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

using Kept = std::expected<void, credentials::Trouble>;

// A key that is not kept is lost, so a store that fails is asked again.
constexpr int tries_to_keep = 3;

Fault store_fault(const std::string& said, const credentials::Trouble& trouble) {
    return {.category = FaultCategory::refused,
            .message = said + trouble.message + (trouble.hint.empty() ? "" : "; " + trouble.hint)};
}

} // namespace

asio::awaitable<std::optional<Outcome>> StepRun::begin_key() {
    if (run_.options.keys == nullptr) {
        co_return failed({.category = FaultCategory::refused,
                          .message = "not sent: no store is configured to keep its key"});
    }
    credentials::KeyStore& keys = *run_.options.keys;
    const std::string email(change_.resource->text_of("email"));
    const std::function<Kept()> begin = [&keys, email] { return keys.begin(email); };
    const Kept begun = co_await aside(begin);
    if (!begun) co_return failed(store_fault("not sent: ", begun.error()));
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::keep_key(const Response& response) {
    const std::string email(change_.resource->text_of("email"));
    const std::string key(response.result.text_of(kind_.key_field));
    if (key.empty()) {
        co_return failed({.category = FaultCategory::refused,
                          .message = "it was created, and the API did not tell its key: ask "
                                     "Cloudflare to enable API access for service users, and take "
                                     "another e-mail then"});
    }
    credentials::KeyStore& keys = *run_.options.keys;
    const std::function<Kept()> keep = [&keys, email, key] { return keys.keep(email, key); };
    Kept kept;
    for (int i = 0; i < tries_to_keep; ++i) {
        if (i > 0) co_await rest(i);
        kept = co_await aside(keep);
        if (kept) break;
    }
    if (!kept) {
        co_return failed(store_fault("it was created, but its key is lost, because it could not be "
                                     "kept (ask Cloudflare to remove the user, or take another "
                                     "e-mail): ",
                                     kept.error()));
    }
    const std::string customer(step_.address().customer());
    const auto opened = run_.lanes.open(customer, {.email = email, .key = key});
    if (!opened) {
        co_return failed({.category = FaultCategory::refused,
                          .message = "it was created and its key is kept, but " + opened.error()});
    }
    Request who{.path = "/user"};
    const auto user = co_await run_.lanes.find(customer)->own().send(std::move(who));
    if (user) co_return std::nullopt;
    Fault fault = user.error();
    fault.message =
        "it was created and its key is kept, but the API does not accept it: " + fault.message;
    co_return failed(std::move(fault));
}

asio::awaitable<Outcome> StepRun::recover_key(Fault fault) {
    const std::string email(change_.resource->text_of("email"));
    if (fault.maybe_done) {
        Outcome outcome = uncertain(std::move(fault));
        outcome.what_to_check =
            "it is not clear whether the user " + in_quotes(email) +
            " was created, and its key is lost if it was. tenantry does not ask again by itself: "
            "ask Cloudflare whether it exists. If it does not, erase its entry in " +
            run_.options.keys->name() + " and apply again; if it does, take another e-mail";
        co_return outcome;
    }
    credentials::KeyStore& keys = *run_.options.keys;
    const std::function<Kept()> forget = [&keys, email] { return keys.forget(email); };
    // A marker that stays says no more than that somebody has to look.
    (void)co_await aside(forget);
    co_return failed(std::move(fault));
}

} // namespace tenantry::executor
