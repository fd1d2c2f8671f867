#include "engine/manifest/draft.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"
#include "engine/manifest/drift_rules.hpp"
#include "engine/manifest/schema_check.hpp"
#include "engine/manifest/service_users.hpp"
#include "engine/manifest/tenant.hpp"
#include "engine/manifest/variables.hpp"
#include "engine/manifest/yaml/yaml.hpp"
#include "engine/products/products.hpp"

#include <fmt/core.h>

#include <iterator>

namespace tenantry::manifest {
namespace {

/// The kind whose items a list holds, or null.
const Kind* kind_of_list(const Schema& schema, const KindTable& kinds) {
    return schema.items == nullptr || schema.items->file.empty() ? nullptr
                                                                 : kinds.find(schema.items->file);
}

/// The kind of what a member holds that is itself a resource, or null.
const Kind* kind_of_member(const Schema& schema, const KindTable& kinds) {
    return schema.file.empty() ? nullptr : kinds.find(schema.file);
}

std::string text_of(Node map, std::string_view key) {
    const auto value = map.find(key);
    return value && value->is_text() ? std::string(value->text()) : std::string();
}

Json as_written(Node node) {
    if (node.is_text()) return Json(node.written());
    if (node.is_scalar()) return to_json(node);
    if (node.is_map()) {
        JsonObject members;
        for (const auto& [key, value] : node.entries())
            members.emplace_back(key.text(), as_written(value));
        return Json(std::move(members));
    }
    JsonArray items;
    for (const Node item : node.items())
        items.push_back(as_written(item));
    return Json(std::move(items));
}

void add_texts(Node node, std::vector<Position>& texts) {
    if (node.is_scalar()) texts.push_back(node.position());
    for (const auto& [key, value] : node.entries())
        add_texts(value, texts);
    for (const Node item : node.items())
        add_texts(item, texts);
}

/// The managed values of a map, in the order of the schema; maps within become dotted paths.
void collect_fields(Node map, const Schema& schema, const KindTable& kinds,
                    const std::string& prefix, std::vector<Field>& fields, VariableTexts& written) {
    const auto add = [&](const std::string& name, Node value, const Schema& property) {
        if (kind_of_member(property, kinds) != nullptr) return;
        if (value.is_map() && !property.one_value) {
            collect_fields(value, property, kinds, fmt::format("{}{}.", prefix, name), fields,
                           written);
        } else if (kind_of_list(property, kinds) == nullptr) {
            fields.push_back({prefix + name, to_json(value), value.position()});
            if (value.is_sequence()) {
                for (const Node item : value.items())
                    fields.back().items.push_back(item.position());
                const bool maps = property.items != nullptr && property.items->closed;
                if (maps) add_texts(value, fields.back().texts);
            }
            // Of a list or map that is one value, the whole shows what its variables are called.
            Json shown = value.is_scalar() ? Json() : as_written(value);
            if (!shown.is_null() && shown != fields.back().value) {
                written.emplace(value.position(), std::move(shown));
            }
        }
    };
    for (const auto& [name, property] : schema.properties) {
        if (const auto value = map.find(name)) add(name, *value, *property);
    }
    if (schema.others == nullptr) return;
    std::map<std::string, Entry> rest; // sorted, so that the order of writing makes no difference
    for (const Entry entry : map.entries()) {
        const bool named = schema.property(entry.key.text()) != schema.others;
        if (!named) rest.emplace(entry.key.text(), entry);
    }
    for (const auto& [name, entry] : rest) {
        const std::size_t before = fields.size();
        add(name, entry.value, *schema.others);
        if (fields.size() > before) fields.back().key = entry.key.position();
    }
}

/// The fields of a resource, which may be written as a single value.
void collect_resource(Node item, const Schema& schema, const KindTable& kinds,
                      std::vector<Field>& fields, VariableTexts& written) {
    if (item.is_map()) return collect_fields(item, schema, kinds, "", fields, written);
    fields.push_back({schema.short_form, to_json(item), item.position()});
}

Diagnostic unknown_kind(Node root, const std::string& kind) {
    const std::vector<std::string> known = {"Customer", "Profile", "Tenant", "Ignore"};
    Diagnostic diagnostic{.code = "manifest.kind", .position = root.position()};
    if (!root.is_map()) {
        diagnostic.summary = "a manifest is a map, not " + std::string(describe(root.type()));
        diagnostic.hint = "begin with the lines \"apiVersion: tenantry/v1\" and "
                          "\"kind: Customer\"";
    } else if (kind.empty()) {
        diagnostic.summary = "this document does not say its kind";
        diagnostic.hint = "add the line \"kind: Customer\" (or Profile, Tenant, Ignore)";
    } else {
        diagnostic.summary = "unknown kind " + in_quotes(root.find("kind")->written());
        diagnostic.hint = suggest(kind, known);
        if (diagnostic.hint.empty()) diagnostic.hint = "known are " + join(known, ", ");
        diagnostic.position = root.find("kind")->position();
    }
    return diagnostic;
}

/// Reads the documents of one file.
class Drafter {
public:
    explicit Drafter(const KindTable& kinds) : kinds_(kinds) {}

