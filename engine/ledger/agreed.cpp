#include "engine/ledger/agreed.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace tenantry::ledger {
namespace {

/// Whether two paths of fields speak of the same, or one of a part of the other.
bool overlap(std::string_view one, std::string_view other) {
    if (one.size() > other.size()) std::swap(one, other);
    return other.starts_with(one) && (other.size() == one.size() || other[one.size()] == '.');
}

/// Fields that say how things are. What names or makes a thing is never compared.
bool is_compared(const Schema& schema, const std::string& path) {
    const Schema* const field = schema.field(path);
    return field == nullptr || (field->identity == IdentityRole::none && !field->at_creation);
}

class AgreedNow {
public:
    AgreedNow(const Look& look, const std::vector<AgreementRecord>& earlier, const Report* report)
        : look_(look), report_(report) {
        for (const AgreementRecord& agreement : earlier)
            earlier_.emplace(agreement.address, &agreement);
        for (std::size_t i = 0; i < look.plan.steps.size(); ++i)
            steps_.emplace(look.plan.steps[i].change.resource, i);
        for (const Change& change : look.plan.barred)
            barred_.emplace(change.resource, &change);
    }

    std::vector<AgreementRecord> find() {
        std::vector<AgreementRecord> found;
        for (std::size_t i = 0; i < look_.desired.resources.size(); ++i) {
            const Resource& resource = look_.desired.resources[i];
            if (!look_.judged(resource.address)) continue;
            auto agreement = agreement_on(resource, look_.matches.of[i].live);
            if (agreement && is_news(*agreement)) found.push_back(std::move(*agreement));
        }
        return found;
    }

private:
    /// Nothing where it is not live, as far as is known.
    std::optional<AgreementRecord> agreement_on(const Resource& resource,
                                                const LiveObject* live) const {
        std::string object = live == nullptr ? "" : live->id;
        std::vector<const Change*> open;
        if (const auto step = steps_.find(&resource); step != steps_.end()) {
            const Change& change = look_.plan.steps[step->second].change;
            const Outcome* const outcome =
                report_ == nullptr ? nullptr : &report_->outcomes[step->second];
            const bool done = outcome != nullptr && outcome->status == OutcomeStatus::done;
            if (!done && change.action == Action::create) return std::nullopt;
            if (!done) open.push_back(&change);
            if (done && !outcome->id.empty()) object = outcome->id;
        } else if (live == nullptr) {
            return std::nullopt;
        }
        if (const auto barred = barred_.find(&resource); barred != barred_.end())
            open.push_back(barred->second);
        Json fields = fields_of(resource, open);
        // What comes with its parent is there, whatever is wanted of it: nothing was agreed on yet.
        const bool nothing = fields.members()->empty() && !open.empty();
        if (nothing && resource.kind->comes_with_parent()) return std::nullopt;
        return AgreementRecord{.address = resource.address.text(),
                               .customer = std::string(resource.address.customer()),
                               .kind = std::string(resource.kind->name),
                               .object = std::move(object),
                               .source = source_of(resource),
                               .at = look_.at,
                               .fields = std::move(fields)};
    }

    Json fields_of(const Resource& resource, const std::vector<const Change*>& open) const {
        const Schema& schema = look_.kinds.schema_of(*resource.kind);
        const auto before = earlier_.find(resource.address.text());
        Json fields = Json::object();
        for (const Field& field : resource.fields) {
            if (!is_compared(schema, field.path)) continue;
            if (std::ranges::none_of(
                    open, [&](const Change* change) { return differs(*change, field.path); })) {
                const auto written = look_.desired.written.find(field.position);
                const bool variable = written != look_.desired.written.end();
                fields.append(field.path, variable ? written->second : field.value);
            } else if (before != earlier_.end()) {
                const Json* const value = before->second->fields.find(field.path);
                if (value != nullptr) fields.append(field.path, *value);
            }
        }
        return fields;
    }

    static bool differs(const Change& change, std::string_view path) {
        const auto here = [&](const FieldChange& field) { return overlap(field.path, path); };
        return std::ranges::any_of(change.fields, here) ||
               std::ranges::any_of(change.barred, here) ||
               std::ranges::any_of(change.left_out, [&](const std::string& left_out) {
                   return overlap(left_out, path);
               });
    }

    std::string source_of(const Resource& resource) const {
        const auto customer = std::ranges::lower_bound(
            look_.desired.customers, resource.address.customer(), {}, &Customer::name);
        if (customer == look_.desired.customers.end() || !customer->position.known()) return {};
        return look_.place_of(look_.sources[customer->position.source].name);
    }

    bool is_news(const AgreementRecord& agreement) const {
        const auto before = earlier_.find(agreement.address);
        if (before == earlier_.end()) return true;
        AgreementRecord then = *before->second;
        then.at = agreement.at;
        return then != agreement;
    }

    const Look& look_;
    const Report* report_;
    std::unordered_map<std::string_view, const AgreementRecord*> earlier_;
    std::unordered_map<const Resource*, std::size_t> steps_;
    std::unordered_map<const Resource*, const Change*> barred_;
};

class DepartedFinder {
public:
    explicit DepartedFinder(const Look& look) : look_(look) {
        for (const Customer& customer : look.desired.customers)
            customers_.insert(customer.name);
        for (std::size_t i = 0; i < look.desired.resources.size(); ++i) {
            const Resource& resource = look.desired.resources[i];
            managed_.emplace(resource.address.text(), &resource);
            const LiveObject* const live = look.matches.of[i].live;
            if (live == nullptr || live->id.empty() || resource.kind->comes_with_parent()) continue;
            by_object_.emplace(std::pair(resource.kind->name, std::string_view(live->id)),
                               &resource);
        }
    }

