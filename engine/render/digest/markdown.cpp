// A comment on a merge request: the summary, what is wrong, and everything else customer by
// customer, folded. What does not fit into a comment is left out, the least important first, and
// counted.
#include "engine/base/text.hpp"
#include "engine/render/render.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <vector>

namespace tenantry::render {
namespace {

// GitHub takes 65,536 characters, GitLab a million.
constexpr std::size_t most_bytes = 65'000;
constexpr std::size_t for_the_end = 300;

/// Text that is no Markdown and no HTML, whatever stands in it, and means nobody ("@name"), no
/// issue
/// ("#1"), no link ("www.") and no picture (":name:").
std::string plain(std::string_view text) {
    constexpr std::string_view special = "\\`*_{}[]|~$";
    constexpr std::string_view special_in_words = ".:";
    const std::string shown = printable(text);
    std::string result;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const char c = shown[i];
        const bool in_word = i + 1 < shown.size() && shown[i + 1] != ' ' && shown[i + 1] != '\n';
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '@': result += "&#64;"; break;
        case '#': result += "&#35;"; break;
        case '\n': result += "<br>"; break;
        default:
            if (special.contains(c) || (in_word && special_in_words.contains(c))) result += '\\';
            result += c;
        }
    }
    return result;
}

/// Text in a code span; a backtick within it would end it.
std::string code(std::string_view text) {
    std::string inner = printable(text);
    std::size_t longest = 0;
    std::size_t run = 0;
    for (char& c : inner) {
        if (c == '\n') c = ' ';
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string ticks(longest + 1, '`');
    return longest == 0 ? ticks + inner + ticks : ticks + " " + inner + " " + ticks;
}

std::string_view sign_of(const Remark& remark) {
    switch (remark.weight) {
    case Weight::error: return "❌";
    case Weight::warning: return "⚠️";
    case Weight::note: return "•";
    }
    return "•";
}

std::string place_of(const Remark& remark, const Sources& sources) {
    return remark.position.known() ? " (" + code(sources.describe(remark.position)) + ")" : "";
}

std::string lines_of(const Remark& remark, const Sources& sources) {
    std::string text = fmt::format("- {} ", sign_of(remark));
    if (!remark.subject.empty()) text += code(remark.subject) + " — ";
    text += plain(remark.summary) + place_of(remark, sources) + "\n";
    for (const Detail& detail : remark.details)
        text += fmt::format("  - {}: {}\n", plain(detail.label), code(detail.value));
    if (!remark.hint.empty()) text += fmt::format("  - hint: {}\n", plain(remark.hint));
    return text;
}

/// A part of the comment, and how much of it fits.
class Comment {
public:
    explicit Comment(std::string begin) : text_(std::move(begin)) {}

    bool add(const std::string& part) {
        if (text_.size() + part.size() + for_the_end > most_bytes) return false;
        text_ += part;
        return true;
    }
    /// What was begun ends in any case: there is room for that.
    void close(std::string_view part) { text_ += part; }
    std::string end(std::size_t left_out) && {
        if (left_out > 0) {
            text_ +=
                fmt::format("\n{} left out, because a comment takes no more: see the output of "
                            "the job.\n",
                            counted(left_out, "remark is", "remarks are"));
        }
        return std::move(text_);
    }

private:
    std::string text_;
};

/// Among those of one weight, what is more severe comes first.
std::vector<const Remark*> of_weight(const Digest& digest, Weight weight) {
    std::vector<const Remark*> remarks;
    for (const Remark& remark : digest.remarks)
        if (remark.weight == weight) remarks.push_back(&remark);
    // What went wrong comes before what was found.
    std::ranges::stable_sort(remarks, std::ranges::greater{}, [](const Remark* remark) {
        return std::pair(!remark->severity, remark->severity.value_or(FindingSeverity::low));
    });
    return remarks;
}

/// Remarks of one customer, folded; how many did not fit.
std::size_t add_customer(Comment& comment, const std::string& customer,
                         const std::vector<const Remark*>& remarks, const Sources& sources) {
    const bool begun = comment.add(fmt::format("\n<details><summary>{}: {}</summary>\n\n",
                                               customer.empty() ? "(unmanaged)" : plain(customer),
                                               counted(remarks.size(), "remark")));
    if (!begun) return remarks.size();
    std::size_t left_out = 0;
    for (const Remark* remark : remarks)
        left_out += comment.add(lines_of(*remark, sources)) ? 0 : 1;
    comment.close("\n</details>\n");
    return left_out;
}

/// What the steps do to what is paid: a table, or at least the sum.
void add_paid_table(Comment& comment, const Digest& digest, bool refused, std::string_view title) {
    std::string rows;
    std::string all;
    for (const PaidChange& paid : digest.paid) {
        if (paid.refused != refused) continue;
        all = plain(paid.sum); // the last is the sum of all
        rows += fmt::format("| {} | {} |\n",
                            paid.customer.empty() ? "**in all**" : plain(paid.customer), all);
    }
    if (rows.empty()) return;
    if (!comment.add(fmt::format("\n| {} | |\n| --- | --- |\n{}", title, rows)))
        (void)comment.add(fmt::format("\n{}: {}\n", title, all));
}

} // namespace

std::string markdown(const Digest& digest, const Sources& sources) {
    Comment comment(
        fmt::format("### tenantry {}\n\n**{}**\n", plain(digest.command), plain(digest.summary)));
    for (const std::string& line : digest.about)
        (void)comment.add(fmt::format("\n{}\n", plain(line)));
    add_paid_table(comment, digest, false, digest.paid_title);
    add_paid_table(comment, digest, true, "What is refused would change it by");
    if (!digest.head.empty()) {
        const std::string_view line(digest.head.data(), digest.head.find_last_not_of('\n') + 1);
        (void)comment.add(fmt::format("\n{}\n", plain(line)));
    }
    std::size_t left_out = 0;
    // The worst first, and outside of any fold.
    for (const Weight weight : {Weight::error, Weight::warning}) {
        bool first = true;
        for (const Remark* const remark : of_weight(digest, weight)) {
            left_out += comment.add((first ? "\n" : "") + lines_of(*remark, sources)) ? 0 : 1;
            first = false;
        }
    }
    std::map<std::string, std::vector<const Remark*>> customers;
    for (const Remark& remark : digest.remarks)
        if (remark.weight == Weight::note) customers[remark.customer].push_back(&remark);
    for (const auto& [customer, remarks] : customers)
        left_out += add_customer(comment, customer, remarks, sources);
    return std::move(comment).end(left_out);
}

} // namespace tenantry::render