    void read(const Document& document) {
        broken_at_ = document.broken_at;
        const Node root = document.root();
        if (root.is_null() || is_lost(root)) return; // only comments, or nothing to be trusted
        if (const auto kind = root.find("kind"); kind && kind->unresolved()) return;
        const std::string kind = root.is_map() ? text_of(root, "kind") : std::string();
        if (kind == "Customer") {
            check_against("customer", document);
            read_customer(root);
        } else if (kind == "Profile") {
            check_against("profile", document);
            drafts_.profiles.push_back(read_defaults(root));
        } else if (kind == "Tenant") {
            check_against("tenant", document);
            drafts_.tenants.push_back(read_tenant(root));
        } else if (kind == "Ignore") {
            check_against("ignore", document);
            drafts_.ignores.push_back(read_ignore(root, drafts_.diagnostics));
        } else if (kind == "Configuration") {
            complain(root, "this is the operator's file, not a manifest",
                     "name it with --config or TENANTRY_CONFIG, and keep it outside of the "
                     "manifests");
        } else if (root.find("tenantry_plan")) {
            complain(root, "this is a saved plan, not a manifest",
                     "it stands alone: tenantry show plan.json shows it, tenantry apply plan.json "
                     "carries it out");
        } else if (!root.has_gap()) {
            drafts_.diagnostics.add(unknown_kind(root, kind));
        }
        const bool alone = kind == "Customer" || kind == "Ignore";
        if (!document.sound && !alone) drafts_.incomplete = true;
    }

    Drafts take() { return std::move(drafts_); }
    Diagnostics& diagnostics() { return drafts_.diagnostics; }

private:
    void check_against(std::string_view schema, const Document& document) {
        std::vector<DocumentSchema> documents = {{schema, &kinds_.schemas()[schema]}};
        for (const std::string_view other : {"customer", "profile", "tenant", "ignore"}) {
            if (other != schema) documents.emplace_back(other, &kinds_.schemas()[other]);
        }
        Diagnostics found;
        check(document.root(), kinds_.schemas()[schema], found, documents);
        for (const Diagnostic& diagnostic : found.all())
            if (!is_lost(diagnostic.position)) drafts_.diagnostics.add(diagnostic);
    }

    /// Whether something stands behind a syntax error, where nothing says what it is.
    bool is_lost(Position position) const { return broken_at_ && position >= *broken_at_; }
    bool is_lost(Node node) const { return is_lost(node.position()); }

    void complain(Node root, std::string summary, std::string hint) {
        drafts_.diagnostics.add({.code = "manifest.kind",
                                 .summary = std::move(summary),
                                 .hint = std::move(hint),
                                 .position = root.position()});
    }

    void read_customer(Node root) {
        CustomerDraft draft;
        draft.customer.position = root.position();
        if (const auto metadata = root.find("metadata")) {
            draft.customer.name = text_of(*metadata, "name");
            if (const auto name = metadata->find("name")) {
                draft.customer.position = name->position();
            }
            if (const auto labels = metadata->find("labels")) {
                for (const auto& [key, value] : labels->entries()) {
                    draft.customer.labels.emplace(key.text(), value.text());
                }
            }
        }
        if (const auto spec = root.find("spec")) {
            if (const auto profiles = spec->find("profiles")) {
                for (const Node item : profiles->items()) {
                    draft.profiles.push_back({std::string(item.text()), item.position()});
                }
            }
            const Schema* schema = kinds_.schemas()["customer"].property("spec");
            read_lists(*spec, *schema, Resource::none, draft.resources);
        }
        drafts_.customers.push_back(std::move(draft));
    }

    /// The resources in the lists of kinds that `schema` has, and in those within them.
    void read_lists(Node map, const Schema& schema, std::size_t parent,
                    std::vector<Resource>& resources) {
        for (const auto& [name, property] : schema.properties) {
            const auto value = map.find(name);
            if (!value) continue;
            const Kind* member = kind_of_member(*property, kinds_);
            if (member != nullptr) read_resource(*value, *member, parent, resources);
            const Kind* kind = kind_of_list(*property, kinds_);
            if (kind == nullptr || !value->is_sequence()) continue;
            if (parent != Resource::none) resources[parent].managed_lists.push_back(kind);
            for (const Node item : value->items())
                read_resource(item, *kind, parent, resources);
        }
    }

