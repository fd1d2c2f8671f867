#include "engine/executor/catalogues.hpp"

#include "engine/base/bug.hpp"
#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/diff/diff.hpp"
#include "engine/model/rights.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace tenantry::executor {
namespace asio = boost::asio;

namespace {

/// The one id that a name has in all catalogues of a sort; "" where they differ or have none.
std::string only_id(const Reference& reference, const Catalogue& catalogue, const Live& live) {
    std::string id;
    for (const auto& [key, entries] : live.catalogues) {
        if (key.first != catalogue.name) continue;
        const diff::Resolved found = diff::look_up(reference.written, catalogue, key.second, live);
        if (found.how != diff::Resolved::How::found) continue;
        if (!id.empty() && id != found.id) return "";
        id = found.id;
    }
    return id;
}

} // namespace

asio::awaitable<std::string> Catalogues::id_elsewhere(const Reference& reference,
                                                      const Catalogue& catalogue) {
    if (!catalogue.alike) co_return std::string();
    for (;;) {
        std::string id = only_id(reference, catalogue, live_);
        if (id.empty()) id = only_id(reference, catalogue, read_);
        const auto other = std::ranges::find_if(
            reading_, [&](const auto& each) { return each.first.first == catalogue.name; });
        if (!id.empty() || other == reading_.end()) co_return id;
        const auto timer = other->second;
        boost::system::error_code done;
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, done));
    }
}

asio::awaitable<std::optional<Fault>> Catalogues::resolve(Reference& reference,
                                                          const reader::Ids& ids) {
    const Catalogue& catalogue = kinds_.catalogue(reference.catalogue);
    const auto owner = std::ranges::find(
        ids, catalogue.owner, [](const auto& pair) { return std::string_view(pair.first); });
    if (owner == ids.end()) bug("no owner for catalogue " + reference.catalogue);
    reference.id = co_await id_elsewhere(reference, catalogue);
    if (!reference.id.empty()) co_return std::nullopt;
    auto fault = co_await read(catalogue, owner->second);
    if (fault) co_return fault;
    const diff::Resolved found = diff::look_up(reference.written, catalogue, owner->second, read_);
    if (found.how == diff::Resolved::How::found) {
        reference.id = found.id;
        co_return std::nullopt;
    }
    std::vector<std::string> names;
    for (const CatalogueEntry& entry : *read_.catalogue(catalogue.name, owner->second))
        names.push_back(entry.name);
    // What is near the value of a variable tells the value.
    const bool told = reference.shown == reference.written;
    const auto near = catalogue.alike ? suggest_right : suggest;
    const std::string hint = told ? near(reference.written, names) : "";
    const bool several = found.how == diff::Resolved::How::ambiguous;
    co_return Fault{.category = FaultCategory::declined,
                    .message = (several ? "several " + std::string(catalogue.words) + " have"
                                        : "no " + std::string(catalogue.word) + " has") +
                               " the name or id " + in_quotes(reference.shown) +
                               (hint.empty() ? "" : "; " + hint),
                    .call = "GET " + std::string(catalogue.path)};
}

asio::awaitable<std::optional<Fault>> Catalogues::read(const Catalogue& catalogue,
                                                       const std::string& owner) {
    const Key key(catalogue.name, owner);
    while (reading_.contains(key)) {
        const auto other = reading_.at(key);
        boost::system::error_code done;
        co_await other->async_wait(asio::redirect_error(asio::use_awaitable, done));
    }
    if (read_.catalogues.contains(key)) co_return std::nullopt;
    const auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                            asio::steady_timer::time_point::max());
    reading_[key] = timer;
    auto entries = co_await reader::read_catalogue(api_, catalogue, owner);
    reading_.erase(key);
    timer->cancel();
    if (!entries) co_return entries.error();
    read_.catalogues[key] = std::move(*entries);
    co_return std::nullopt;
}

} // namespace tenantry::executor
