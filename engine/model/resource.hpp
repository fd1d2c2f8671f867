// What the user wants: the resources of all manifests, with the place of every field.
#pragma once

#include "engine/base/json.hpp"
#include "engine/base/source.hpp"
#include "engine/model/address.hpp"
#include "engine/model/drift_rules.hpp"
#include "engine/model/guards.hpp"
#include "engine/model/money.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

struct Kind;

/// One managed value. Members of maps are fields of their own: "settings.enforce_twofactor".
struct Field {
    std::string path = {};
    Json value = {};
    Position position = {};
    bool inherited = false;           // from a default, so it stands elsewhere than its resource
    std::vector<Position> items = {}; // of a list: where each item stands
    std::vector<Position> texts = {}; // of a list of maps: where each single value within stands
    Position key = {};                // of a member that goes by any name: where that stands

    /// Where an item of a list stands; the field itself where it is none.
    Position position_of_item(std::size_t index) const {
        return index < items.size() ? items[index] : position;
    }
};

/// One thing the user wants. Its fields stand in the order of the kind's schema.
struct Resource {
    static constexpr std::size_t none = SIZE_MAX;

    const Kind* kind = nullptr;
    Address address = {};
    std::size_t parent = none; // index in Desired::resources of the resource it lies in
    std::vector<Field> fields = {};
    Position position = {};
    std::vector<const Kind*> managed_lists = {}; // children whose list is written, even if empty
    bool short_form = false;                     // written as a single value, which is taken whole

    const Field* field(std::string_view path) const {
        const auto found = std::ranges::find(fields, path, &Field::path);
        return found == fields.end() ? nullptr : &*found;
    }
    std::string_view text_of(std::string_view path) const {
        const Field* found = field(path);
        const std::string* text = found == nullptr ? nullptr : found->value.text();
        return text == nullptr ? std::string_view() : std::string_view(*text);
    }
};

struct Customer {
    std::string name = {};
    std::map<std::string, std::string> labels = {};
    Position position = {};
};

/// Values that variables went into, as they were written ("${env:NAME}"), by the position of their
/// field: texts and lists of texts. Few, so that fields without pay nothing.
using VariableTexts = std::map<Position, Json>;

/// All that the manifests want. Customers are sorted by name; a resource stands behind its parent,
/// and resources of one parent are sorted by address, the service user first, so that nothing
/// depends on the order of files.
struct Desired {
    std::string tenant = {}; // metadata.name of the Tenant document, or ""
    std::vector<Customer> customers = {};
    std::vector<Resource> resources = {};
    Guards guards = {};
    std::vector<RatePlan> prices = {}; // the Tenant document's, for what the API does not price
    std::string program = {};          // as the Tenant document says; "" where it does not
    Position program_position = {};
    VariableTexts written = {};
    std::vector<SeverityRule> severities = {}; // the first that fits holds
    std::vector<Ignore> ignores = {};          // sorted by name

    /// The resource at the top that one lies in, or is itself.
    std::size_t root_of(std::size_t index) const {
        while (resources[index].parent != Resource::none)
            index = resources[index].parent;
        return index;
    }
};

} // namespace tenantry
