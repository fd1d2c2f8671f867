#include "engine/executor/step_run.hpp"
#include "engine/executor/creation_key.hpp"

#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/canonical.hpp"
#include "engine/model/explain.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

// Calls that follow from what the last ones made: to invite, then to accept.
constexpr int most_rounds = 4;

} // namespace

StepRun::StepRun(Run& run, const Step& step, reader::Ids ids, bool must_look,
                 std::vector<const Change*> before)
    : run_(run), step_(step), kind_(step.kind()), ids_(std::move(ids)), must_look_(must_look),
      before_(std::move(before)), change_(step.change), calls_(step.calls) {
    if (change_.live != nullptr) outcome_.id = change_.live->id;
}

asio::awaitable<Outcome> StepRun::run() {
    auto ended = co_await begin();
    if (!ended) ended = co_await carry_out();
    if (!ended) ended = co_await open_locks();
    if (ended) co_return std::move(*ended);
    if (object_) reader::admit(run_.lanes, step_.address().customer(), run_.kinds, kind_, *object_);
    if (step_.procedure.until_seen && !outcome_.adopted) co_await wait_until_seen();
    co_return finished();
}

asio::awaitable<std::optional<Outcome>> StepRun::carry_out() {
    std::optional<Outcome> ended;
    for (int round = 0; !calls_.empty() && round < most_rounds; ++round) {
        ended = co_await send_calls();
        if (ended || change_.fields.empty()) co_return ended;
        if (change_.action == Action::create && kind_.reading.part.concerns(*change_.resource)) {
            ended = co_await check_detail();
            if (ended) co_return ended;
            continue;
        }
        // What was adopted was a create, and is proved as the update that it became.
        const bool adopted = kind_.writing.reads_back && change_.action == Action::update;
        if (!step_.procedure.proves && !adopted) break;
        ended = co_await read_back();
        if (ended) co_return ended;
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::begin() {
    if (step_.procedure.keeps_key) co_return co_await reserve_key();
    if (!change_.resolved()) {
        auto fault = co_await resolve_names();
        if (fault) co_return failed(std::move(*fault));
    }
    if (must_look_) {
        auto ended = co_await wait_for_window();
        if (ended) co_return ended;
        auto found = co_await look();
        if (!found) co_return failed(found.error());
        if (*found) {
            auto unchangeable = co_await adopt(std::move(**found));
            if (unchangeable) co_return failed(std::move(*unchangeable));
        }
    } else if (step_.procedure.opening == Opening::refresh) {
        auto ended = co_await refresh();
        if (ended) co_return ended;
    }
    judge_locks();
    co_return std::nullopt;
}

asio::awaitable<std::optional<Fault>> StepRun::resolve_names() {
    for (Reference& reference : change_.references) {
        if (!reference.id.empty()) continue;
        auto fault = co_await run_.catalogues.resolve(reference, ids_);
        if (fault) co_return fault;
    }
    calls_ = kind_.writing.calls(change_);
    co_return std::nullopt;
}

asio::awaitable<StepRun::Sighting> StepRun::read_object() {
    if (kind_.one_per_parent && kind_.reading.object_path.empty()) co_return co_await read_own();
    if (kind_.one_per_parent) {
        auto object =
            co_await reader::read_one_per_parent(run_.lanes, api(), kind_, ids_, *change_.resource);
        if (!object) co_return std::unexpected(object.error());
        co_return std::move(*object);
    }
    std::optional<LiveObject> object;
    if (kind_.reading.object_path.empty()) {
        const Call list = kind_.writing.look(*change_.resource);
        Request request = reader::make_request(list, ids_);
        auto objects = co_await reader::read_list(api(), kind_, std::move(request));
        if (!objects) co_return std::unexpected(objects.error());
        const auto found = std::ranges::find(*objects, outcome_.id, &LiveObject::id);
        if (found != objects->end()) object = std::move(*found);
        co_return object;
    }
    const Call call{.path = std::string(kind_.reading.object_path)};
    const Request request = reader::make_request(call, ids_);
    auto response = co_await api().send(request);
    if (!response) co_return std::unexpected(response.error());
    auto read = reader::read_object(kind_, response->result, request);
    if (!read) co_return std::unexpected(read.error());
    object = std::move(*read);
    if (object && object->id != outcome_.id) {
        co_return std::unexpected(
            reader::unclear({.member = "result.id",
                             .what = "is that of another object, " + object->id,
                             .call = request.describe()}));
    }
    co_return object;
}

Request StepRun::request_for(const Call& call) const {
    Request request = reader::make_request(call, ids_);
    if (!call.sameness.empty()) {
        const Instant now = run_.options.now();
        request.idempotency_key = creation_key(call.sameness, now);
        request.sendable_for = left_of_window(now);
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
    if (!kind_.one_per_parent) outcome_.adopted = true;
    auto unread = co_await complete(object);
    if (unread) co_return unread;
    auto unchangeable = take_up(std::move(object));
    if (unchangeable || change_.fields.empty()) co_return unchangeable;
    // What costs money was judged as it was planned, and is not bought otherwise.
    if (const std::string field = moved_field(); kind_.buys() && !field.empty())
        co_return moved(field);
    for (const Diagnostic& objection : objections()) {
        Fault fault{.category = FaultCategory::declined,
                    .message = (kind_.one_per_parent ? "" : "it is there already, and ") +
                               objection.summary +
                               (objection.hint.empty() ? "" : ": " + objection.hint),
                    .field = objection.field};
        const bool whole = objection.field.empty() || kind_.buys();
        if (whole && !calls_.empty()) fault.call = calls_.front().describe();
        // A purchase is carried out as it was ordered or not at all.
        if (whole) co_return fault;
        leave_out(objection.field, std::move(fault));
    }
    plan_calls();
    co_return std::nullopt;
}

std::vector<Diagnostic> StepRun::objections() const {
    // Nobody judged this object when the plan was made: as far as is known, it is the only one.
    Live found;
    found.self = run_.live.self;
    found.objects[std::string(kind_.name)].push_back(*object_);
    Diagnostics said;
    const Change* const change = &change_;
    const bool judges = kind_.one_per_parent || kind_.buys();
    if (judges && kind_.writing.check != nullptr) kind_.writing.check(change_, found, said);
    if (kind_.writing.check_all != nullptr)
        kind_.writing.check_all(std::span(&change, 1), found, said);
    std::vector<Diagnostic> errors = said.all();
    std::erase_if(errors, [](const Diagnostic& each) { return each.severity != Severity::error; });
    return errors;
}

std::optional<Fault> StepRun::take_up(LiveObject object) {
    if (!has_id()) set_id(object.id);
    object_ = std::move(object);
    change_.action = Action::update;
    change_.live = &*object_;
    const Schema& schema = run_.kinds.schema_of(kind_);
    change_.fields = diff::compare(*change_.resource, change_.live, schema);
    for (const Doubt* doubt :
         diff::doubts_about(*change_.resource, *object_, !change_.fields.empty())) {
        if (kind_.replaces()) return reader::unclear(*doubt);
        for (const FieldChange& field : step_.change.fields) {
            const bool open = doubt->concerns(field.path) && !change_.leaves_out(field.path);
            if (open) leave_out(field.path, reader::unclear(*doubt));
        }
    }
    if (auto move = diff::move_of(*change_.resource, *object_, run_.kinds, run_.live)) {
        change_.fields.push_back(std::move(*move));
    }
    next_ = 0;
    calls_.clear();
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return change_.leaves_out(field.path); });
    for (const FieldChange& field : change_.fields) {
        if (!schema.field(field.path)->immutable || field.before.is_null()) continue;
        return Fault{.category = FaultCategory::declined,
                     .message = "it is there already, as " + outcome_.id + ", but its " +
                                field.path + " is " + to_text(field.before) +
                                " and cannot be changed",
                     .call = "GET " + std::string(kind_.reading.object_path)};
    }
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return schema.field(field.path)->immutable; });
    for (const auto& [path, fault] : object_->unread) {
        if (change_.changes(path)) leave_out(path, fault);
    }
    waiting_.clear();
    judge_locks();
    plan_calls();
    return std::nullopt;
}

