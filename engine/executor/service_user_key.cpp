#include "engine/executor/service_user_key.hpp"

#include "engine/base/text.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

using Kept = std::expected<void, credentials::Trouble>;
using Room = std::shared_ptr<credentials::Reservation>;

// A key that is not kept is lost, so a store that fails, as a program whose own store is locked
// or busy, is asked again for a while.
constexpr int tries_to_keep = 10;

Fault store_fault(const std::string& said, const credentials::Trouble& trouble) {
    return {.category = FaultCategory::declined,
            .message = said + trouble.message + (trouble.hint.empty() ? "" : "; " + trouble.hint)};
}

/// Keeps the record that the user may exist, for as long as it may.
class Recorder : public http::Witness {
public:
    Recorder(OffThread& off_thread, Room room, http::Witness& also)
        : off_thread_(off_thread), room_(std::move(room)), also_(also) {}

    bool has_secret() const override { return true; }

    asio::awaitable<std::optional<Fault>> about_to_send() override {
        auto refused = co_await also_.about_to_send();
        if (refused) co_return refused;
        const std::function<Kept()> begin = [room = room_] { return room->begin(); };
        const Kept begun = co_await off_thread_.run(begin);
        if (begun) co_return std::nullopt;
        co_await also_.nothing_done();
        co_return store_fault("not sent: ", begun.error());
    }

    asio::awaitable<void> nothing_done() override {
        const std::function<Kept()> take_back = [room = room_] { return room->take_back(); };
        // A record that stays says no more than that somebody has to look.
        (void)co_await off_thread_.run(take_back);
        co_await also_.nothing_done();
    }

private:
    OffThread& off_thread_;
    Room room_;
    http::Witness& also_;
};

} // namespace

ServiceUserKey::ServiceUserKey(Run& run, const Step& step)
    : run_(run), customer_(step.address().customer()),
      email_(step.change.resource->text_of("email")) {}

asio::awaitable<std::optional<Fault>> ServiceUserKey::reserve() {
    if (run_.options.keys == nullptr) {
        co_return Fault{.category = FaultCategory::declined,
                        .message = "not sent: no store is configured to keep its key"};
    }
    using Reserved = std::expected<std::unique_ptr<credentials::Reservation>, credentials::Trouble>;
    credentials::KeyStore& keys = *run_.options.keys;
    const std::function<Reserved()> reserve = [&keys, email = email_] {
        return keys.reserve(email);
    };
    Reserved reserved = co_await run_.off_thread.run(reserve);
    if (!reserved) co_return store_fault("not sent: ", reserved.error());
    room_ = std::move(*reserved);
    co_return std::nullopt;
}

asio::awaitable<http::Expected<Response>> ServiceUserKey::send(http::Api& api, Request request,
                                                               http::Witness& also) {
    Recorder recorder(run_.off_thread, room_, also);
    co_return co_await api.send_before(recorder, std::move(request));
}

asio::awaitable<std::optional<Fault>> ServiceUserKey::keep(const Response& response) {
    const std::string key(response.result.text_of(run_.kinds.service_users()->key_field));
    if (key.empty()) {
        co_return Fault{.category = FaultCategory::declined,
                        .message = "it was created, and the API did not tell its key: ask "
                                   "Cloudflare to enable API access for service users, and take "
                                   "another e-mail then"};
    }
    const std::function<Kept()> keep = [room = room_, key] { return room->keep(key); };
    Kept kept;
    for (int i = 0; i < tries_to_keep; ++i) {
        if (i > 0) co_await rest(run_, i);
        kept = co_await run_.off_thread.run(keep);
        if (kept) break;
    }
    if (!kept) {
        co_return store_fault("it was created, but its key is lost, because it could not be kept "
                              "(ask Cloudflare to remove the user, or take another e-mail): ",
                              kept.error());
    }
    room_.reset();
    const auto opened = run_.lanes.open(customer_, {.email = email_, .key = key});
    if (!opened) {
        co_return Fault{.category = FaultCategory::declined,
                        .message = "it was created and its key is kept, but " + opened.error()};
    }
    Request who{.path = "/user"};
    const auto user = co_await run_.lanes.find(customer_)->own().send(std::move(who));
    if (user) co_return std::nullopt;
    Fault fault = user.error();
    fault.message =
        "it was created and its key is kept, but the API does not accept it: " + fault.message;
    co_return fault;
}

std::string ServiceUserKey::what_to_check() const {
    return "it is not clear whether the user " + in_quotes(email_) +
           " was created, and its key is lost if it was. tenantry does not ask again by itself: "
           "ask Cloudflare whether it exists. If it does not, erase its entry in " +
           run_.options.keys->name() + " and apply again; if it does, take another e-mail";
}

} // namespace tenantry::executor
