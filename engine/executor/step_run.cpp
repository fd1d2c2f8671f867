#include "engine/executor/step_run.hpp"

#include "engine/base/text.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/compare.hpp"
#include "engine/model/explain.hpp"
#include "engine/model/match.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// An update that stays unclear so often is given up: something is wrong that repeating won't mend.
constexpr int most_recoveries = 3;
constexpr int looks_after_unclear = 3;
constexpr int looks_after_purchase = 6;
// Calls that follow from what the last ones made: to invite, then to accept.
constexpr int most_rounds = 4;

/// Whether the state may now be other than we know, so that a look is worth a call: an unclear
/// answer, or a refusal such as "already exists".
bool worth_a_look(const Fault& fault) {
    return fault.maybe_done ||
           (fault.category == FaultCategory::refused && fault.status != 403 && fault.status != 404);
}

} // namespace

StepRun::StepRun(Run& run, const Step& step, remote::Ids ids, bool must_look)
    : run_(run), step_(step), kind_(step.kind()), ids_(std::move(ids)), must_look_(must_look),
      change_(step.change), calls_(step.calls) {
    if (change_.live != nullptr) outcome_.id = change_.live->id;
}

asio::awaitable<Outcome> StepRun::run() {
    auto ended = co_await begin();
    if (ended) co_return *ended;
    for (int round = 0; !calls_.empty() && round < most_rounds; ++round) {
        ended = co_await send_calls();
        if (ended) co_return *ended;
        if (change_.action == Action::create && kind_.detail.concerns(*change_.resource)) {
            ended = co_await check_detail();
            if (ended) co_return *ended;
            continue;
        }
        const bool proves = kind_.reads_back && (change_.action == Action::update || kind_.buys);
        if (!proves) break;
        ended = co_await read_back();
        if (ended) co_return *ended;
    }
    if (kind_.lets_in != nullptr && object_) {
        run_.lanes.heed(step_.address().customer(), kind_, *object_);
    }
    outcome_.status = OutcomeStatus::done;
    if (step_.until_seen && !outcome_.adopted) co_await wait_until_seen();
    co_return outcome_;
}

