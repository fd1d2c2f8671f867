// What a printed address stands for: the thing, whatever its name is spelled like. Names of one
// thing are many: as the manifest has it, as the API has it, as it was before a rename, escaped in
// an address or plain as people read it. Whoever compares addresses compares these.
#pragma once

#include "engine/model/address.hpp"
#include "engine/model/kind.hpp"
#include "engine/model/resource.hpp"
#include "engine/model/schema.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tenantry {

/// One part of an address, with every name it goes by; plain names, nothing escaped.
struct Segment {
    std::vector<std::string> names = {};
    Comparison comparison = Comparison::exact;
};

/// What a thing goes by, from the customer down. Words ("zone") are parts of their own.
using Identity = std::vector<Segment>;

/// What one printed address says by itself.
Identity identity_of(const Address& address, const KindTable& kinds);

/// The resources of the manifests with all that they are called. `desired` outlives this.
class Identities {
public:
    Identities(const KindTable& kinds, const Desired& desired);

    /// Another name of a resource, as its live object has it.
    void also_called(std::size_t resource, std::string name);
    Identity of(std::size_t resource) const;
    /// Of a live object of this kind that lies in `parent`.
    Identity child(Identity parent, const Kind& kind, std::string_view name) const;

private:
    void append(Identity& identity, const Kind& kind, std::vector<std::string> names) const;
    std::vector<std::string> names_of(std::size_t resource) const;

    const KindTable& kinds_;
    const Desired& desired_;
    std::map<std::size_t, std::vector<std::string>> also_;
};

} // namespace tenantry
