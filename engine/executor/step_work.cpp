#include "engine/executor/step_work.hpp"

#include "engine/diff/diff.hpp"
#include "engine/reader/reader.hpp"

#include <algorithm>

namespace tenantry::executor {
namespace {

bool contains(const Paths& paths, std::string_view path) {
    return std::ranges::find(paths, path) != paths.end();
}

} // namespace

StepWork::StepWork(const KindTable& kinds, const Live& live, const Step& step,
                   std::vector<const Change*> before)
    : kinds_(kinds), live_(live), step_(step), before_(std::move(before)), change_(step.change),
      calls_(step.calls) {
    if (change_.live != nullptr) outcome_.id = change_.live->id;
}

void StepWork::plan_calls() {
    next_ = 0;
    calls_.clear();
    if (!change_.fields.empty()) calls_ = kind().writing.calls(change_);
}

Paths StepWork::fields_of(const Call& call) const {
    Paths fields;
    for (const FieldChange& field : change_.fields) {
        if (call.fields.empty() || contains(call.fields, field.path)) fields.push_back(field.path);
    }
    return fields;
}

Call StepWork::part_of(const Call& whole, const Paths& fields) const {
    Change part = change_;
    for (const std::string& path : fields_of(whole)) {
        const bool waits = !contains(fields, path) && outcome_.of_field(path) == nullptr;
        if (waits) part.left_out.push_back(path);
    }
    std::erase_if(part.fields,
                  [&](const FieldChange& field) { return !contains(fields, field.path); });
    const std::vector<Call> calls = kind().writing.calls(part);
    const auto found = std::ranges::find_if(
        calls, [&](const Call& call) { return call.describe() == whole.describe(); });
    return found == calls.end() ? whole : *found;
}

void StepWork::add_what_comes_along() {
    if (change_.fields.empty() && !outcome_.wrote()) return;
    for (const FieldChange& field : step_.change.fields) {
        if (resource().field(field.path) != nullptr || change_.changes(field.path)) continue;
        const Json* now = object_->field(field.path);
        if (now == nullptr || *now == field.after) continue;
        change_.fields.push_back(field);
        change_.fields.back().before = *now;
    }
}

std::optional<Fault> StepWork::take_up(LiveObject object) {
    object_ = std::move(object);
    change_.action = Action::update;
    change_.live = &*object_;
    const Schema& schema = kinds_.schema_of(kind());
    change_.fields = diff::compare(resource(), change_.live, schema);
    for (const Doubt* doubt : diff::doubts_about(resource(), *object_, !change_.fields.empty())) {
        if (kind().replaces()) return reader::unclear(*doubt);
        for (const FieldChange& field : step_.change.fields) {
            const bool open = doubt->concerns(field.path) && !change_.leaves_out(field.path);
            if (open) leave_out(field.path, reader::unclear(*doubt));
        }
    }
    if (auto move = diff::move_of(resource(), *object_, kinds_, live_)) {
        change_.fields.push_back(std::move(*move));
    }
    add_what_comes_along();
    next_ = 0;
    calls_.clear();
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return change_.leaves_out(field.path); });
    for (const FieldChange& field : change_.fields) {
        if (!schema.field(field.path)->immutable || field.before.is_null()) continue;
        return Fault{.category = FaultCategory::declined,
                     .message = "it is there already, as " + outcome_.id + ", but its " +
                                field.path + " is " + to_text(field.before) +
                                " and cannot be changed",
                     .call = "GET " + std::string(kind().reading.object_path)};
    }
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return schema.field(field.path)->immutable; });
    for (const auto& [path, fault] : object_->unread) {
        if (change_.changes(path)) leave_out(path, fault);
    }
    waiting_.clear();
    judge_locks();
    plan_calls();
    return std::nullopt;
}

void StepWork::judge_locks() {
    const auto is_locked = [&](const FieldChange& field) {
        return change_.live != nullptr && change_.live->is_locked(field.path);
    };
    if (std::ranges::none_of(change_.fields, is_locked)) return;
    Surroundings around{.before = before_};
    std::vector<const LiveObject*> beside;
    for (const LiveObject& object : live_.of(kind().parent)) {
        if (object.id == outcome_.id) around.parent = &object;
    }
    for (const std::string_view name : kind().needs) {
        for (const LiveObject& object : live_.of(name)) {
            if (object.parent == outcome_.id) beside.push_back(&object);
        }
    }
    around.beside = beside;
    const std::vector<FieldChange> fields = change_.fields;
    for (const FieldChange& field : fields) {
        if (!is_locked(field)) continue;
        const Lock lock = kind().lock(field, around);
        if (lock.way == Lock::Way::shut) {
            leave_out(field.path, {.category = FaultCategory::declined,
                                   .message = lock.summary + ": " + lock.hint,
                                   .call = "GET " + std::string(kind().reading.object_path)});
            continue;
        }
        if (lock.way == Lock::Way::opens) waiting_.push_back(field.path);
        std::erase_if(change_.fields,
                      [&](const FieldChange& each) { return each.path == field.path; });
    }
    plan_calls();
}

Sight StepWork::sight_after(const Call& call) const {
    if (calls_.empty()) return Sight::as_wanted;
    const bool same = calls_.front().describe() == call.describe();
    return same ? Sight::same_call : Sight::other_call;
}

void StepWork::note(std::string call, Paths fields, CallStatus status, std::optional<Fault> fault) {
    std::ranges::sort(fields);
    if (fault && fault->field.empty() && fields.size() == 1) fault->field = fields.front();
    // Of each field the last word counts.
    std::erase_if(outcome_.calls, [&](CallOutcome& before) {
        const bool none = before.fields.empty();
        std::erase_if(before.fields, [&](const auto& path) { return contains(fields, path); });
        return before.fields.empty() && !none;
    });
    outcome_.calls.push_back({.status = status,
                              .call = std::move(call),
                              .fields = std::move(fields),
                              .fault = std::move(fault)});
}

void StepWork::note(const Call& call, CallStatus status, std::optional<Fault> fault) {
    note(call.describe(), fields_of(call), status, std::move(fault));
}

void StepWork::note_rest() {
    for (; next_ < calls_.size(); ++next_) {
        if (!fields_of(calls_[next_]).empty()) note(calls_[next_], CallStatus::not_tried);
    }
    for (const std::string& path : waiting_)
        note("", {path}, CallStatus::not_tried);
}

void StepWork::written(const Paths& paths) {
    std::erase_if(change_.fields,
                  [&](const FieldChange& field) { return contains(paths, field.path); });
}

void StepWork::skip_noted() {
    std::erase_if(change_.fields, [&](const FieldChange& field) {
        return outcome_.of_field(field.path) != nullptr;
    });
    plan_calls();
}

void StepWork::drop(const Paths& paths) {
    change_.left_out.insert(change_.left_out.end(), paths.begin(), paths.end());
    written(paths);
}

void StepWork::leave_out(const std::string& path, Fault fault, std::string call) {
    if (fault.field.empty()) fault.field = path;
    note(std::move(call), {path}, CallStatus::failed, std::move(fault));
    drop({path});
}

} // namespace tenantry::executor
