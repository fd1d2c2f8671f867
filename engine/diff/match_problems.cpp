#include "engine/diff/match_problems.hpp"

#include "engine/base/nearest.hpp"
#include "engine/base/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace tenantry::diff {
namespace {

std::string describe(const LiveObject& object) {
    if (object.created_on.empty()) return object.id;
    return fmt::format("{} (created {})", object.id, printable(object.created_on));
}

/// An object with what tells people which of several it is.
std::string describe(const LiveObject& object, const Kind& kind) {
    std::vector<std::string> words;
    for (const std::string_view path : kind.reading.described) {
        const Json* value = object.field(path);
        const std::string* text = value == nullptr ? nullptr : value->text();
        if (text != nullptr) words.push_back(printable(*text));
    }
    if (words.empty()) return describe(object);
    return fmt::format("{} ({})", describe(object), join(words, ", "));
}

/// A name as an item between brackets in YAML: in quotes unless it is words.
std::string as_list_item(std::string_view name) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";
    const bool words = !name.empty() && name.find_first_not_of(letters) == name.npos &&
                       name.find_first_of(letters.substr(0, 52)) == 0 && !name.ends_with(' ');
    return words ? std::string(name) : in_quotes(name);
}

/// Names that differ in more than case and blanks look the same when they are printed.
std::string_view looks_the_same(std::string_view a, std::string_view b) {
    const auto seen = [](std::string_view name) {
        std::string text = ascii_lower(name);
        std::erase(text, ' ');
        return text;
    };
    if (seen(a) == seen(b)) return {};
    return "; they differ in characters that look alike or are not seen";
}

} // namespace

void MatchProblems::add(Severity severity, const Resource& resource, Said said,
                        std::string_view field, std::vector<Note> notes) {
    const Field* at = resource.field(field);
    diagnostics_.add({.severity = severity,
                      .code = std::move(said.code),
                      .summary = std::move(said.summary),
                      .hint = std::move(said.hint),
                      .subject = resource.address.text(),
                      .position = at == nullptr ? resource.position : at->position,
                      .notes = std::move(notes)});
}

void MatchProblems::unknown_id(const Resource& resource) {
    const std::string id = in_quotes(resource.text_of(fields_.id));
    const std::string title = kind_.title();
    error(resource,
          {.code = "plan.unknown-id",
           .summary = fmt::format("no {} with id {} is visible to this credential", title, id),
           .hint = fmt::format("correct the id, or remove the line to have the {} found by name or "
                               "created",
                               title)},
          fields_.id);
}

void MatchProblems::several(const Resource& resource, const Candidates& candidates) {
    std::vector<std::string> descriptions;
    constexpr std::size_t most_shown = 10;
    for (const LiveObject* object : candidates) {
        if (descriptions.size() < most_shown) descriptions.push_back(describe(*object, kind_));
    }
    if (candidates.size() > most_shown) descriptions.emplace_back("...");
    error(resource, {.code = "plan.ambiguous",
                     .summary = fmt::format("{} live {} have the name {}: {}", candidates.size(),
                                            kind_.plural, in_quotes(candidates[0]->name),
                                            join(descriptions, ", ")),
                     .hint = hint_for_several(resource, candidates)});
}

std::string MatchProblems::hint_for_several(const Resource& resource,
                                            const Candidates& candidates) const {
    std::string hint =
        !fields_.part.empty() ? hint_for_part(resource, candidates)
        : fields_.id.empty()
            ? "keep one of them: remove the others at the dashboard"
            : fmt::format("add the line {}: \"{}\" with the id of the one that is meant",
                          fields_.id, candidates[0]->id);
    if (!fields_.scope.empty() && resource.field(fields_.scope) == nullptr)
        hint += fmt::format(", or a {}", fields_.scope);
    return hint;
}

