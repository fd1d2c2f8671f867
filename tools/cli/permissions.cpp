// What the manifests need of each credential, without asking anybody: for whoever has to hand out
// roles and tokens.
#include "engine/base/text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/configuration.hpp"
#include "tools/cli/session.hpp"

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
            text += "  " + kind->counted(count) + "\n";
            const std::string read(kind->rights.read);
            text +=
                "    to read   " + (read.empty() ? "nothing: the store knows them" : read) + "\n";
            text += "    to write  " + std::string(kind->rights.write) + "\n";
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

} // namespace

ExitCode run_permissions(const Context& context) {
    Session session(context.arguments, context.kinds, context.terminal, context.environment);
    const auto planned = session.load_only();
    if (!planned) return planned.error();
    const std::vector<Needs> all =
        needs_of(context.kinds, (*planned)->loaded.desired, (*planned)->selection);
    const Result result{.text = [&](render::Style) { return text_of(all); },
                        .json =
                            [&] {
                                Json document =
                                    result_document(context.arguments, Diagnostics(),
                                                    (*planned)->loaded.sources, ExitCode::done);
                                document.set("permissions", json_of(all));
                                return document;
                            },
                        .csv = no_words};
    return print(context, result, ExitCode::done);
}

} // namespace tenantry::cli
