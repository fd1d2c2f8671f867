#include "tests/simulator/world.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenantry::simulator {
namespace {

Answer to_answer(Reply reply) {
    Answer answer;
    answer.status = reply.status;
    answer.body = Json::parse(reply.body, nullptr, false);
    answer.reply = std::move(reply);
    return answer;
}

// An @ is no character of a token.
std::string token_of(std::string email) {
    std::ranges::replace(email, '@', '.');
    return email;
}

} // namespace

int Answer::code() const {
    const Json& errors = body.at("errors");
    return errors.empty() ? 0 : errors.at(0).at("code").get<int>();
}

std::string Answer::header(std::string_view name) const {
    const std::string* value = find_header(reply.headers, name);
    return value == nullptr ? std::string{} : *value;
}

World::World(Settings settings) {
    auto made = Simulator::make(std::move(settings));
    if (!made) throw std::runtime_error(made.error());
    simulator_ = std::move(*made);
}

Request World::request(std::string_view method, std::string_view target) const {
    Request request;
    request.method = method;
    read_target(request, std::string{"/client/v4"} + std::string{target});
    request.headers.push_back(Field{"X-Auth-Email", simulator_->settings().email});
    request.headers.push_back(Field{"X-Auth-Key", simulator_->settings().key});
    request.source = "127.0.0.1";
    return request;
}

Answer World::send(const Request& request) { return to_answer(simulator_->answer(request, now_)); }

Answer World::call(std::string_view method, std::string_view target, const Json& body) {
    Request made = request(method, target);
    if (!body.is_null()) made.body = body.dump();
    return send(made);
}

Answer World::control(std::string_view method, std::string_view target, const Json& body) {
    Request made;
    made.method = method;
    read_target(made, std::string{"/control"} + std::string{target});
    if (!body.is_null()) made.body = body.dump();
    return send(made);
}

void World::add_user(const std::string& email) {
    control("POST", "/users", {{"email", email}, {"token", token_of(email)}});
}

Answer World::call_as(const std::string& email, std::string_view method, std::string_view target,
                      const Json& body) {
    Request made = request(method, target);
    made.headers = {Field{"Authorization", "Bearer " + token_of(email)}};
    if (!body.is_null()) made.body = body.dump();
    return send(made);
}

std::string World::account(const std::string& name) {
    return call("POST", "/accounts", {{"name", name}}).result().at("id");
}

std::string World::zone(const std::string& name, const std::string& account_id) {
    return call("POST", "/zones", {{"name", name}, {"account", {{"id", account_id}}}})
        .result()
        .at("id");
}

Settings sized(int accounts, int zones_each) {
    Settings settings;
    settings.size = TenantSize{accounts, zones_each};
    settings.identity_rate.reset();
    settings.address_rate.reset();
    return settings;
}

Settings quirky() {
    Settings settings;
    settings.quirks = true;
    settings.address_rate.reset();
    return settings;
}

Json order_for(const std::string& plan) { return {{"rate_plan", {{"id", plan}}}}; }

} // namespace tenantry::simulator
