// A part of the object that its list does not tell: what a step reads and writes of it beside the
// object itself.
#include "engine/executor/step_run.hpp"

namespace tenantry::executor {
namespace asio = boost::asio;

asio::awaitable<StepRun::Sighting> StepRun::read_self() {
    auto object = co_await read_object();
    if (!object || !*object) co_return object;
    auto fault = co_await complete(**object);
    if (fault) co_return std::unexpected(std::move(*fault));
    co_return object;
}

asio::awaitable<std::optional<Fault>> StepRun::complete(LiveObject& object) {
    if (!kind_.reading.part.concerns(*change_.resource)) co_return std::nullopt;
    reader::Ids ids = ids_;
    co_return co_await reader::read_detail(api(), kind_, std::move(ids), object);
}

asio::awaitable<std::optional<Outcome>> StepRun::check_detail() {
    // All else is as written: the calls that came before have done it.
    LiveObject made{.id = outcome_.id};
    for (const Field& field : change_.resource->fields) {
        if (!kind_.reading.part.has(field.path)) made.fields.emplace_back(field.path, field.value);
    }
    auto fault = co_await complete(made);
    if (fault) co_return failed(std::move(*fault));
    auto unchangeable = take_up(std::move(made));
    if (unchangeable) co_return failed(std::move(*unchangeable));
    co_return std::nullopt;
}

} // namespace tenantry::executor
