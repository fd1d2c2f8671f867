// A folder to begin with: every file in it is one that the other commands take as it stands.
#include "engine/base/text.hpp"
#include "engine/kinds/kinds.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/output_files.hpp"
#include "tools/cli/perform.hpp"

#include <fmt/core.h>

#include <filesystem>

namespace tenantry::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view tenant_text =
    R"(# yaml-language-server: $schema=../schema/tenant.json
#
# What holds for all customers. Every part of it may be left out.
apiVersion: tenantry/v1
kind: Tenant
metadata:
  name: partner
spec:
  # Fields that accounts, members and zones have where nothing else says so.
  defaults:
    zone:
      type: full
  # Limits that every run keeps; --force=GUARD lifts one for one run.
  guards:
    allowed_plans: [free, pro] # nothing else is bought
    max_monthly_increase:
      run: {USD: 100}
    max_updates:
      run: {count: 20}
)";

constexpr std::string_view customer_text =
    R"(# yaml-language-server: $schema=../../schema/customer.json
#
# One customer: a file like this for each. What is absent here is left alone at Cloudflare; a list
# that is present is the wanted set, and what is live beside it is reported, never removed.
apiVersion: tenantry/v1
kind: Customer
metadata:
  name: example
spec:
  accounts: [] # in place of the brackets, as below
  #  - name: Example Ltd # exactly as Cloudflare shows it
  #    unit: NAME # of your tenant; needed where your credential sees several tenants
  #    members:
  #      - {email: it@example.com, roles: [Administrator Read Only]}
  #    zones:
  #      - name: example.com
  #        plan: free
  #        settings: {always_use_https: on}
)";

constexpr std::string_view configuration_text =
    R"(# yaml-language-server: $schema=schema/configuration.json
#
# The operator's own settings, for --config or TENANTRY_CONFIG. Secrets stay out of it: a credential
# is named here, and read from the environment, from a file, or from a helper program.
apiVersion: tenantry/v1
kind: Configuration
spec:
  pace:
    share: 90 # percent of the API's limits; the rest is left to people at the dashboard
  # Without these lines: CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY.
  # credential:
  #   email: {env: CLOUDFLARE_EMAIL}
  #   key: {helper: docker-credential-pass}
)";

struct Begun {
    std::string folder = {};
    std::vector<std::string> files = {};
    std::size_t schemas = 0;
};

struct InitCommand {
    static std::expected<std::string, Refusal> load(Setup& setup) {
        const std::string& given = setup.arguments().subject;
        std::string folder = given.empty() ? "." : given;
        for (const std::string_view name : {"manifests", "schema", "tenantry.yaml"}) {
            if (!fs::exists(fs::path(folder) / name)) continue;
            return refuse(fmt::format("{} is there already, and nothing is written over",
                                      in_quotes((fs::path(folder) / name).string())),
                          "begin in another folder: tenantry init DIR", ExitCode::error);
        }
        return folder;
    }

    static std::expected<Begun, Refusal> run(Setup&, const std::string& folder) {
        Begun begun{.folder = folder};
        const std::pair<std::string_view, std::string_view> files[] = {
            {"manifests/tenant.yaml", tenant_text},
            {"manifests/customers/example.yaml", customer_text},
            {"tenantry.yaml", configuration_text}};
        for (const auto& [name, text] : files) {
            if (auto written = write(folder, name, text); !written)
                return std::unexpected(std::move(written.error()));
            begun.files.emplace_back(name);
        }
        for (const auto& [name, text] : kinds::schema_texts()) {
            if (auto written = write(folder, fmt::format("schema/{}.json", name), text); !written)
                return std::unexpected(std::move(written.error()));
            ++begun.schemas;
        }
        return begun;
    }

    static Result show(const Setup&, const Begun& begun) {
        return {.text = [&](render::Style) { return text_of(begun); },
                .json =
                    [&](Json& document) {
                        Json files = Json::array();
                        for (const std::string& file : begun.files)
                            files.push(Json(file));
                        document.set(
                            "begun",
                            Json::object({{"folder", begun.folder},
                                          {"files", std::move(files)},
                                          {"schemas", static_cast<std::int64_t>(begun.schemas)}}));
                    },
                .csv = no_words,
                .digest = no_digest,
                .prometheus = no_words,
                .summary = summary_of(begun)};
    }

private:
    static std::expected<void, Refusal> write(const std::string& folder, std::string_view name,
                                              std::string_view text) {
        const fs::path path = fs::path(folder) / name;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (error)
            return refuse(fmt::format("cannot make the folder {}: {}",
                                      in_quotes(path.parent_path().string()), error.message()),
                          "name another folder", ExitCode::error);
        if (auto written = write_file(path.string(), text); !written)
            return refuse(written.error(), "name another folder", ExitCode::error);
        return {};
    }

    static std::string summary_of(const Begun& begun) {
        return fmt::format("Init: {} and {} written below {}.\n",
                           counted(begun.files.size(), "file"),
                           counted(begun.schemas, "schema for editors", "schemas for editors"),
                           in_quotes(begun.folder));
    }

    static std::string text_of(const Begun& begun) {
        std::string text;
        for (const std::string& file : begun.files)
            text += "  " + file + "\n";
        text +=
            "\nNext: write your customers into manifests/customers, or have those that are live\n"
            "written there by tenantry export; then tenantry validate, and tenantry plan.\n\n";
        return text + summary_of(begun);
    }
};

} // namespace

ExitCode run_init(Setup& setup) { return perform<InitCommand>(setup); }

} // namespace tenantry::cli
