#include "engine/executor/object_reader.hpp"

#include "engine/diff/diff.hpp"
#include "engine/executor/recovery.hpp"
#include "engine/model/natural_key.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <tuple>

namespace tenantry::executor {
namespace asio = boost::asio;
namespace {

std::string id_in(const reader::Ids& ids, std::string_view slot) {
    const auto found =
        std::ranges::find(ids, slot, [](const auto& pair) { return std::string_view(pair.first); });
    return found == ids.end() ? std::string() : found->second;
}

} // namespace

asio::awaitable<void> rest(const Run& run, int looks) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(run.options.look_again * (looks == 0 ? 1 : 3));
    co_await timer.async_wait(asio::use_awaitable);
}

Fault no_user(const Call& call) {
    return {.category = FaultCategory::declined,
            .message = "not sent: there is no key of the customer's service user",
            .call = call.describe()};
}

ObjectReader::ObjectReader(Run& run, const Step& step, reader::Ids ids)
    : run_(run), step_(step), kind_(step.kind()), resource_(*step.change.resource),
      ids_(std::move(ids)), id_(step.change.live == nullptr ? "" : step.change.live->id) {}

http::Api& ObjectReader::api() const {
    return reader::api_of(run_.lanes, step_.address().customer(), kind_, id_in(ids_, "account"));
}

http::Api* ObjectReader::api_for(bool as_user) const {
    if (!as_user) return &api();
    http::Lane* const lane = run_.lanes.find(step_.address().customer());
    return lane == nullptr ? nullptr : &lane->own();
}

void ObjectReader::set_id(const std::string& id) {
    id_ = id;
    ids_.emplace_back(kind_.name, id);
    run_.taken.insert(id);
}

std::string ObjectReader::parent_id() const { return id_in(ids_, kind_.parent); }

asio::awaitable<Sighting> ObjectReader::read() {
    auto object = co_await read_object();
    if (!object || !*object) co_return object;
    auto fault = co_await complete(**object);
    if (fault) co_return std::unexpected(std::move(*fault));
    co_return object;
}

asio::awaitable<std::optional<Fault>> ObjectReader::complete(LiveObject& object) const {
    if (!kind_.reading.part.concerns(resource_)) co_return std::nullopt;
    reader::Ids ids = ids_;
    co_return co_await reader::read_detail(api(), kind_, std::move(ids), object);
}

asio::awaitable<Sighting> ObjectReader::read_object() {
    if (!kind_.comes_with_parent()) {
        if (kind_.reading.object_path.empty()) co_return co_await find_in_list();
        co_return co_await read_by_itself();
    }
    if (kind_.reading.object_path.empty()) co_return co_await read_own();
    auto object = co_await reader::read_one_per_parent(run_.lanes, api(), kind_, ids_, resource_);
    if (!object) co_return std::unexpected(object.error());
    co_return std::move(*object);
}

asio::awaitable<Sighting> ObjectReader::find_in_list() {
    const Call list = kind_.writing.look(resource_);
    Request request = reader::make_request(list, ids_);
    auto objects = co_await reader::read_list(api(), kind_, std::move(request));
    if (!objects) co_return std::unexpected(objects.error());
    const auto found = std::ranges::find(*objects, id_, &LiveObject::id);
    std::optional<LiveObject> object;
    if (found != objects->end()) object = std::move(*found);
    co_return object;
}

asio::awaitable<Sighting> ObjectReader::read_by_itself() {
    const Call call{.path = std::string(kind_.reading.object_path)};
    const Request request = reader::make_request(call, ids_);
    auto response = co_await api().send(request);
    if (!response) co_return std::unexpected(response.error());
    auto object = reader::read_object(kind_, response->result, request);
    if (!object) co_return std::unexpected(object.error());
    if (*object && (*object)->id != id_) {
        co_return std::unexpected(
            reader::unclear({.member = "result.id",
                             .what = "is that of another object, " + (*object)->id,
                             .call = request.describe()}));
    }
    co_return std::move(*object);
}

asio::awaitable<Sighting> ObjectReader::read_own() {
    http::Api* const own = api_for(true);
    const Call call{.path = std::string(kind_.reading.list_calls.front().path)};
    if (own == nullptr) co_return std::unexpected(no_user(call));
    Request request = reader::make_request(call, ids_);
    auto objects = co_await reader::read_list(*own, kind_, std::move(request));
    if (!objects) co_return std::unexpected(objects.error());
    const std::string parent = parent_id();
    const auto found = std::ranges::find(*objects, parent, &LiveObject::parent);
    if (found != objects->end()) co_return std::move(*found);
    std::optional<LiveObject> none = kind_.from_the_start();
    none->id = none->parent = parent;
    co_return none;
}

asio::awaitable<http::Expected<std::vector<LiveObject>>> ObjectReader::all_in_list() {
    const Call call = kind_.writing.look(resource_);
    Request request = reader::make_request(call, ids_);
    auto objects = co_await reader::read_list(api(), kind_, std::move(request));
    if (!objects) co_return std::unexpected(objects.error());
    const NaturalKey key(run_.kinds.schema_of(kind_));
    const std::string wanted = key.of(resource_);
    const std::string parent = parent_id();
    std::vector<LiveObject> found;
    for (LiveObject& object : *objects) {
        const bool same = key.of(object) == wanted;
        const bool elsewhere = !parent.empty() && !object.parent.empty() && object.parent != parent;
        if (elsewhere)
            co_return std::unexpected(reader::of_another(object, parent, call.describe()));
        if (run_.taken.contains(object.id)) continue;
        if (!same || !diff::could_be(resource_, object, run_.kinds, run_.live)) continue;
        found.push_back(std::move(object));
    }
    co_return found;
}

asio::awaitable<Sighting> ObjectReader::look() {
    auto found = co_await all_in_list();
    if (!found) co_return std::unexpected(std::move(found.error()));
    if (found->size() > 1) {
        co_return std::unexpected(Fault{
            .category = FaultCategory::declined,
            .message = "several have this name now: " + found->at(0).id + ", " + found->at(1).id,
            .call = kind_.writing.look(resource_).describe()});
    }
    std::optional<LiveObject> one;
    if (!found->empty()) one = std::move(found->front());
    co_return one;
}

asio::awaitable<ObjectReader::Twin> ObjectReader::look_for_twin() {
    Twin twin;
    for (int i = 0; !twin.seen && i < looks_after_unclear; ++i) {
        if (i > 0) co_await rest(run_, i - 1);
        auto found = co_await all_in_list();
        if (!found) break;
        const auto own = std::ranges::find(*found, id_, &LiveObject::id);
        twin.seen = own != found->end();
        const auto other =
            std::ranges::find_if(*found, [&](const LiveObject& one) { return one.id != id_; });
        if (other == found->end()) continue;
        // Two runs that both see both come to the same opinion, whatever order the list has.
        const auto age = [](const LiveObject& one) { return std::tie(one.created_on, one.id); };
        twin.other_is_older = !twin.seen || age(*other) < age(*own);
        twin.other = std::move(*other);
        break;
    }
    co_return twin;
}

asio::awaitable<Sighting> ObjectReader::look_until_seen() {
    for (int i = 0;; ++i) {
        auto found = co_await look();
        if (!found || *found || i + 1 == looks_after_unclear) co_return found;
        co_await rest(run_, i);
    }
}

} // namespace tenantry::executor
