// Whether one value that a run changed can be written back, and where.
#pragma once

#include "engine/undo/undo.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenantry::undo {

/// One entry of StepRecord::fields.
struct RecordedField {
    std::string path = {};
    Json before = {};
    Json after = {};
    bool before_hidden = false;
    std::string status = {}; // of its call; "" where none is told
};

std::vector<RecordedField> fields_in(const Json& fields);

/// What has to be written for one value to be what it was; empty where nothing can be.
struct WayBack {
    std::vector<manifest::Replacement> edits = {};
    /// Why there is a snippet where these cannot be made.
    std::string otherwise = {};
};

class Judge {
public:
    /// All of them outlive it.
    Judge(const Recorded& recorded, const manifest::Loaded& manifests, const KindTable& kinds);

    /// Fills a reversal but for `patched`.
    WayBack judge(const ledger::StepRecord& step, const RecordedField& recorded,
                  Reversal& reversal) const;

private:
    /// Why a value stays, as far as the record tells; "" where it does not have to.
    std::string why_by_record(const ledger::StepRecord& step, const RecordedField& field) const;
    /// Why it stays, by the manifests.
    std::string why_by_manifests(const Resource& resource, const RecordedField& field) const;
    void add_snippet(const Resource& resource, const RecordedField& field,
                     Reversal& reversal) const;
    WayBack renaming(const Resource& resource, const RecordedField& field) const;

    const manifest::Loaded& manifests_;
    const KindTable& kinds_;
    std::map<std::string_view, const Resource*> resources_ = {}; // by address
    /// The last record of each value in later runs, by address and path.
    std::map<std::pair<std::string, std::string>, std::pair<ledger::RunId, Json>> later_ = {};
};

} // namespace tenantry::undo
