#include "engine/reader/questions.hpp"

#include "engine/diff/diff.hpp"
#include "engine/products/products.hpp"
#include "engine/reader/entitlements.hpp"
#include "engine/reader/published.hpp"

#include <algorithm>

namespace tenantry::reader {
namespace {

class WriteQuestionFinder {
public:
    explicit WriteQuestionFinder(const Basis& basis)
        : basis_(basis), desired_(basis.desired), matches_(basis.found.matches),
          live_(basis.found.live) {}

    WriteQuestions find() {
        for (std::size_t i = 0; i < desired_.resources.size(); ++i) {
            const Resource& resource = desired_.resources[i];
            const Kind& kind = *resource.kind;
            if (kind.reading.catalogues.empty() && kind.offers_path().empty()) continue;
            if (matches_.of[i].undecided || !basis_.selection.covers(resource.address)) continue;
            const LiveObject* root = matches_.of[desired_.root_of(i)].live;
            if (buys_for_something_new(i)) newly_sold_ = &kind;
            if (root == nullptr) {
                note_names(resource);
                continue;
            }
            const bool writes =
                matches_.of[i].live == nullptr || !basis_.found.difference(i).empty();
            if (!writes) continue;
            add_catalogues(resource, root->id);
            const LiveObject* parent =
                resource.parent == Resource::none ? nullptr : matches_.of[resource.parent].live;
            if (!kind.offers_path().empty() && parent != nullptr)
                questions_.offers.try_emplace(root->id, &kind, parent->id);
        }
        add_telling_list();
        add_others();
        return std::move(questions_);
    }

private:
    /// Whether something is ordered for a parent that does not exist yet, which has no list of what
    /// it is sold.
    bool buys_for_something_new(std::size_t index) const {
        const Resource& resource = desired_.resources[index];
        if (resource.kind->offers_path().empty()) return false;
        return matches_.of[resource.parent].live == nullptr &&
               !basis_.found.difference(index).empty();
    }

    /// By which ids it is sold depends on the tenant's program: where nobody has said it and no
    /// list is read anyway, that of any live parent tells.
    void add_telling_list() {
        if (newly_sold_ == nullptr || !desired_.program.empty() || !questions_.offers.empty())
            return;
        const std::vector<LiveObject>& parents = live_.of(newly_sold_->parent);
        if (parents.empty()) return;
        questions_.telling = SoldTo{newly_sold_, parents.front().id};
    }

    /// Names for an object that does not exist yet.
    void note_names(const Resource& resource) {
        for (const diff::Mention& mention : diff::mentions(resource, basis_.kinds)) {
            if (!mention.catalogue->alike) continue;
            const diff::Resolved known =
                diff::look_up(mention.written, *mention.catalogue, "", live_);
            if (known.how == diff::Resolved::How::not_read) compared_.insert(mention.catalogue);
        }
    }

    /// They are held against the catalogue of another object, one for all of them: one that is read
    /// anyway, or else the first that is visible.
    void add_others() {
        for (const Catalogue* catalogue : compared_) {
            const auto same = [&](const auto& each) { return each.first->name == catalogue->name; };
            const std::vector<LiveObject>& visible = live_.of(catalogue->owner);
            if (visible.empty() || std::ranges::any_of(questions_.catalogues, same)) continue;
            questions_.catalogues.emplace(catalogue, visible.front().id);
        }
    }

    void add_catalogues(const Resource& resource, const std::string& owner) {
        for (const diff::Mention& mention : diff::mentions(resource, basis_.kinds)) {
            if (mention.catalogue->owner.empty()) continue;
            const diff::Resolved known =
                diff::look_up(mention.written, *mention.catalogue, owner, live_);
            if (known.how == diff::Resolved::How::not_read)
                questions_.catalogues.emplace(mention.catalogue, owner);
        }
    }

