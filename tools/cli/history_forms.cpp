#include "tools/cli/history_forms.hpp"

#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <array>
#include <functional>
#include <set>
#include <utility>

namespace tenantry::cli {
namespace {

std::string user_and_host(const ledger::Who& who) {
    return printable(who.user + "@" + who.host.substr(0, who.host.rfind(' ')));
}

/// A run that nobody has ended and that is not there any more was killed.
std::string result_of(const ledger::RunRecord& run, const Told& told) {
    if (run.ended) return printable(run.result);
    return ledger::is_alive(run, told.here, told.now) ? "running" : "killed";
}

std::string run_lines(const Told& told) {
    std::string text = fmt::format("{:<12} {:<20} {:<8} {:<11} {:>9}  {}\n", "run", "began (UTC)",
                                   "command", "result", "steps", "by");
    for (const ledger::RunRecord& run : told.runs) {
        const ledger::Who& who = run.head.who;
        text +=
            fmt::format("{:<12} {:<20} {:<8} {:<11} {:>9}  {}{}{}\n", ledger::name_of_run(run.id),
                        time_in_words(run.began), printable(run.head.command), result_of(run, told),
                        fmt::format("{}/{}", run.done, run.steps), user_and_host(who),
                        who.pipeline.empty() ? "" : " " + printable(who.pipeline),
                        who.revision.empty() ? "" : " at " + printable(who.revision.substr(0, 12)));
    }
    return text;
}

std::string field_words(const Json& fields) {
    std::string text;
    if (fields.items() == nullptr) return text;
    for (const Json& field : *fields.items()) {
        const Json* before = field.find("before");
        const Json* after = field.find("after");
        const bool was = before != nullptr && !before->is_null();
        text += fmt::format("        {}: {}{}\n", printable(field.text_of("path")),
                            was ? printable(to_text(*before)) + " -> " : "",
                            after == nullptr ? "" : printable(to_text(*after)));
    }
    return text;
}

std::string step_lines(const Told& told) {
    std::string text;
    for (const ledger::StepRecord& step : told.steps) {
        text +=
            fmt::format("    {} {:<10} {} {}{}\n", time_in_words(step.ended),
                        printable(step.outcome), printable(step.action), printable(step.address),
                        step.object.empty() ? "" : " (" + printable(step.object) + ")");
        if (step.outcome == "done" || step.outcome == "partly") text += field_words(step.fields);
        if (!step.fault.empty()) text += fmt::format("        why: {}\n", printable(step.fault));
        if (!step.what_to_check.empty())
            text += fmt::format("        check: {}\n", printable(step.what_to_check));
    }
    return text;
}

/// Calls that no step tells of: their run was killed before it ended.
std::string call_lines(const Told& told) {
    std::string text;
    std::set<std::pair<ledger::RunId, std::string_view>> ended;
    for (const ledger::StepRecord& step : told.steps)
        ended.emplace(step.run, step.address);
    for (const ledger::CallRecord& call : told.calls) {
        const bool in_step = ended.contains({call.run, call.address});
        const bool unclear = call.fate != ledger::Fate::done && call.fate != ledger::Fate::failed;
        if (in_step && !unclear) continue;
        const std::string fate = call.fate == ledger::Fate::open ? "sent, and no answer was seen"
                                                                 : std::string(name_of(call.fate));
        text += fmt::format("    {} {} for {}: {}{}\n", time_in_words(call.began),
                            printable(call.call), printable(call.address), fate,
                            call.object.empty() ? "" : " (" + printable(call.object) + ")");
    }
    return text.empty() ? text : "Calls that no step tells of, or that were not clear:\n" + text;
}

Json run_json(const ledger::RunRecord& run, const Told& told) {
    const ledger::RunHead& head = run.head;
    return Json::object({{"run", ledger::name_of_run(run.id)},
                         {"command", head.command},
                         {"result", result_of(run, told)},
                         {"began", time_in_words(run.began)},
                         {"ended", run.ended ? Json(time_in_words(*run.ended)) : Json()},
                         {"steps", run.steps},
                         {"done", run.done},
                         {"tenant", head.tenant},
                         {"api", head.api},
                         {"credential", head.credential},
                         {"version", head.version},
                         {"user", head.who.user},
                         {"host", head.who.host.substr(0, head.who.host.rfind(' '))},
                         {"pipeline", head.who.pipeline},
                         {"revision", head.who.revision}});
}

Json step_json(const ledger::StepRecord& step) {
    return Json::object({{"run", ledger::name_of_run(step.run)},
                         {"address", step.address},
                         {"kind", step.kind},
                         {"action", step.action},
                         {"outcome", step.outcome},
                         {"object", step.object},
                         {"ended", time_in_words(step.ended)},
                         {"fields", step.fields},
                         {"fault", step.fault},
                         {"what_to_check", step.what_to_check}});
}

Json call_json(const ledger::CallRecord& call) {
    return Json::object({{"run", ledger::name_of_run(call.run)},
                         {"address", call.address},
                         {"call", call.call},
                         {"makes", call.makes},
                         {"fate", name_of(call.fate)},
                         {"began", time_in_words(call.began)},
                         {"ended", call.ended ? Json(time_in_words(*call.ended)) : Json()},
                         {"object", call.object},
                         {"status", std::int64_t{call.status}},
                         {"request_id", call.request_id},
                         {"fault", call.fault}});
}

template<typename Record>
Json list_of(const std::vector<Record>& records, const std::function<Json(const Record&)>& one) {
    JsonArray list;
    for (const Record& record : records)
        list.push_back(one(record));
    return Json(std::move(list));
}

std::string quoted(const std::string& text) {
    // A spreadsheet takes what begins so for a formula.
    const bool formula = !text.empty() && std::string_view("=+-@").contains(text.front());
    std::string cell = "\"" + std::string(formula ? "'" : "");
    for (const char c : text)
        cell += c == '"' ? "\"\"" : std::string(1, c);
    return cell + "\"";
}

} // namespace

std::string history_text(const Told& told) {
    if (told.runs.empty()) return "No run is recorded.\n";
    return run_lines(told) + step_lines(told) + call_lines(told);
}

std::string history_csv(const Told& told) {
    std::string text = "run,ended,outcome,action,kind,address,object,fault\n";
    for (const ledger::StepRecord& step : told.steps) {
        const std::array cells = {ledger::name_of_run(step.run),
                                  time_in_words(step.ended),
                                  step.outcome,
                                  step.action,
                                  step.kind,
                                  step.address,
                                  step.object,
                                  step.fault};
        for (std::size_t i = 0; i < cells.size(); ++i)
            text += (i == 0 ? "" : ",") + quoted(printable(cells[i]));
        text += "\n";
    }
    return text;
}

void add_history(Json& document, const Told& told) {
    document.set("runs", list_of<ledger::RunRecord>(
                             told.runs, [&](const auto& run) { return run_json(run, told); }));
    document.set("steps", list_of<ledger::StepRecord>(told.steps, step_json));
    document.set("calls", list_of<ledger::CallRecord>(told.calls, call_json));
}

} // namespace tenantry::cli