    void read_resource(Node item, const Kind& kind, std::size_t parent,
                       std::vector<Resource>& resources) {
        const Schema& schema = kinds_.schema_of(kind);
        const bool short_form = takes_short_form(item, schema);
        if (!item.is_map() && !short_form) return; // the schema has complained
        if (is_lost(item)) return;
        if (item.has_gap()) drafts_.gaps.insert(item.position());
        const std::size_t index = resources.size();
        Resource& resource = resources.emplace_back();
        resource.kind = &kind;
        resource.parent = parent;
        resource.position = item.position();
        resource.short_form = short_form;
        collect_resource(item, schema, kinds_, resource.fields, drafts_.written);
        if (item.is_map()) read_lists(item, schema, index, resources);
    }

    DefaultsDraft read_defaults(Node root) {
        DefaultsDraft draft{.named = {.position = root.position()}};
        if (const auto metadata = root.find("metadata")) {
            draft.named.name = text_of(*metadata, "name");
            if (const auto name = metadata->find("name")) draft.named.position = name->position();
        }
        const auto spec = root.find("spec");
        const auto defaults = spec ? spec->find("defaults") : std::nullopt;
        if (defaults) draft.defaults = read_kinds(*defaults);
        return draft;
    }

    /// Fields by kind: what defaults give, or what guards keep.
    Defaults read_kinds(Node map) {
        Defaults fields;
        for (const auto& [key, value] : map.entries()) {
            const Kind* kind = kinds_.find(key.text());
            if (kind != nullptr && value.is_map()) read_default(value, *kind, fields);
        }
        return fields;
    }

    /// The defaults of one kind and, within them, of what every object of it has one of.
    void read_default(Node value, const Kind& kind, Defaults& defaults) {
        const Schema& schema = kinds_.schema_of(kind);
        if (!value.is_map() && !takes_short_form(value, schema)) return;
        KindDefaults& given = defaults[std::string(kind.name)];
        given.short_form = !value.is_map();
        collect_resource(value, schema, kinds_, given.fields, drafts_.written);
        if (!value.is_map()) return;
        for (const auto& [name, property] : schema.properties) {
            const Kind* member = kind_of_member(*property, kinds_);
            const auto written = value.find(name);
            if (member != nullptr && written) read_default(*written, *member, defaults);
        }
    }

    DefaultsDraft read_tenant(Node root) {
        DefaultsDraft draft = read_defaults(root);
        const auto spec = root.find("spec");
        const auto guards = spec ? spec->find("guards") : std::nullopt;
        const auto prices = spec ? spec->find("prices") : std::nullopt;
        if (guards && guards->is_map()) {
            draft.guards = read_guards(*guards, drafts_.diagnostics);
            if (const auto keep = guards->find("keep")) {
                for (const auto& [kind, kept] : read_kinds(*keep)) {
                    for (const Field& field : kept.fields) {
                        draft.guards.keep.push_back(
                            {kind, field.path, field.value, field.position});
                    }
                }
            }
        }
        if (prices && prices->is_sequence())
            draft.prices = read_prices(*prices, drafts_.diagnostics);
        if (const auto program = spec ? spec->find("program") : std::nullopt) {
            if (products::is_program(program->text())) draft.program = program->text();
            draft.program_position = program->position();
        }
        if (const auto drift = spec ? spec->find("drift") : std::nullopt)
            draft.severities = read_severities(*drift);
        if (const auto section = spec ? service_user_section(*spec, kinds_) : std::nullopt)
            read_default(*section, *kinds_.service_users()->membership, draft.defaults);
        return draft;
    }

    const KindTable& kinds_;
    Drafts drafts_;
    std::optional<Position> broken_at_ = {}; // of the document that is read
};

} // namespace

void Drafts::append(Drafts other) {
    std::move(other.customers.begin(), other.customers.end(), std::back_inserter(customers));
    std::move(other.profiles.begin(), other.profiles.end(), std::back_inserter(profiles));
    std::move(other.tenants.begin(), other.tenants.end(), std::back_inserter(tenants));
    std::move(other.ignores.begin(), other.ignores.end(), std::back_inserter(ignores));
    written.merge(other.written);
    gaps.merge(other.gaps);
    incomplete = incomplete || other.incomplete;
    diagnostics.append(std::move(other.diagnostics));
}

Drafts draft(std::uint32_t source, std::string_view text, const KindTable& kinds,
             const Variables& variables) {
    Drafter drafter(kinds);
    Diagnostics unknown;
    Expander expander(variables, unknown);
    std::optional<Position> broken_at;
    for (const Document& document : parse_yaml_to_the_end(source, text, drafter.diagnostics())) {
        broken_at = document.broken_at;
        expander.expand(*document.tree);
        drafter.read(document);
    }
    for (const Diagnostic& diagnostic : unknown.all())
        if (!broken_at || diagnostic.position < *broken_at) drafter.diagnostics().add(diagnostic);
    Drafts drafts = drafter.take();
    drafts.written.merge(expander.take_written());
    // Documents behind a syntax error are not read at all.
    if (broken_at && text.contains("\n---")) drafts.incomplete = true;
    return drafts;
}

} // namespace tenantry::manifest