    const Basis& basis_;
    const Desired& desired_;
    const Matches& matches_;
    const Live& live_;
    const Kind* newly_sold_ = nullptr;
    WriteQuestions questions_;
    std::set<const Catalogue*> compared_;
};

// More plans than there are; what a stranger's manifests name is bounded.
constexpr std::size_t most_plans = 100;

/// Whether components are ordered, or stay of another plan and so are ordered with the next one.
bool orders_components(const std::vector<FieldChange>& difference, const LiveObject* live) {
    const auto is_component = [](std::string_view path) { return path.starts_with("components."); };
    if (std::ranges::any_of(difference, is_component, &FieldChange::path)) return true;
    const bool other_plan =
        std::ranges::find(difference, "rate_plan", &FieldChange::path) != difference.end();
    return live != nullptr && other_plan &&
           std::ranges::any_of(live->fields, is_component, &std::pair<std::string, Json>::first);
}

/// A new account is taken along by a zone of it that is selected.
bool may_change(const Basis& basis, std::size_t index) {
    const Match& match = basis.found.matches.of[index];
    const Address& address = basis.desired.resources[index].address;
    if (match.undecided) return false;
    return basis.selection.covers(address) ||
           (match.live == nullptr && basis.selection.covers_customer(address.customer()));
}

/// Whether check_all refuses what changes of a kind, as far as that is told apart from no change.
bool would_refuse(const Kind& kind, const Basis& basis) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < basis.desired.resources.size(); ++i) {
        const Resource& resource = basis.desired.resources[i];
        const Match& match = basis.found.matches.of[i];
        if (resource.kind != &kind || match.live == nullptr || match.undecided) continue;
        if (!basis.selection.covers(resource.address)) continue;
        if (!basis.found.difference(i).empty())
            changes.push_back(diff::difference_of(basis.desired, basis.found, i));
    }
    if (changes.empty()) return false;
    std::vector<const Change*> all;
    all.reserve(changes.size());
    for (const Change& change : changes)
        all.push_back(&change);
    Diagnostics said;
    kind.writing.check_all(all, basis.found.live, said);
    return said.has_errors();
}

} // namespace

WriteQuestions questions_for_writes(const Basis& basis) {
    return WriteQuestionFinder(basis).find();
}

std::set<std::string> plans_to_look_up(const Basis& basis) {
    const Desired& desired = basis.desired;
    const Matched& found = basis.found;
    const TenantProgram program = products::program_of(desired, found.live);
    std::set<std::string> keys;
    for (std::size_t i = 0; i < desired.resources.size() && keys.size() < most_plans; ++i) {
        const Resource& resource = desired.resources[i];
        const Match& match = found.matches.of[i];
        if (match.undecided || !basis.selection.covers(resource.address)) continue;
        if (!orders_components(found.difference(i), match.live)) continue;
        const std::string id = resource.kind->ordered_as(
            diff::difference_of(desired, found, i),
            {found.live.sold_to(found.matches.root_id(desired, i)), program});
        // Free has nothing to be ordered with it.
        if (!id.empty() && products::plan_class(id) != "free") keys.insert(public_key(id));
    }
    return keys;
}

std::vector<TenantQuestion> questions_for_tenants(const Basis& basis) {
    const diff::Demands demands(basis.kinds, basis.desired, basis.found.matches, basis.found.live);
    std::vector<TenantQuestion> questions;
    for (std::size_t i = 0; i < basis.desired.resources.size(); ++i) {
        const Resource& resource = basis.desired.resources[i];
        if (resource.kind->writing.demands == nullptr || !may_change(basis, i)) continue;
        const bool changes =
            basis.found.matches.of[i].live == nullptr || !basis.found.difference(i).empty();
        if (!changes) continue;
        for (const Demand& demand :
             demands.of(diff::difference_of(basis.desired, basis.found, i))) {
            const std::string_view list = list_that_tells(demand.any_of.front());
            if (list.empty()) continue;
            questions.push_back({&resource, list, {demand.any_of.begin(), demand.any_of.end()}});
        }
    }
    return questions;
}

EntitlementLists lists_for(const std::vector<TenantQuestion>& questions, const Basis& basis) {
    const diff::Demands demands(basis.kinds, basis.desired, basis.found.matches, basis.found.live);
    EntitlementLists lists;
    for (const TenantQuestion& question : questions) {
        for (const std::string& tenant : demands.tenants_of(*question.resource))
            lists[{tenant, question.list}].insert(question.entitlements.begin(),
                                                  question.entitlements.end());
    }
    return lists;
}

bool asks_for_organizations(const Basis& basis) {
    // Those that were looked for because of a unit are known.
    if (!basis.found.live.organizations.empty()) return false;
    return std::ranges::any_of(basis.kinds.kinds(), [&](const Kind* kind) {
        return kind->writing.check_all != nullptr && would_refuse(*kind, basis);
    });
}

} // namespace tenantry::reader