    /// `agreements` stand behind what they lie in.
    Departures find(const std::vector<AgreementRecord>& agreements) {
        for (const AgreementRecord& agreement : agreements) {
            const bool here = customers_.contains(agreement.customer);
            if (here ? !look_.judged(Address::parse(agreement.address)) : !look_.everything)
                continue;
            if (managed_.contains(agreement.address) || !look_.was_read(agreement.source)) continue;
            behind_.addresses.push_back(agreement.address);
            place(agreement, here);
        }
        return std::move(behind_);
    }

private:
    static constexpr std::size_t nowhere = SIZE_MAX;

    /// What became of one that is not managed at its address any more: it has another one, or
    /// stands in the line of Departed at this index, or is a finding, which tells more.
    struct Became {
        const Resource* resource = nullptr;
        std::size_t line = nowhere;
        bool told = false;
    };

    void place(const AgreementRecord& agreement, bool customer_is_here) {
        Became& became = became_[agreement.address];
        const auto renamed = by_object_.find(
            std::pair<std::string_view, std::string_view>(agreement.kind, agreement.object));
        if (!agreement.object.empty() && renamed != by_object_.end()) {
            became.resource = renamed->second;
            return;
        }
        const Kind* const kind = look_.kinds.find(agreement.kind);
        const auto [parent, rest] = what_it_lies_in(agreement.address);
        if (kind == nullptr || parent.told) {
            became.told = true;
        } else if (parent.line != nowhere) {
            became.line = parent.line;
            ++behind_.departed[parent.line].resources;
        } else if (parent.resource == nullptr) {
            const Address address = Address::parse(agreement.address);
            became.line = customer_is_here
                              ? add({address, kind})
                              : line_of({Address::of_customer(agreement.customer), nullptr});
        } else {
            lies_in(*parent.resource, rest, *kind, became);
        }
    }

    void lies_in(const Resource& parent, std::string_view rest, const Kind& kind, Became& became) {
        const auto same = managed_.find(parent.address.text() + std::string(rest));
        if (same != managed_.end()) {
            became.resource = same->second;
        } else if (kind.comes_with_parent()) {
            became.line = add({parent.address.member(kind.word), &kind});
        } else if (std::ranges::find(parent.managed_lists, &kind) == parent.managed_lists.end()) {
            became.line = line_of({parent.address, &kind, true});
        } else {
            became.told = true;
        }
    }

    /// The nearest above it, as it stands in the manifests now, and the address from there on.
    std::pair<Became, std::string_view> what_it_lies_in(std::string_view address) const {
        for (std::size_t end = address.rfind('/'); end != address.npos && end > 0;
             end = address.rfind('/', end - 1)) {
            const std::string above(address.substr(0, end));
            const std::string_view rest = address.substr(end);
            if (const auto gone = became_.find(above); gone != became_.end())
                return {gone->second, rest};
            if (const auto there = managed_.find(above); there != managed_.end())
                return {{.resource = there->second}, rest};
        }
        return {};
    }

    std::size_t add(Departed one) {
        one.resources = 1;
        behind_.departed.push_back(std::move(one));
        return behind_.departed.size() - 1;
    }

    std::size_t line_of(Departed one) {
        const auto [line, is_new] =
            lines_.try_emplace(std::pair(one.address.text(), one.kind), behind_.departed.size());
        if (is_new) return add(std::move(one));
        ++behind_.departed[line->second].resources;
        return line->second;
    }

    const Look& look_;
    std::set<std::string, std::less<>> customers_;
    std::unordered_map<std::string, const Resource*> managed_;
    std::map<std::pair<std::string_view, std::string_view>, const Resource*> by_object_;
    std::unordered_map<std::string, Became> became_;
    std::map<std::pair<std::string, const Kind*>, std::size_t> lines_;
    Departures behind_;
};

} // namespace

std::string Look::place_of(const std::string& file) const {
    return (std::filesystem::path(folder) / file).lexically_normal().string();
}

bool Look::was_read(const std::string& place) const {
    if (place.empty()) return false;
    const std::filesystem::path path = place;
    return std::ranges::any_of(paths, [&](const std::string& given) {
        std::filesystem::path root = place_of(given);
        if (!root.has_filename()) root = root.parent_path();
        return std::ranges::mismatch(root, path).in1 == root.end();
    });
}

bool Look::judged(const Address& address) const {
    const std::string_view customer = address.customer();
    const auto among = [&](const std::vector<std::string>& sorted) {
        return std::ranges::binary_search(sorted, customer, std::less<>());
    };
    if (among(plan.refused) || among(plan.in_doubt)) return false;
    return everything || selected(address);
}

std::vector<AgreementRecord>
agreed_now(const Look& look, const std::vector<AgreementRecord>& earlier, const Report* report) {
    return AgreedNow(look, earlier, report).find();
}

Departures departed_since(const Look& look, const std::vector<AgreementRecord>& earlier) {
    return DepartedFinder(look).find(earlier);
}

} // namespace tenantry::ledger
