// What the manifests need of each credential, without asking anybody: for whoever has to hand out
// roles and tokens.
#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/perform.hpp"
#include "tools/cli/planned.hpp"

#include <fmt/core.h>

#include <map>
#include <set>

namespace tenantry::cli {
namespace {

/// What one credential has to do: kinds, with how many resources of each.
struct Needs {
    std::string credential = {};
    std::map<const Kind*, std::size_t> kinds = {};
    std::vector<std::string> users = {}; // if it stands for several: their e-mails
};

/// The tenant's identity and, for customers with a service user, that user. The tenant's does what
/// the users may not, so it needs the rights for zones in any case.
std::vector<Needs> needs_of(const KindTable& kinds, const Desired& desired,
                            const Selection& selection) {
    Needs tenant{.credential = "the tenant's identity (spec.credential)"};
    Needs users{.credential = "each service user (in the store)"};
    std::set<std::string_view> served;
    const ServiceUsers none;
    const ServiceUsers& sort = kinds.service_users() == nullptr ? none : *kinds.service_users();
    for (const Resource& resource : desired.resources) {
        if (!sort.is_user(*resource.kind) || !selection.covers(resource.address)) continue;
        served.insert(resource.address.customer());
        users.users.emplace_back(resource.text_of("email"));
    }
    for (const Resource& resource : desired.resources) {
        if (!selection.covers(resource.address)) continue;
        ++tenant.kinds[resource.kind];
        const bool own =
            resource.kind->runs == Runs::as_customer || sort.is_membership(*resource.kind);
        if (own && served.contains(resource.address.customer())) ++users.kinds[resource.kind];
    }
    std::vector<Needs> all = {std::move(tenant)};
    if (!users.users.empty()) all.push_back(std::move(users));
    return all;
}

std::string text_of(const std::vector<Needs>& all) {
    std::string text;
    for (const Needs& needs : all) {
        text += (text.empty() ? "" : "\n") + needs.credential;
        if (!needs.users.empty()) text += ": " + counted(needs.users.size(), "user");
        text += "\n";
        for (const auto& [kind, count] : needs.kinds) {
            text += fmt::format("  {}\n", kind->counted(count));
            const std::string read(kind->rights.read);
            text += fmt::format("    to read   {}\n",
                                read.empty() ? "nothing: the store knows them" : read);
            text += fmt::format("    to write  {}\n", kind->rights.write);
        }
    }
    return text.empty() ? "Nothing is wanted, so nothing is needed.\n" : text;
}

Json json_of(const std::vector<Needs>& all) {
    JsonArray credentials;
    for (const Needs& needs : all) {
        JsonArray kinds;
        for (const auto& [kind, count] : needs.kinds) {
            kinds.push_back(Json::object({{"kind", kind->name},
                                          {"resources", static_cast<std::int64_t>(count)},
                                          {"read", kind->rights.read},
                                          {"write", kind->rights.write}}));
        }
        JsonArray users;
        for (const std::string& email : needs.users)
            users.emplace_back(email);
        credentials.push_back(Json::object({{"credential", needs.credential},
                                            {"users", std::move(users)},
                                            {"kinds", std::move(kinds)}}));
    }
    return Json(std::move(credentials));
}

struct Permissions {
    struct Done {
        std::unique_ptr<Planned> planned = {};
        std::vector<Needs> needs = {};
    };

    static PlannedRun load(Setup& setup) { return load_manifests(setup); }

    static std::expected<Done, Refusal> run(const Setup& setup, std::unique_ptr<Planned> planned) {
        auto needs = needs_of(setup.kinds(), planned->loaded.desired, planned->selection);
        return Done{std::move(planned), std::move(needs)};
    }

    static Result show(const Setup&, const Done& done) {
        return {.text = [&](render::Style) { return text_of(done.needs); },
                .json = [&](Json& document) { document.set("permissions", json_of(done.needs)); },
                .csv = no_words,
                .digest = no_digest,
                .prometheus = no_words};
    }
};

} // namespace

ExitCode run_permissions(Setup& setup) { return perform<Permissions>(setup); }

} // namespace tenantry::cli