asio::awaitable<std::optional<Outcome>> StepRun::send_calls() {
    std::optional<Outcome> ended;
    while (next_ < calls_.size()) {
        const Call call = calls_[next_];
        remote::Api* const api = api_for(call.as_user);
        if (api == nullptr) co_return failed(no_lane(call));
        Request request = request_for(call);
        auto response = co_await api->send(std::move(request));
        if (response) {
            accept(*response);
            if (!kind_.key_field.empty()) {
                ended = co_await keep_key(*response);
                if (ended) co_return ended;
            }
            if (has_id()) continue;
            // A create that answers without an id leaves us where a lost answer does.
            response = std::unexpected(Fault{
                .maybe_done = true, .message = "the answer has no id", .call = call.describe()});
        }
        ended = co_await recover(call, response.error());
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::begin() {
    if (!kind_.key_field.empty()) co_return co_await begin_key();
    if (!change_.resolved()) {
        auto fault = co_await resolve_names();
        if (fault) co_return failed(std::move(*fault));
    }
    if (must_look_) {
        auto found = co_await look();
        if (!found) co_return failed(found.error());
        if (*found) {
            auto unchangeable = co_await adopt(std::move(**found));
            if (unchangeable) co_return failed(std::move(*unchangeable));
        }
    } else if (change_.action == Action::update) {
        auto ended = co_await refresh();
        if (ended) co_return ended;
    }
    co_return co_await open_locks();
}

asio::awaitable<std::optional<Fault>> StepRun::resolve_names() {
    for (Reference& reference : change_.references) {
        if (!reference.id.empty()) continue;
        auto fault = co_await run_.catalogues.resolve(reference, ids_);
        if (fault) co_return fault;
    }
    calls_ = kind_.calls(change_);
    co_return std::nullopt;
}

asio::awaitable<void> StepRun::wait_until_seen() {
    // What this step has made is what it looks for.
    run_.taken.erase(outcome_.id);
    const auto found = co_await look_until_seen();
    run_.taken.insert(outcome_.id);
    if (found && !*found) {
        outcome_.what_to_check =
            "the list does not show it yet: wait a minute before the next run, "
            "which would take it for missing";
    }
}

asio::awaitable<StepRun::Found> StepRun::look() {
    // There is always one, in some form.
    if (kind_.single) co_return co_await read_self();
    co_return co_await look_in_list();
}

asio::awaitable<StepRun::Found> StepRun::look_in_list() {
    const Call call = kind_.look(*change_.resource);
    Request request = remote::make_request(call, ids_);
    auto objects = co_await remote::read_list(api(), kind_, std::move(request), 1);
    if (!objects) co_return std::unexpected(objects.error());
    const Schema& schema = run_.kinds.schema_of(kind_);
    const std::string_view field = schema.field_with(IdentityRole::name);
    const Comparison comparison = schema.property(field)->comparison;
    const std::string wanted = canonical_text(change_.resource->text_of(field), comparison);
    std::optional<LiveObject> found;
    for (LiveObject& object : *objects) {
        const bool same = canonical_text(object.name, comparison) == wanted;
        if (run_.taken.contains(object.id)) continue;
        if (!same || !could_be(*change_.resource, object, run_.kinds, run_.live)) continue;
        if (found) {
            co_return std::unexpected(
                Fault{.category = FaultCategory::refused,
                      .message = "several have this name now: " + found->id + ", " + object.id,
                      .call = call.describe()});
        }
        found = std::move(object);
    }
    co_return found;
}

asio::awaitable<StepRun::Found> StepRun::look_until_seen() {
    for (int i = 0;; ++i) {
        auto found = co_await look();
        if (!found || *found || i + 1 == looks_after_unclear) co_return found;
        co_await rest(i);
    }
}

asio::awaitable<void> StepRun::rest(int looks) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(run_.options.look_again * (looks == 0 ? 1 : 3));
    co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<StepRun::Found> StepRun::read_object() {
    if (kind_.single && kind_.object_path.empty()) co_return co_await read_own();
    if (kind_.single) {
        auto object = co_await remote::read_single(api(), kind_, ids_, *change_.resource);
        if (!object) co_return std::unexpected(object.error());
        co_return std::move(*object);
    }
    std::optional<LiveObject> object;
    if (kind_.object_path.empty()) {
        const Call list = kind_.look(*change_.resource);
        Request request = remote::make_request(list, ids_);
        auto objects = co_await remote::read_list(api(), kind_, std::move(request), 1);
        if (!objects) co_return std::unexpected(objects.error());
        const auto found = std::ranges::find(*objects, outcome_.id, &LiveObject::id);
        if (found != objects->end()) object = std::move(*found);
        co_return object;
    }
    const Call call{.path = std::string(kind_.object_path)};
    Request request = remote::make_request(call, ids_);
    auto response = co_await api().send(std::move(request));
    if (!response) co_return std::unexpected(response.error());
    object = kind_.from_api(response->result);
    if (object && object->id != outcome_.id) object.reset();
    co_return object;
}

asio::awaitable<std::optional<Outcome>> StepRun::recover(const Call& call, Fault fault) {
    fault.field = field_meant(kind_, call, fault.pointer);
    if (!kind_.key_field.empty()) co_return co_await recover_key(std::move(fault));
    // What may be repeated has been, by the Api; and what is repeated here must end.
    const bool hopeless =
        call.repeatable() || !worth_a_look(fault) || ++recoveries_ > most_recoveries;
    if (hopeless) co_return failed(std::move(fault));
    if (has_id()) co_return co_await recover_update(call, std::move(fault));
    co_return co_await recover_create(std::move(fault));
}

asio::awaitable<std::optional<Outcome>> StepRun::recover_create(Fault fault) {
    // Not `? :` around co_await: g++ 12 destroys the answer twice.
    Found found;
    if (fault.maybe_done) {
        found = co_await look_until_seen();
    } else {
        found = co_await look();
    }
    if (found && *found) {
        auto unchangeable = co_await adopt(std::move(**found));
        if (unchangeable) co_return failed(std::move(*unchangeable));
        co_return std::nullopt;
    }
    if (fault.maybe_done) co_return uncertain(std::move(fault));
    co_return failed(std::move(fault));
}

asio::awaitable<std::optional<Outcome>> StepRun::recover_update(const Call& call, Fault fault) {
    // What buys or makes something is not repeated, so it is worth waiting for; the rest is.
    const bool made_maybe = (call.once || call.method == Method::post) && fault.maybe_done;
    bool same_call = true;
    for (int i = 0;; ++i) {
        auto now = co_await read_self();
        if (!now || !*now) {
            if (made_maybe) co_return uncertain(std::move(fault));
            co_return failed(std::move(fault));
        }
        auto unchangeable = take_up(std::move(**now));
        if (unchangeable) co_return failed(std::move(*unchangeable));
        if (calls_.empty()) co_return std::nullopt;
        // What was made shows when something else is left to do, as to accept an invitation.
        same_call = calls_.front().describe() == call.describe();
        if (!made_maybe || (!same_call && !kind_.buys)) break;
        if (i + 1 == looks_after_unclear) co_return uncertain(std::move(fault));
        co_await rest(i);
    }
    if (const std::string field = moved_field(); kind_.buys && !field.empty()) {
        co_return failed(moved(field));
    }
    // Refused and still not as wanted: the API means it, unless what is there asks for another
    // call.
    if (!fault.maybe_done && same_call) co_return failed(std::move(fault));
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::read_back() {
    // What was bought is done, whether it shows or not: to call it failed would have it bought
    // again.
    const bool bought = kind_.buys && change_.action == Action::create;
    const std::string written = calls_.empty() ? "" : calls_.front().describe();
    for (int i = 0;; ++i) {
        auto now = co_await read_self();
        if (!now && !bought) co_return failed(now.error());
        if (now && *now) {
            auto unchangeable = take_up(std::move(**now));
            if (unchangeable) co_return failed(std::move(*unchangeable));
            if (calls_.empty()) co_return std::nullopt;
            // Something else is left to do now, as to accept what has been offered. What buys is
            // done once.
            if (!kind_.buys && calls_.front().describe() != written) co_return std::nullopt;
        }
        if (i + 1 == (bought ? looks_after_purchase : looks_after_unclear)) break;
        co_await rest(i);
    }
    if (bought && change_.action == Action::create) {
        outcome_.what_to_check = "it was bought, and the list does not show it yet: do not apply "
                                 "again before it does, or it is bought twice";
        co_return std::nullopt;
    }
    std::vector<std::string> fields;
    for (const FieldChange& field : change_.fields)
        fields.push_back(field.path);
    co_return failed({.category = FaultCategory::refused,
                      .message = "the API accepted the change, and still shows another " +
                                 (fields.empty() ? "state" : join(fields, ", ")) +
                                 ": wait a few minutes and run plan again",
                      .call = written});
}

Request StepRun::request_for(const Call& call) const {
    Request request = remote::make_request(call, ids_);
    if (call.idempotency_key) {
        request.idempotency_key = run_.options.run_id + "-" + fingerprint(step_.address().text());
    }
    return request;
}

void StepRun::set_id(const std::string& id) {
    outcome_.id = id;
    ids_.emplace_back(kind_.name, id);
    run_.taken.insert(id);
}

asio::awaitable<std::optional<Fault>> StepRun::adopt(LiveObject object) {
    // What everything of its sort has from the start is not found: it is as it was expected.
    if (!kind_.single) outcome_.adopted = true;
    auto unread = co_await complete(object);
    if (unread) co_return unread;
    auto unchangeable = take_up(std::move(object));
    if (unchangeable || change_.fields.empty()) co_return unchangeable;
    // What costs money was judged as it was planned, and is not bought otherwise.
    if (const std::string field = moved_field(); kind_.buys && !field.empty())
        co_return moved(field);
    // Nobody judged this object when the plan was made: as far as is known, it is the only one.
    Live found;
    found.self = run_.live.self;
    found.objects[std::string(kind_.name)].push_back(*object_);
    Diagnostics objections;
    const Change* const change = &change_;
    if (kind_.single && kind_.check != nullptr) kind_.check(change_, found, objections);
    if (kind_.check_all != nullptr) kind_.check_all(std::span(&change, 1), found, objections);
    if (!objections.has_errors()) co_return std::nullopt;
    const Diagnostic& objection = objections.all().front();
    const std::string there = kind_.single ? "" : "it is there already, and ";
    co_return Fault{.category = FaultCategory::refused,
                    .message = there + objection.summary +
                               (objection.hint.empty() ? "" : ": " + objection.hint),
                    .call = calls_.empty() ? "" : calls_.front().describe()};
}

std::optional<Fault> StepRun::take_up(LiveObject object) {
    if (!has_id()) set_id(object.id);
    object_ = std::move(object);
    change_.action = Action::update;
    change_.live = &*object_;
    const Schema& schema = run_.kinds.schema_of(kind_);
    change_.fields = compare(*change_.resource, change_.live, schema);
    if (auto move = move_of(*change_.resource, *object_, run_.kinds, run_.live)) {
        change_.fields.push_back(std::move(*move));
    }
    next_ = 0;
    calls_.clear();
    for (const FieldChange& field : change_.fields) {
        if (!schema.field(field.path)->immutable || field.before.is_null()) continue;
        return Fault{.category = FaultCategory::refused,
                     .message = "it is there already, as " + outcome_.id + ", but its " +
                                field.path + " is " + to_text(field.before) +
                                " and cannot be changed",
                     .call = "GET " + std::string(kind_.object_path)};
    }
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return schema.field(field.path)->immutable; });
    if (!change_.fields.empty()) calls_ = kind_.calls(change_);
    return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::refresh() {
    const bool whole =
        std::ranges::any_of(calls_, [](const Call& call) { return call.sends_whole(); });
    if (!whole && !kind_.buys) co_return std::nullopt;
    auto now = co_await read_self();
    if (!now) co_return failed(now.error());
    if (!*now) {
        Fault gone{.category = FaultCategory::refused,
                   .message = "the object is not there any more",
                   .call = "GET " + std::string(kind_.object_path)};
        co_return failed(std::move(gone));
    }
    auto unchangeable = take_up(std::move(**now));
    if (unchangeable) co_return failed(std::move(*unchangeable));
    if (const std::string field = moved_field(); !field.empty()) co_return failed(moved(field));
    co_return std::nullopt;
}

void StepRun::accept(const Response& response) {
    ++next_;
    if (!has_id()) {
        const std::string_view id = response.result.text_of("id");
        if (!is_id(id)) return;
        set_id(std::string(id));
    }
    for (const std::string_view name : kind_.outputs) {
        const Json* value = response.result.find(name);
        if (value != nullptr && !value->is_null()) outcome_.outputs.set(name, *value);
    }
}

} // namespace tenantry::executor