asio::awaitable<std::optional<Outcome>> StepRun::refresh() {
    auto now = co_await read_self();
    if (!now) co_return failed(now.error());
    if (!*now) {
        Fault gone{.category = FaultCategory::declined,
                   .message = "the object is not there any more",
                   .call = "GET " + std::string(kind_.reading.object_path)};
        co_return failed(std::move(gone));
    }
    auto unchangeable = take_up(std::move(**now));
    if (unchangeable) co_return failed(std::move(*unchangeable));
    for (std::string field = moved_field(); !field.empty(); field = moved_field()) {
        if (kind_.buys()) co_return failed(moved(field));
        leave_out(field, moved(field));
    }
    plan_calls();
    co_return std::nullopt;
}

/// What the answer to a call that writes one field shows of it, where it shows another value; an
/// answer that does not tell is no sign of anything.
std::optional<Json> StepRun::otherwise(const Call& call, const Response& response) const {
    const std::string path = kind_.reading.part.field_of(call);
    if (path.empty() || response.result.members() == nullptr) return std::nullopt;
    const FieldChange* const field = change_.field(path);
    if (field == nullptr) return std::nullopt;
    Json item = response.result;
    item.set("id", path);
    const auto shown = kind_.reading.from_api(Json::array({std::move(item)}));
    const Json* const value = shown ? shown->field(path) : nullptr;
    if (value == nullptr || value->is_null()) return std::nullopt;
    const Schema& facts = *run_.kinds.schema_of(kind_).field(path);
    const bool same =
        same_value(*value, field->after, facts) || kind_.same_wish(path, *value, field->after);
    return same ? std::nullopt : std::optional(*value);
}

void StepRun::accept(const Response& response) {
    ++next_;
    if (!has_id()) {
        const std::string_view id = response.result.text_of("id");
        if (!is_id(id)) return;
        set_id(std::string(id));
    }
    for (const std::string_view name : kind_.reading.outputs) {
        const Json* value = response.result.find(name);
        if (value != nullptr && !value->is_null()) outcome_.outputs.set(name, *value);
    }
}

} // namespace tenantry::executor