/// How to say which one is meant; never to remove one, which may be paid for.
std::string MatchProblems::hint_for_part(const Resource& resource,
                                         const Candidates& candidates) const {
    std::set<std::string_view> parts;
    for (const LiveObject* object : candidates)
        parts.insert(object->text_of(fields_.part));
    if (parts.size() == candidates.size() && resource.field(fields_.part) == nullptr) {
        std::vector<std::string> lines;
        lines.reserve(parts.size());
        for (const std::string_view part : parts)
            lines.push_back(fmt::format("{}: {}", fields_.part, printable(part)));
        return "say which one is meant: add " + join(lines, " or ");
    }
    return "which one is meant cannot be told, and each of them may be paid for: leave this "
           "entry out, and ask Cloudflare's support what they are";
}

void MatchProblems::both_live(const Resource& resource, const LiveObject& now,
                              const LiveObject& before) {
    const std::string previous = in_quotes(before.name);
    error(resource,
          {.code = "plan.both-names-live",
           .summary = fmt::format("both the name {} and the previous name {} are live: {}, {}",
                                  in_quotes(now.name), previous, describe(now), describe(before)),
           .hint = fmt::format("remove {} from \"previously\" if it is another {}, or pin the "
                               "right one with \"id\"",
                               previous, kind_.title())},
          fields_.previously);
}

void MatchProblems::elsewhere(const Resource& resource, const LiveObject& object,
                              const Desired& desired, const Matches& matches) {
    const std::string_view word = kind_.parent;
    const std::vector<LiveObject>& parents = live_.of(kind_.parent);
    const auto holder = std::ranges::find(parents, object.parent, &LiveObject::id);
    const auto owner = holder == parents.end() ? matches.taken.end() : matches.taken.find(&*holder);
    const std::string named = holder == parents.end() ? object.parent : in_quotes(holder->name);
    std::string where =
        object.parent.empty() ? fmt::format("another {}", word) : fmt::format("{} {}", word, named);
    std::string hint = fmt::format("move the entry to the manifest of that {}, or remove the live "
                                   "one there first",
                                   word);
    if (owner != matches.taken.end()) {
        where += ", which is " + printable(desired.resources[owner->second].address.text());
    } else if (holder != parents.end()) {
        where += ", which no manifest names";
        const bool is_new = matches.of[resource.parent].live == nullptr;
        hint = is_new ? fmt::format("if this {} is that one under a new name, add previously: [{}] "
                                    "to it; else name that one in a manifest and move the entry "
                                    "there",
                                    word, as_list_item(holder->name))
                      : fmt::format("name that {} in a manifest and move the entry there, or "
                                    "remove the {} from it at the dashboard first",
                                    word, kind_.title());
    }
    error(resource,
          {.code = "plan.lives-elsewhere",
           .summary = fmt::format("{} {} exists already in {}", kind_.title(),
                                  in_quotes(resource.text_of(fields_.name)), where),
           .hint = std::move(hint)},
          fields_.name);
}

void MatchProblems::taken_twice(const Resource& first, const Resource& second,
                                const LiveObject& object) {
    add(Severity::error, second,
        {.code = "manifest.matched-twice",
         .summary =
             fmt::format("this is the same live {} as another entry: {}", kind_.title(), object.id),
         .hint = "keep one of the two entries"},
        {}, {{"the other entry, " + in_quotes(first.address.text()), first.position}});
}

void MatchProblems::nearly_named(const Resource& resource, const LiveObject& object) {
    const std::string_view name = resource.text_of(fields_.name);
    warn(resource,
         {.code = "plan.nearly-same-name",
          .summary = fmt::format("a live {} has nearly this name: {}, {}{}", kind_.title(),
                                 in_quotes(object.name), describe(object),
                                 looks_the_same(object.name, name)),
          .hint = fmt::format("if it is meant, add the line id: \"{}\", or write its name exactly; "
                              "as it stands a second one is created",
                              printable(object.id))},
         fields_.name);
}

void MatchProblems::in_another_unit(const Resource& resource, const LiveObject& object) {
    warn(resource,
         {.code = "plan.same-name-elsewhere",
          .summary = fmt::format("a live {} of another {} has this name: {}", kind_.title(),
                                 fields_.scope, describe(object)),
          .hint = fmt::format("to have it moved here, add the line {}: \"{}\"; as it stands a "
                              "second one is created",
                              fields_.id, object.id)},
         fields_.scope);
}

} // namespace tenantry::diff
