#include "engine/reader/catalogues.hpp"

#include "engine/products/products.hpp"

namespace tenantry::reader {
namespace asio = boost::asio;
namespace {

/// A price of 0 or less is none (API reference, section 19).
std::optional<Amount> unit_price_of(const Json& component) {
    const Json* told = component.find("unit_price");
    const auto price = told == nullptr ? std::nullopt : Amount::from_json(*told);
    return price && *price > Amount() ? price : std::nullopt;
}

/// One plan of GET .../available_rate_plans. Its components are priced by the piece, the plan
/// itself as the component "zones" (API reference, section 7). Where that has no price nothing of
/// the plan has one that can be trusted, but what is included is told all the same.
RatePlan offer_from(const Json& item) {
    RatePlan plan{.id = std::string(item.text_of("id")),
                  .currency = known_currency(item.text_of("currency")),
                  .frequency = std::string(item.text_of("frequency"))};
    const Json* components = item.find("components");
    if (components == nullptr || components->items() == nullptr) return plan;
    for (const Json& component : *components->items()) {
        const std::string name(component.text_of("name"));
        const Json* usual = component.find("default");
        const std::int64_t* included = usual == nullptr ? nullptr : usual->integer();
        if (name == "zones") {
            plan.flat = unit_price_of(component);
        } else if (included != nullptr && *included >= 0) {
            plan.components.push_back({name, *included, unit_price_of(component)});
        } else {
            plan.components.push_back({name, std::nullopt, unit_price_of(component)});
        }
    }
    if (!plan.flat) {
        for (RatePlan::Component& component : plan.components)
            component.unit.reset();
    }
    return plan;
}

asio::awaitable<Expected<std::vector<RatePlan>>> read_offers(Api& api, const SoldTo& where) {
    const Call call{.path = std::string(where.kind->offers_path())};
    const Ids ids = {{std::string(where.kind->parent), where.parent}};
    Request request = make_request(call, ids);
    const auto items = co_await read_items(api, std::move(request));
    if (!items) co_return std::unexpected(items.error());
    std::vector<RatePlan> plans;
    for (const Json& item : *items)
        plans.push_back(offer_from(item));
    co_return plans;
}

/// The program that a list of rate plans tells, if it does.
std::optional<TenantProgram> told_by(std::vector<RatePlan> plans) {
    Live told;
    told.rate_plans[""] = std::move(plans);
    TenantProgram program = products::program_of({}, told);
    if (program.source == TenantProgram::Evidence::nothing) return std::nullopt;
    return program;
}

asio::awaitable<std::optional<Fault>> read_telling(Api& api, const SoldTo& where, Live& live) {
    auto plans = co_await read_offers(api, where);
    if (!plans) co_return plans.error();
    live.program = told_by(std::move(*plans));
    co_return std::nullopt;
}

/// A list that could not be read is no list without plans, and what another account is sold need
/// not be sold to this one: unless somebody has written the program, nobody buys by a guess. What
/// lies in accounts whose lists were read goes by those.
void note_unread(const Desired& desired, const Fault& fault, Live& live) {
    if (!desired.program.empty()) return;
    live.program = products::guessed_program(fault.summary());
}

} // namespace

asio::awaitable<std::optional<Fault>> read_for_writes(Api& api, const WriteQuestions& questions,
                                                      const Desired& desired, Live& live) {
    const std::vector<std::pair<const Catalogue*, std::string>> catalogues(
        questions.catalogues.begin(), questions.catalogues.end());
    const std::vector<std::pair<std::string, SoldTo>> offers(questions.offers.begin(),
                                                             questions.offers.end());
    std::optional<Fault> stop;
    std::vector<std::optional<Fault>> unread(offers.size()); // the first is told, in any run
    const Work read_one = [&](std::size_t i) -> asio::awaitable<void> {
        if (stop) co_return;
        std::optional<Fault> fault;
        if (i < catalogues.size()) {
            const auto& [catalogue, owner] = catalogues[i];
            auto entries = co_await read_catalogue(api, *catalogue, owner);
            if (entries) {
                live.catalogues[{std::string(catalogue->name), owner}] = std::move(*entries);
            } else {
                fault = entries.error();
            }
        } else {
            const auto& [account, where] = offers[i - catalogues.size()];
            auto plans = co_await read_offers(api, where);
            if (plans) {
                live.rate_plans[account] = std::move(*plans);
            } else {
                unread[i - catalogues.size()] = fault = plans.error();
            }
        }
        if (fault && !fault->concerns_one()) stop = fault;
    };
    co_await concurrently(catalogues.size() + offers.size(), api.width(), read_one);
    if (questions.telling && !stop)
        unread.push_back(co_await read_telling(api, *questions.telling, live));
    for (const std::optional<Fault>& fault : unread)
        if (fault) note_unread(desired, *fault, live);
    co_return stop;
}

} // namespace tenantry::reader
